import { toApiError, type ApiError } from '../github/errors';
import { PAGE_SIZE, type Page } from '../github/paging';
import type { PackagesApi } from '../github/packagesApi';
import { PACKAGE_TYPES, type Owner, type Package, type PackageVersion, type VersionState } from '../github/resources';
import { isRepositoryScoped } from '../github/scopes';
import type { Account } from '../model/accounts';
import type { ImageReader } from '../model/imageReader';
import { createOpenedImages, isImage } from './openedImages';
import {
  accountNode,
  deletedPackageNode,
  deletedPackagesNode,
  deletedVersionsNode,
  loadMoreNode,
  messageNode,
  ownerNode,
  packageNode,
  versionNode,
  type AccountNode,
  type DeletedPackageNode,
  type DeletedPackagesNode,
  type LoadMoreNode,
  type MessageNode,
  type Node,
  type OwnerNode,
  type PackageNode,
  type VersionsNode,
} from './nodes';
import { createPackageChanges, type PackageChange } from './packageChanges';

/** A version whose state has just changed by our doing; lists on the server may lag behind. */
export interface Change {
  readonly account: Account;
  readonly pkg: Package;
  readonly version: PackageVersion;
  /** What it is now. */
  readonly state: VersionState;
}

/** What the tree shows, read when it is first looked at and kept until it is refreshed. */
export interface PackageTree {
  /** The elements below a node, or the first level. Never rejects: what fails is told by a message node. */
  children(node?: Node): Promise<readonly Node[]>;
  /** Forgets what was read below a node, or everything, and has it read again. */
  refresh(node?: Node): void;
  /** Reads the next page of versions. */
  loadMore(node: LoadMoreNode): Promise<void>;
  /** Shows versions where they now belong, whether or not the server's lists say so already. */
  apply(changes: readonly (Change | PackageChange)[]): void;
  /** Shows what has been learnt of the images of a container. */
  showImages(account: Account, pkg: Package): void;
  /** Is told the node whose children have changed, or undefined for everything. */
  onDidChange(listener: (node: Node | undefined) => void): void;
}

