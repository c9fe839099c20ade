import { PAGE_SIZE } from '../github/paging';
import type { Package, VersionState } from '../github/resources';
import { isRepositoryScoped } from '../github/scopes';
import type { Account } from '../model/accounts';
import type { AddedOwner } from '../model/addedOwners';
import type { Arrangement } from '../model/arrangement';
import type { RepositoryAddress } from '../model/gitRemotes';
import type { ImageReader } from '../model/imageReader';
import type { ListReader } from '../model/listReader';
import { isWithin, keyOf, type Lists, type Scope } from '../model/lists';
import {
  accountNode,
  deletedPackageNode,
  deletedPackagesNode,
  messageNode,
  type AccountNode,
  type DeletedPackageNode,
  type DeletedPackagesNode,
  type LoadMoreNode,
  type Node,
  type OwnerNode,
  type PackageNode,
  type PackagesNode,
  type VersionsNode,
} from './nodes';
import { allVersions, readToEnd, type AllVersions } from './allVersions';
import { createNodeLists } from './nodeLists';
import { createOpenedImages, isImage } from './openedImages';
import { createOwnChanges, type Change } from './ownChanges';
import { createPackageChanges, type PackageChange } from './packageChanges';
import { groupRows, ownerRows, workspaceRows, type PackageLook, type TypeList } from './packageRows';
import { ownersRows } from './rootRows';
import { concerns, scopeOf } from './scopes';
import { createShownNodes } from './shownNodes';
import { needsAll, versionRows } from './versionRows';

export type { Change };

/** What the tree shows: elements made from the lists that are known, read when they are first looked at. */
export interface PackageTree {
  /** The elements below a node, or the first level, as soon as there is anything to show; more is told of. */
  rows(node?: Node): Promise<readonly Node[]>;
  /** The same, once everything is read. Never rejects: what fails is told by a message node. */
  children(node?: Node): Promise<readonly Node[]>;
  /** All versions of a package, whatever the tree shows of them. Undefined when it was called off. */
  versions(node: PackageNode, state: VersionState, signal: AbortSignal): Promise<AllVersions | undefined>;
  /** Resolves when nothing more is on its way for a node; undefined when that is so already. */
  whenRead(node?: Node): Promise<void> | undefined;
  /** The newest object of a node's parent. */
  parent(node: Node): Node | undefined;
  /** The element of a package below its owner, where that is in the tree and no filter hides it. */
  locate(account: Account, pkg: Package): Promise<Node | undefined>;
  /** Has what is below a node, or everything, read again. */
  refresh(node?: Node): void;
  /** Shows more rows, and reads further for them. */
  loadMore(node: LoadMoreNode): Promise<void>;
  /** Shows versions and packages where they now belong, whether or not the server's lists say so already. */
  apply(changes: readonly (Change | PackageChange)[]): void;
  /** Nobody sees what is below a node any more: what is on its way for it is given up. Undefined is for everything. */
  leave(node?: Node): void;
  /** Somebody does again; whatever was given up is gone on with. */
  look(node?: Node): void;
  /** Shows again what is known, in another light. */
  redraw(node?: Node): void;
  /** Shows what has been learnt of the images of a container. */
  showImages(account: Account, pkg: Package): void;
  /** Is told the node whose children have changed, or undefined for everything. */
  onDidChange(listener: (node: Node | undefined) => void): void;
}

