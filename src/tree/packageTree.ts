import { PAGE_SIZE } from '../github/paging';
import { PACKAGE_TYPES, type Owner, type Package } from '../github/resources';
import { isRepositoryScoped } from '../github/scopes';
import type { Account } from '../model/accounts';
import type { AddedOwner } from '../model/addedOwners';
import type { Arrangement } from '../model/arrangement';
import type { RepositoryAddress } from '../model/gitRemotes';
import type { ListReader } from '../model/listReader';
import { isWithin, keyOf, type Lists, type Scope } from '../model/lists';
import {
  accountNode,
  messageNode,
  type AccountNode,
  type LoadMoreNode,
  type Node,
  type OwnerNode,
  type PackagesNode,
  type VersionsNode,
} from './nodes';
import { createOwnChanges, type Change } from './ownChanges';
import { groupRows, ownerRows, workspaceRows, type PackageLook, type TypeList } from './packageRows';
import { ownersRows } from './rootRows';
import { createShownNodes } from './shownNodes';
import { needsAll, versionRows } from './versionRows';

export type { Change };

/** What the tree shows: elements made from the lists that are known, read when they are first looked at. */
export interface PackageTree {
  /** The elements below a node, or the first level, as soon as there is anything to show; more is told of. */
  rows(node?: Node): Promise<readonly Node[]>;
  /** The same, once everything is read. Never rejects: what fails is told by a message node. */
  children(node?: Node): Promise<readonly Node[]>;
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
  /** Shows versions where they now belong, whether or not the server's lists say so already. */
  apply(changes: readonly Change[]): void;
  /** Nobody sees what is below a node any more: what is on its way for it is given up. Undefined is for everything. */
  leave(node?: Node): void;
  /** Somebody does again; whatever was given up is gone on with. */
  look(node?: Node): void;
  /** Shows again what is known, in another light. */
  redraw(node?: Node): void;
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
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls back after so many milliseconds: what changes often is told seldom. */
  readonly later: (callback: () => void, ms: number) => void;
}

/** More rows than these at once are slow to show, and nobody reads them. */
const PACKAGE_ROWS = 1000;
const VERSION_ROWS = PAGE_SIZE;