export interface PackageTreeOptions {
  /** Who is signed in, asked silently. */
  readonly accounts: () => Promise<readonly Account[]>;
  readonly api: (account: Account) => PackagesApi;
  /** Whether private packages that belong to repositories can be seen too. */
  readonly seesRepositories: (account: Account) => Promise<boolean>;
  /** Packages that were deleted here and can still be restored. */
  readonly deletedPackages?: (
    account: Account,
  ) => Promise<readonly Pick<DeletedPackageNode, 'pkg' | 'deletedAt' | 'certain'>[]>;
  /** Reads the images of an account's containers. */
  readonly images: (account: Account) => ImageReader;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Entry {
  readonly controller: AbortController;
  readonly children: Promise<readonly Node[]>;
}

/** Versions read so far, and what is known of the rest. */
interface VersionList {
  readonly versions: readonly PackageVersion[];
  readonly last: Page<PackageVersion> | undefined;
  readonly unreadable: boolean;
  readonly error: ApiError | undefined;
}

export function createPackageTree({
  accounts,
  api,
  seesRepositories,
  deletedPackages = () => Promise.resolve([]),
  images,
  now,
}: PackageTreeOptions): PackageTree {
  const entries = new Map<string, Entry>();
  /** The newest object of each id: the editor knows elements by identity. */
  const live = new Map<string, Node>();
  /** Pages of versions read so far, by node id. */
  const pages = new Map<string, readonly Page<PackageVersion>[]>();
  /** How many a person has asked for, which outlives a refresh. */
  const pagesWanted = new Map<string, number>();
  /** Names of organisations by id, as far as any list has told them: single sign-on hides them by id only. */
  const organizationNames = new Map<number, string>();
  /** Our own changes, by account and version id, until a person refreshes. */
  const changes = new Map<string, Change>();
  const packageChanges = createPackageChanges();
  const listeners = new Set<(node: Node | undefined) => void>();
  const openedImages = createOpenedImages({
    images,
    async versions(node) {
      const list = await readVersionPages(node, 'active', new AbortController().signal);
      const isWhole = !list.error && !list.unreadable && list.last?.next === undefined;
      return { versions: withChanges(node, 'active', list), isWhole };
    },
    onNews: showNews,
  });

  function children(node?: Node): Promise<readonly Node[]> {
    const id = node?.id ?? '';
    const known = entries.get(id);
    if (known) return known.children;
    const controller = new AbortController();
    const entry: Entry = {
      controller,
      children: read(node, controller.signal).then((nodes) => {
        // Refreshed meanwhile: what was read is stale, or was never read at all.
        if (entries.get(id) !== entry) return children(node);
        for (const child of nodes) live.set(child.id, child);
        return nodes;
      }),
    };
    entries.set(id, entry);
    return entry.children;
  }

  function read(node: Node | undefined, signal: AbortSignal): Promise<readonly Node[]> {
    switch (node?.kind) {
      case undefined:
        return readRoots(signal);
      case 'account':
        return readOwners(node.account, node, signal);
      case 'owner':
        return readPackages(node, signal);
      case 'package':
      case 'deletedVersions':
        return readVersions(node, signal);
      case 'deletedPackages':
        return readDeletedPackages(node);
      case 'version':
        return isImage(node) ? openedImages.image(node, signal) : Promise.resolve([]);
      case 'versionGroup':
        return openedImages.group(node);
      case 'deletedPackage':
      case 'loadMore':
      case 'message':
        return Promise.resolve([]);
    }
  }

  async function readRoots(signal: AbortSignal): Promise<readonly Node[]> {
    const answer = await attempt(accounts, now);
    const signedIn = 'value' in answer ? answer.value : []; // nobody is known, so there is nobody to tell it to
    const [only] = signedIn;
    if (only && signedIn.length === 1) return readOwners(only, undefined, signal);
    return signedIn.map(accountNode);
  }

  async function readOwners(account: Account, parent: AccountNode | undefined, signal: AbortSignal): Promise<Node[]> {
    const self: Owner = { kind: 'self', login: account.login };
    const organizations = await attempt(() => api(account).organizations(signal), now);
    const nodes: Node[] = [ownerNode(account, self, parent)];
    if ('error' in organizations) {
      const notice = { kind: 'failure', error: organizations.error, what: 'organizations' } as const;
      return [...nodes, messageNode(account, parent, notice, 'organizations')];
    }
    const { items, complete, hiddenOrganizations } = organizations.value;
    for (const { id, login } of items) if (id !== undefined) organizationNames.set(id, login);
    nodes.push(...sorted(items, (owner) => owner.login).map((owner) => ownerNode(account, owner, parent)));
    nodes.push(...hiddenNode(account, parent, hiddenOrganizations));
    if (!complete) nodes.push(messageNode(account, parent, { kind: 'incomplete' }));
    return nodes;
  }

  async function readPackages(node: OwnerNode, signal: AbortSignal): Promise<Node[]> {
    const { account, owner } = node;
    const results = await Promise.all(
      PACKAGE_TYPES.map(async (type) => ({
        type,
        ...(await attempt(() => api(account).packages(owner, type, signal), now)),
      })),
    );
    const failures = results.filter((result) => 'error' in result);
    const reasons = new Set(failures.map(({ error }) => error.reason));
    const first = failures[0];
    if (first && failures.length === results.length && reasons.size === 1) {
      return [messageNode(account, node, { kind: 'failure', error: first.error, what: 'packages' })];
    }
    const listings = results.flatMap((result) => ('value' in result ? [result.value] : []));
    const packages = sorted(
      packageChanges.correct(
        node,
        listings.flatMap(({ items }) => items),
      ),
      (pkg) => pkg.name,
    );
    const messages = failures.map(({ type, error }) =>
      messageNode(account, node, { kind: 'failure', error, what: { type } }, type),
    );
    if (listings.some(({ complete }) => !complete)) messages.push(messageNode(account, node, { kind: 'incomplete' }));
    messages.push(...hiddenNode(account, node, [...new Set(listings.flatMap((list) => list.hiddenOrganizations))]));
    const nodes: Node[] = [...messages, ...packages.map((pkg) => packageNode(node, pkg))];
    if (nodes.length === 0) nodes.push(messageNode(account, node, { kind: 'empty' }));
    const group = deletedPackagesNode(node);
    if ((await deletedOf(group, packages)).length > 0) nodes.push(group);
    if (await mayLackRepositories(account, packages)) {
      nodes.push(messageNode(account, node, { kind: 'repositories' }, 'repositories'));
    }
    return nodes;
  }

  /** Without those that have come back, here or elsewhere. */
  async function deletedOf(node: DeletedPackagesNode, active: readonly Package[]): Promise<readonly Node[]> {
    const { kind, login } = node.owner;
    const deleted = (await deletedPackages(node.account)).filter(
      ({ pkg }) =>
        pkg.owner.kind === kind &&
        pkg.owner.login === login &&
        !active.some(({ type, name }) => type === pkg.type && name === pkg.name),
    );
    return deleted.map((entry) => deletedPackageNode(node, entry));
  }

  async function readDeletedPackages(node: DeletedPackagesNode): Promise<readonly Node[]> {
    const siblings = await children(node.parent);
    const nodes = await deletedOf(
      node,
      siblings.flatMap((sibling) => (sibling.kind === 'package' ? [sibling.pkg] : [])),
    );
    return nodes.length > 0 ? nodes : [messageNode(node.account, node, { kind: 'empty' })];
  }

  /** GitHub leaves private packages of repositories out without a word; where there may be some, the person is told. */
  async function mayLackRepositories(account: Account, packages: readonly Package[]): Promise<boolean> {
    const { kind } = account.host;
    const concerned = kind === 'ghes' || packages.some(({ type }) => isRepositoryScoped(kind, type));
    if (!concerned) return false;
    const answer = await attempt(() => seesRepositories(account), now);
    return 'value' in answer && !answer.value;
  }

  function hiddenNode(
    account: Account,
    parent: AccountNode | OwnerNode | undefined,
    ids: readonly number[],
  ): MessageNode[] {
    if (ids.length === 0) return [];
    const organizations = ids.map((id) => organizationNames.get(id) ?? `#${id}`);
    return [messageNode(account, parent, { kind: 'hidden', organizations }, 'hidden')];
  }

  async function readVersions(node: VersionsNode, signal: AbortSignal): Promise<Node[]> {
    const state = node.kind === 'package' ? 'active' : 'deleted';
    const list = await readVersionPages(node, state, signal);
    const nodes: Node[] = node.kind === 'package' ? [deletedVersionsNode(node)] : [];
    const versions = withChanges(node, state, list);
    if (node.kind === 'package' && node.pkg.type === 'container') {
      nodes.push(...(await openedImages.container(node)));
    } else {
      nodes.push(...versions.map((version) => versionNode(node, version)));
    }
    if (list.unreadable) nodes.push(messageNode(node.account, node, { kind: 'incomplete' }));
    if (list.error) {
      nodes.push(messageNode(node.account, node, { kind: 'failure', error: list.error, what: 'versions' }, 'failure'));
    }
    if (list.last?.next !== undefined) nodes.push(loadMoreNode(node, remaining(list, state, node.pkg)));
    if (versions.length === 0 && !list.error && !list.unreadable)
      nodes.push(messageNode(node.account, node, { kind: 'empty' }));
    return nodes;
  }

  /** As many pages as a person had on the screen, up to the first that fails; those that are known are not read again. */
  async function readVersionPages(node: VersionsNode, state: VersionState, signal: AbortSignal): Promise<VersionList> {
    const known = pages.get(node.id) ?? [];
    const missing = Math.max((pagesWanted.get(node.id) ?? 1) - known.length, 0);
    const read = await Promise.all(
      Array.from({ length: missing }, (_, index) =>
        attempt(() => api(node.account).versions(node.pkg, state, known.length + index + 1, signal), now),
      ),
    );
    const failed = read.findIndex((page) => 'error' in page);
    const failure = read[failed];
    const whole = [
      ...known,
      ...read.slice(0, failed < 0 ? undefined : failed).flatMap((page) => ('value' in page ? [page.value] : [])),
    ];
    if (!signal.aborted) pages.set(node.id, whole);
    return {
      versions: [...new Map(whole.flatMap(({ items }) => items.map((version) => [version.id, version]))).values()],
      last: whole.at(-1),
      unreadable: whole.some(({ unreadable }) => unreadable > 0),
      error: failure && 'error' in failure ? failure.error : undefined,
    };
  }

  function withChanges(node: VersionsNode, state: VersionState, list: VersionList): readonly PackageVersion[] {
    const ours = [...changes.values()].filter((change) => isOf(change, node));
    const ids = new Set(ours.map(({ version }) => version.id));
    return [
      ...ours.filter((change) => change.state === state).map(({ version }) => version),
      ...list.versions.filter(({ id }) => !ids.has(id)),
    ].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  }

  function forget(id: string): void {
    for (const [key, entry] of entries) {
      if (id === '' || key === id || key.startsWith(`${id}/`)) {
        entries.delete(key);
        pages.delete(key);
        entry.controller.abort();
      }
    }
  }

  /** Rows of images are made anew from what is known; nothing is read again for it. */
  function showNews(node: PackageNode): void {
    for (const key of entries.keys()) if (key === node.id || key.startsWith(`${node.id}/`)) entries.delete(key);
    changed(node);
  }

  function changed(node: Node | undefined): void {
    for (const listener of listeners) listener(node && (live.get(node.id) ?? node));
  }

  return {
    children,

    refresh(node) {
      forget(node?.id ?? '');
      for (const [key, change] of changes) if (!node || isWithin(change, node)) changes.delete(key);
      if (!node) pagesWanted.clear();
      if (!node || node.kind === 'owner') packageChanges.forget(node);
      changed(node);
    },

    async loadMore({ parent }) {
      pagesWanted.set(parent.id, (pages.get(parent.id)?.length ?? 0) + 1);
      entries.delete(parent.id);
      const loaded = children(parent);
      changed(parent);
      await loaded;
    },

    apply(allChanges) {
      const newChanges = allChanges.filter((change) => 'version' in change);
      for (const change of allChanges) if (!('version' in change)) packageChanges.add(change);
      const owners = [...live.values()].filter(
        (node) => node.kind === 'owner' && allChanges.some((change) => !('version' in change) && isUnder(change, node)),
      );
      for (const node of owners) {
        forget(node.id);
        changed(node);
      }
      for (const change of newChanges) changes.set(`${change.account.provider}/${change.version.id}`, change);
      const touched = [...live.values()].filter(
        (node) => node.kind === 'package' && newChanges.some((change) => isOf(change, node)),
      );
      for (const node of touched) {
        forget(node.id);
        changed(node);
      }
    },

    showImages(account, pkg) {
      for (const node of live.values()) {
        if (node.kind === 'package' && isSame(account, node.account) && node.pkg.id === pkg.id) showNews(node);
      }
    },

    onDidChange(listener) {
      listeners.add(listener);
    },
  };
}

function isOf(change: Change, node: VersionsNode): boolean {
  return isSame(change.account, node.account) && change.pkg.id === node.pkg.id;
}

function isUnder({ account, pkg }: PackageChange, node: OwnerNode): boolean {
  return isSame(account, node.account) && pkg.owner.kind === node.owner.kind && pkg.owner.login === node.owner.login;
}

function isSame(one: Account, other: Account): boolean {
  return one.provider === other.provider && one.id === other.id;
}

function isWithin(change: Change, node: Node): boolean {
  if (node.kind === 'package' || node.kind === 'deletedVersions') return isOf(change, node);
  return isSame(change.account, node.account) && (node.kind !== 'owner' || change.pkg.owner.login === node.owner.login);
}

/** Pages are whole but for the last, so this is an upper bound; GitHub's own count is no better known. */
function remaining(list: VersionList, state: VersionState, pkg: Package): number | undefined {
  if (list.last?.last === undefined) return undefined;
  const most = list.last.last * PAGE_SIZE - list.versions.length;
  const counted = pkg.versionCount - list.versions.length;
  return state === 'active' && counted > 0 && counted < most ? counted : most;
}

async function attempt<T>(
  act: () => Promise<T>,
  now: () => number,
): Promise<{ readonly value: T } | { readonly error: ApiError }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error: toApiError(error, now()) };
  }
}

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => key(a).localeCompare(key(b)));
}