export interface PackageTreeOptions {
  /** Who is signed in, asked silently. */
  readonly accounts: () => Promise<readonly Account[]>;
  readonly lists: Lists;
  readonly arrangement: () => Arrangement;
  readonly addedOwners: () => readonly AddedOwner[];
  readonly repositories: () => readonly RepositoryAddress[];
  /** Whether private packages that belong to repositories can be seen too. */
  readonly seesRepositories: (account: Account) => Promise<boolean>;
  /** Packages that were deleted here and can still be restored. */
  readonly deletedPackages?: (account: Account) => Promise<readonly DeletedPackage[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Reads the images of an account's containers. */
  readonly images: (account: Account) => ImageReader;
  /** Calls back after so many milliseconds: what changes often is told seldom. */
  readonly later: (callback: () => void, ms: number) => void;
}

/** What the tree shows of a package that was deleted. */
type DeletedPackage = Pick<DeletedPackageNode, 'pkg' | 'deletedAt' | 'certain'>;

/** More rows than these at once are slow to show, and nobody reads them. */
const PACKAGE_ROWS = 1000;
const VERSION_ROWS = PAGE_SIZE;

export function createPackageTree(options: PackageTreeOptions): PackageTree {
  const { accounts, lists, arrangement, now, deletedPackages = () => Promise.resolve([]) } = options;
  const changes = createOwnChanges();
  const packageChanges = createPackageChanges();
  const listeners = new Set<(node: Node | undefined) => void>();
  const shown = createShownNodes(options.later, (node) => {
    for (const listener of listeners) listener(node);
  });
  /** How many rows a person has asked for, which outlives a refresh. */
  const windows = new Map<string, number>();
  /** Names of organisations by id, as far as any list has told them: single sign-on hides them by id only. */
  const organizationNames = new Map<number, string>();
  /** More that is on its way already. */
  const loading = new Map<string, Promise<void>>();
  /** Where reading was given up. */
  const left = new Set<string>();
  let firstHost: string | undefined;

  lists.onDidChange((scope) => shown.touch((node) => concerns(scope, node), !isBusy(scope)));

  const nodeLists = createNodeLists(lists, addedAt);
  const openedImages = createOpenedImages({
    images: options.images,
    versions(node) {
      const { account, pkg } = node;
      const list = nodeLists.versions(node).current();
      return { versions: changes.overlay(account, pkg, 'active', list.items), isWhole: list.complete };
    },
    onNews: (node) => shown.touch((other) => other !== undefined && isAtOrBelow(other, node), true),
  });
  const below = (node: Node | undefined): readonly ListReader<unknown>[] => (node ? nodeLists.of(node) : []);
  const organizationName = (id: number): string => organizationNames.get(id) ?? `#${id}`;
  const look = (): PackageLook => ({
    arrangement: arrangement(),
    rows: (id) => windows.get(id) ?? PACKAGE_ROWS,
    organizationName,
  });
  const versionRowsWanted = (node: VersionsNode): number => windows.get(node.id) ?? VERSION_ROWS;

  /** How many pages a node needs for its rows. */
  function pagesFor(node: Node | undefined): number {
    if (node?.kind !== 'package' && node?.kind !== 'deletedVersions') return Infinity;
    if (needsAll(arrangement(), nodeLists.versions(node).current())) return Infinity;
    return Math.ceil(versionRowsWanted(node) / PAGE_SIZE);
  }

  function addedAt({ host }: Account): readonly string[] {
    return options
      .addedOwners()
      .filter((owner) => (owner.host ?? firstHost)?.toLowerCase() === host.name.toLowerCase())
      .map(({ login }) => login);
  }

  /** The lists that the first level, or a node's children, are made of. */
  function sources(node: Node | undefined, roots: readonly Account[]): readonly ListReader<unknown>[] {
    if (node) return nodeLists.of(node);
    const [only] = roots;
    return only && roots.length === 1 ? nodeLists.owners(only) : [];
  }

  async function rows(node?: Node): Promise<readonly Node[]> {
    return shown.show(node, () =>
      derive(node, async (reading) => {
        for (const reader of reading) void readEnough(reader, node);
        await firstOf(reading);
      }),
    );
  }

  async function children(node?: Node): Promise<readonly Node[]> {
    return derive(node, async (reading) => {
      await Promise.all(reading.map((reader) => readWhole(reader, node)));
    });
  }

  async function readWhole(reader: ListReader<unknown>, node: Node | undefined): Promise<void> {
    if (pagesFor(node) !== Infinity) await reader.read(pagesFor(node));
    if (pagesFor(node) === Infinity) await reader.whole();
  }

  /** Reads, and makes the children of what is known then; again, if a refresh has come between. */
  async function derive(
    node: Node | undefined,
    read: (readers: readonly ListReader<unknown>[]) => Promise<void>,
  ): Promise<readonly Node[]> {
    for (;;) {
      const roots = node ? [] : await rootAccounts();
      if (node?.kind === 'workspace') await nodeLists.lookUp(node);
      const reading = sources(node, roots);
      await read(reading);
      if (sources(node, roots).every((reader) => reading.includes(reader))) {
        return shown.keep(node, await make(node, roots));
      }
    }
  }

  /** Once the first page has shown that the order is not the newest first, the rest is needed too. */
  async function readEnough(reader: ListReader<unknown>, node: Node | undefined): Promise<void> {
    const pages = pagesFor(node);
    await reader.read(pages);
    if (shown.isShown(node) && pagesFor(node) > pages) await reader.read(pagesFor(node));
  }

  async function rootAccounts(): Promise<readonly Account[]> {
    const signedIn = await accounts().catch(() => []); // nobody is known, so there is nobody to tell it to
    firstHost = signedIn[0]?.host.name;
    return signedIn;
  }

  async function make(node: Node | undefined, roots: readonly Account[]): Promise<readonly Node[]> {
    switch (node?.kind) {
      case undefined: {
        const [only] = roots;
        return only && roots.length === 1 ? makeOwners(only, undefined) : roots.map(accountNode);
      }
      case 'account':
        return makeOwners(node.account, node);
      case 'owner': {
        const isLacking = await mayLackRepositories(node, typeLists(node)); // more may arrive meanwhile
        const deleted = deletedPackagesNode(node);
        const hasDeleted = (await deletedOf(deleted)).length > 0;
        const made = ownerRows(node, typeLists(node), look());
        if (hasDeleted) made.push(deleted);
        return isLacking ? [...made, messageNode(node.account, node, { kind: 'repositories' }, 'repositories')] : made;
      }
      case 'deletedPackages': {
        const deleted = await deletedOf(node);
        return deleted.length > 0 ? deleted : [messageNode(node.account, node, { kind: 'empty' })];
      }
      case 'group':
        return groupRows(node, typeLists(node), look());
      case 'workspace':
        return workspaceRows(node, typeLists(node), look());
      case 'package':
      case 'deletedVersions': {
        const { account, pkg } = node;
        const state = node.kind === 'package' ? 'active' : 'deleted';
        return versionRows(node, nodeLists.versions(node).current(), {
          ...(node.kind === 'package' && pkg.type === 'container' && { images: openedImages.container }),
          arrangement: arrangement(),
          rows: versionRowsWanted(node),
          overlay: (versions) => changes.overlay(account, pkg, state, versions),
          now: now(),
        });
      }
      case 'version':
        return isImage(node) ? openedImages.image(node, new AbortController().signal) : [];
      case 'versionGroup':
        return openedImages.group(node);
      case 'deletedPackage':
      case 'loadMore':
      case 'message':
        return [];
    }
  }

  /** Without those that have come back, here or elsewhere. */
  async function deletedOf(node: DeletedPackagesNode): Promise<readonly Node[]> {
    const { account, owner, parent } = node;
    const active = typeLists(parent).flatMap(({ list }) => list.items);
    const deleted = await deletedPackages(account).catch(() => []);
    return deleted
      .filter(({ pkg }) => pkg.owner.kind === owner.kind && pkg.owner.login === owner.login)
      .filter(({ pkg }) => !active.some(({ type, name }) => type === pkg.type && name === pkg.name))
      .map((entry) => deletedPackageNode(node, entry));
  }

  function makeOwners(account: Account, parent: AccountNode | undefined): readonly Node[] {
    const organizations = lists.organizations(account).current();
    for (const { id, login } of organizations.items) if (id !== undefined) organizationNames.set(id, login);
    return ownersRows(account, parent, {
      organizations,
      added: addedAt(account).map((login) => ({ login, list: lists.owner(account, login).current() })),
      repositories: options.repositories(),
      organizationName,
    });
  }

  /** GitHub leaves private packages of repositories out without a word; where there may be some, the person is told. */
  async function mayLackRepositories({ account }: OwnerNode, known: readonly TypeList[]): Promise<boolean> {
    const { kind } = account.host;
    const isConcerned =
      kind === 'ghes' || known.some(({ type, list }) => isRepositoryScoped(kind, type) && list.items.length > 0);
    if (!isConcerned || known.every(({ list }) => list.error)) return false;
    return !(await options.seesRepositories(account).catch(() => true));
  }

  function typeLists(node: PackagesNode): readonly TypeList[] {
    return nodeLists.packages(node).map(({ owner, type, reader }) => {
      const list = reader.current();
      return { type, list: { ...list, items: packageChanges.overlay(node.account, owner, type, list.items) } };
    });
  }

  function isBusy(scope: Scope): boolean {
    const kept = scope.pkg ? lists.knownVersions() : lists.knownPackages();
    return kept.some((list) => isWithin(list.scope, scope) && list.reader.isReading());
  }

  return {
    rows,
    children,
    parent: (node) => node.parent && (shown.newest(node.parent.id) ?? node.parent),

    async versions(node, state, signal) {
      const { account, pkg } = node;
      const list = await readToEnd(() => lists.versions(account, pkg, state), signal);
      if (!list) return undefined;
      const versions = changes.overlay(account, pkg, state, list.items);
      return allVersions(node, state, list, versions, arrangement().versions);
    },

    whenRead(node) {
      const busy = below(node).filter((reader) => reader.isReading());
      return busy.length === 0 ? undefined : Promise.all(busy.map((reader) => reader.ended())).then(() => undefined);
    },

    async locate(account, pkg) {
      let level = await children();
      const inside = level.find((node) => node.kind === 'account' && keyOf(node.account) === keyOf(account));
      if (inside) level = await children(inside);
      const owner = level.find(
        (node) => node.kind === 'owner' && isWithin({ account, owner: pkg.owner }, scopeOf(node)),
      );
      if (!owner) return undefined;
      const groups = (await children(owner)).filter(({ kind }) => kind === 'group');
      for (const parent of [owner, ...groups]) {
        const before = windows.get(parent.id) ?? PACKAGE_ROWS;
        windows.set(parent.id, Infinity);
        const all = await children(parent);
        const index = all.findIndex((node) => node.kind === 'package' && node.pkg.id === pkg.id);
        windows.set(parent.id, Math.max(before, Math.ceil((index + 1) / PACKAGE_ROWS) * PACKAGE_ROWS));
        if (index >= before) shown.tell(parent);
        if (index >= 0) return all[index];
      }
      return undefined;
    },

    refresh(node) {
      const scope = node ? scopeOf(node) : {};
      lists.forget(scope);
      changes.forget(scope);
      packageChanges.forget(scope);
      if (!node) windows.clear();
      shown.tell(node);
    },

    async loadMore({ parent }) {
      const isOnItsWay = loading.get(parent.id);
      if (isOnItsWay) return isOnItsWay;
      const step = parent.kind === 'package' || parent.kind === 'deletedVersions' ? VERSION_ROWS : PACKAGE_ROWS;
      const before = windows.get(parent.id) ?? step;
      windows.set(parent.id, before + step);
      for (const reader of below(parent)) reader.retry();
      const loaded = children(parent).then(() => {
        loading.delete(parent.id);
        if (below(parent).some((reader) => reader.current().error)) windows.set(parent.id, before);
        shown.tell(parent);
      });
      loading.set(parent.id, loaded);
      await loaded;
    },

    apply(added) {
      const ofVersions = added.filter((change) => 'version' in change);
      changes.add(ofVersions);
      for (const change of added) if (!('version' in change)) packageChanges.add(change);
      const scopes = added.map((change): Scope => {
        const { account, pkg } = change;
        return 'version' in change ? { account, owner: pkg.owner, pkg } : { account, owner: pkg.owner };
      });
      for (const scope of scopes) lists.forget(scope);
      for (const node of shown.all()) {
        if (node.kind !== 'deletedVersions' && scopes.some((scope) => concerns(scope, node))) shown.tell(node);
      }
    },

    leave(node) {
      shown.leave(node);
      if (!node) lists.stop({});
      for (const reader of below(node)) {
        if (reader.isReading()) left.add(node?.id ?? '');
        reader.stop();
      }
    },

    look(node) {
      if (!node || left.delete(node.id)) shown.tell(node);
    },

    redraw: (node) => shown.tell(node),

    showImages(account, pkg) {
      const scope = { account, owner: pkg.owner, pkg };
      shown.touch((node) => node !== undefined && 'pkg' in node && isWithin(scopeOf(node), scope), true);
    },

    onDidChange(listener) {
      listeners.add(listener);
    },
  };
}

/** Resolves when one of them has something to show, or none of them will. */
function firstOf(readers: readonly ListReader<unknown>[]): Promise<void> {
  return new Promise((resolve) => {
    let left = readers.length;
    if (left === 0) resolve();
    for (const reader of readers) {
      void reader.first().then(() => {
        if (--left === 0 || reader.current().items.length > 0) resolve();
      });
    }
  });
}

function isAtOrBelow(node: Node, above: Node): boolean {
  return node.id === above.id || node.id.startsWith(`${above.id}/`);
}