export function createPackageTree(options: PackageTreeOptions): PackageTree {
  const { accounts, lists, arrangement, now } = options;
  const changes = createOwnChanges();
  const listeners = new Set<(node: Node | undefined) => void>();
  const shown = createShownNodes(options.later, (node) => {
    for (const listener of listeners) listener(node);
  });
  /** How many rows a person has asked for, which outlives a refresh. */
  const windows = new Map<string, number>();
  /** Names of organisations by id, as far as any list has told them: single sign-on hides them by id only. */
  const organizationNames = new Map<number, string>();
  /** Where reading was given up. */
  const left = new Set<string>();
  let firstHost: string | undefined;

  lists.onDidChange((scope) => shown.touch((node) => concerns(scope, node), !isBusy(scope)));

  const organizationName = (id: number): string => organizationNames.get(id) ?? `#${id}`;
  const look = (): PackageLook => ({
    arrangement: arrangement(),
    rows: (id) => windows.get(id) ?? PACKAGE_ROWS,
    organizationName,
  });
  const versionRowsWanted = (node: VersionsNode): number => windows.get(node.id) ?? VERSION_ROWS;

  /** The lists that a node's children are made of. */
  function readers(node: Node | undefined): readonly ListReader<unknown>[] {
    switch (node?.kind) {
      case 'account':
        return ownerReaders(node.account);
      case 'owner':
      case 'group':
      case 'workspace':
        return packageReaders(node).map(({ reader }) => reader);
      case 'package':
      case 'deletedVersions':
        return [versionsOf(node)];
      default:
        return [];
    }
  }

  function ownerReaders(account: Account): readonly ListReader<Owner>[] {
    return [lists.organizations(account), ...addedAt(account).map((login) => lists.owner(account, login))];
  }

  function addedAt({ host }: Account): readonly string[] {
    return options
      .addedOwners()
      .filter((owner) => (owner.host ?? firstHost)?.toLowerCase() === host.name.toLowerCase())
      .map(({ login }) => login);
  }

  function packageReaders(node: PackagesNode): readonly { type: TypeList['type']; reader: ListReader<Package> }[] {
    const owners =
      node.kind === 'workspace' ? workspaceOwners(node) : [node.kind === 'group' ? node.parent.owner : node.owner];
    return owners.flatMap((owner) =>
      PACKAGE_TYPES.map((type) => ({ type, reader: lists.packages(node.account, owner, type) })),
    );
  }

  /** Whoever the repositories belong to; an owner that is not in the tree is taken for what most are. */
  function workspaceOwners({ account, repositories }: Extract<Node, { kind: 'workspace' }>): readonly Owner[] {
    const logins = [...new Set(repositories.map((repository) => repository.split('/')[0] ?? ''))];
    const known = ownerReaders(account).flatMap((reader) => reader.current().items);
    return logins.flatMap((login): Owner[] => {
      if (login.toLowerCase() === account.login.toLowerCase()) return [{ kind: 'self', login: account.login }];
      const found = known.find((owner) => owner.login.toLowerCase() === login.toLowerCase());
      return found ? [found] : lists.owner(account, login).current().items.slice();
    });
  }

  function versionsOf(node: VersionsNode): ReturnType<Lists['versions']> {
    return lists.versions(node.account, node.pkg, node.kind === 'package' ? 'active' : 'deleted');
  }

  /** How many pages a node needs for its rows. */
  function pagesFor(node: Node | undefined): number {
    if (node?.kind !== 'package' && node?.kind !== 'deletedVersions') return Infinity;
    if (needsAll(arrangement(), versionsOf(node).current())) return Infinity;
    return Math.ceil(versionRowsWanted(node) / PAGE_SIZE);
  }

  async function lookUpWorkspaceOwners(node: Node | undefined): Promise<void> {
    if (node?.kind !== 'workspace') return;
    await Promise.all(ownerReaders(node.account).map((reader) => reader.whole()));
    const known = ownerReaders(node.account).flatMap((reader) => reader.current().items);
    const logins = [...new Set(node.repositories.map((repository) => repository.split('/')[0] ?? ''))].filter(
      (login) => ![node.account, ...known].some((owner) => owner.login.toLowerCase() === login.toLowerCase()),
    );
    await Promise.all(logins.map((login) => lists.owner(node.account, login).whole()));
  }

  async function rows(node?: Node): Promise<readonly Node[]> {
    const roots = node ? undefined : await rootAccounts();
    shown.show(node);
    await lookUpWorkspaceOwners(node);
    const sources = roots ? (roots.length === 1 && roots[0] ? ownerReaders(roots[0]) : []) : readers(node);
    for (const reader of sources) void readEnough(reader, node);
    await firstOf(sources);
    return derive(node, roots);
  }

  /** Once the first page has shown that the order is not the newest first, the rest is needed too. */
  async function readEnough(reader: ListReader<unknown>, node: Node | undefined): Promise<void> {
    const pages = pagesFor(node);
    await reader.read(pages);
    if (shown.isShown(node) && pagesFor(node) > pages) await reader.read(pagesFor(node));
  }

  async function children(node?: Node): Promise<readonly Node[]> {
    const roots = node ? undefined : await rootAccounts();
    await lookUpWorkspaceOwners(node);
    const sources = roots ? (roots.length === 1 && roots[0] ? ownerReaders(roots[0]) : []) : readers(node);
    await Promise.all(
      sources.map(async (reader) => {
        if (pagesFor(node) === Infinity) return reader.whole();
        await reader.read(pagesFor(node));
        return pagesFor(node) === Infinity ? reader.whole() : undefined;
      }),
    );
    return derive(node, roots);
  }

  async function rootAccounts(): Promise<readonly Account[]> {
    const signedIn = await accounts();
    firstHost = signedIn[0]?.host.name;
    return signedIn;
  }

  async function derive(node: Node | undefined, roots: readonly Account[] = []): Promise<readonly Node[]> {
    const made = await make(node, roots);
    return shown.keep(made);
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
        const known = typeLists(node);
        const made = ownerRows(node, known, look());
        return (await mayLackRepositories(node, known))
          ? [...made, messageNode(node.account, node, { kind: 'repositories' }, 'repositories')]
          : made;
      }
      case 'group':
        return groupRows(node, typeLists(node), look());
      case 'workspace':
        return workspaceRows(node, typeLists(node), look());
      case 'package':
      case 'deletedVersions': {
        const { account, pkg } = node;
        const state = node.kind === 'package' ? 'active' : 'deleted';
        return versionRows(node, versionsOf(node).current(), {
          arrangement: arrangement(),
          rows: versionRowsWanted(node),
          overlay: (versions) => changes.overlay(account, pkg, state, versions),
          now: now(),
        });
      }
      case 'version':
      case 'loadMore':
      case 'message':
        return [];
    }
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

  function typeLists(node: PackagesNode): readonly TypeList[] {
    return packageReaders(node).map(({ type, reader }) => ({ type, list: reader.current() }));
  }

  /** GitHub leaves private packages of repositories out without a word; where there may be some, the person is told. */
  async function mayLackRepositories({ account }: OwnerNode, known: readonly TypeList[]): Promise<boolean> {
    const { kind } = account.host;
    const isConcerned =
      kind === 'ghes' || known.some(({ type, list }) => isRepositoryScoped(kind, type) && list.items.length > 0);
    return isConcerned && !known.every(({ list }) => list.error) && !(await options.seesRepositories(account));
  }

  function isBusy(scope: Scope): boolean {
    const kept = scope.pkg ? lists.knownVersions() : lists.knownPackages();
    return kept.some((list) => isWithin(list.scope, scope) && list.reader.current().reading);
  }

  return {
    rows,
    children,
    parent: (node) => node.parent && (shown.newest(node.parent.id) ?? node.parent),

    whenRead(node) {
      const busy = readers(node).filter((reader) => reader.current().reading);
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
      windows.set(owner.id, Infinity);
      const below = await children(owner);
      const groups = below.filter(({ kind }) => kind === 'group');
      for (const group of groups) windows.set(group.id, Infinity);
      const packages = [below, ...(await Promise.all(groups.map(children)))].flat();
      return packages.find((node) => node.kind === 'package' && node.pkg.id === pkg.id);
    },

    refresh(node) {
      const scope = node ? scopeOf(node) : {};
      lists.forget(scope);
      changes.forget(scope);
      if (!node) windows.clear();
      shown.tell(node);
    },

    async loadMore({ parent }) {
      const step = parent.kind === 'package' || parent.kind === 'deletedVersions' ? VERSION_ROWS : PACKAGE_ROWS;
      windows.set(parent.id, (windows.get(parent.id) ?? step) + step);
      await children(parent);
      shown.tell(parent);
    },

    apply(added) {
      changes.add(added);
      for (const { account, pkg } of added) lists.forget({ account, pkg });
      const scopes = added.map(({ account, pkg }) => ({ account, owner: pkg.owner, pkg }));
      for (const node of shown.all()) {
        if (node.kind === 'package' && scopes.some((scope) => isWithin(scope, scopeOf(node)))) shown.tell(node);
      }
    },

    leave(node) {
      shown.leave(node);
      if (!node) lists.stop({});
      for (const reader of readers(node)) {
        if (reader.current().reading) left.add(node?.id ?? '');
        reader.stop();
      }
    },

    look(node) {
      if (!node || left.delete(node.id)) shown.tell(node);
    },

    redraw: (node) => shown.tell(node),

    onDidChange(listener) {
      listeners.add(listener);
    },
  };
}

function scopeOf(node: Node): Scope {
  const { account } = node;
  switch (node.kind) {
    case 'account':
    case 'workspace':
      return { account };
    case 'owner':
      return { account, owner: node.owner };
    case 'package':
    case 'deletedVersions':
    case 'version':
      return { account, owner: node.pkg.owner, pkg: node.pkg };
    case 'group':
      return scopeOf(node.parent);
    case 'loadMore':
    case 'message':
      return node.parent ? scopeOf(node.parent) : { account };
  }
}

/** Whether a change of a list changes the children of a node. */
function concerns(scope: Scope, node: Node | undefined): boolean {
  switch (node?.kind) {
    case undefined:
    case 'account':
      return scope.owner === undefined;
    case 'owner':
    case 'group':
      return scope.pkg === undefined && scope.owner !== undefined && isWithin(scope, scopeOf(node));
    case 'workspace':
      return scope.pkg === undefined && scope.owner !== undefined && isWithin(scope, scopeOf(node));
    case 'package':
    case 'deletedVersions':
      return scope.pkg !== undefined && isWithin(scope, scopeOf(node));
    default:
      return false;
  }
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
