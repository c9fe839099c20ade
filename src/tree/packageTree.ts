import type { Package, VersionState } from '../github/resources';
import type { Account } from '../model/accounts';
import { narrowsPackages } from '../model/filter';
import type { ImageReader } from '../model/imageReader';
import { isWithin, type Scope } from '../model/lists';
import { allVersions, readToEnd, type AllVersions } from './allVersions';
import { createKnownNodes } from './knownNodes';
import { locate } from './locate';
import { createNodeChildren, type NodeSources } from './nodeChildren';
import { createNodeLists } from './nodeLists';
import type { LoadMoreNode, Node, PackageNode } from './nodes';
import { createOpenedImages } from './openedImages';
import { createOwnChanges, type Change } from './ownChanges';
import { createPackageChanges, type PackageChange } from './packageChanges';
import { createReading, type Readers } from './reading';
import { createRowWindows } from './rowWindows';
import { concerns, scopeOf } from './scopes';
import { createShownNodes, isAtOrBelow } from './shownNodes';
import { summarize } from './summaries';

export type { Change };

/** What the tree shows: elements made from the lists that are known, read when they are first looked at. */
export interface PackageTree {
  /** The elements below a node, or the first level, as soon as there is anything to show; more is told of. */
  rows(node?: Node): Promise<readonly Node[]>;
  /** The same, once everything is read. Never rejects: what fails is told by a message node. */
  children(node?: Node): Promise<readonly Node[]>;
  /** All versions of a package, whatever the tree shows of them. Undefined when it was called off. */
  versions(node: PackageNode, state: VersionState, signal: AbortSignal): Promise<AllVersions | undefined>;
  /** Resolves when nothing more is on its way for a node, or for all that is shown; undefined when that is so already. */
  whenRead(node?: Node): Promise<void> | undefined;
  /** The newest object of a node's parent. */
  parent(node: Node): Node | undefined;
  /** The newest object of a node, as long as it is in the tree. */
  newest(node: Node): Node | undefined;
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
  /** Is told the node whose children, or whose own row, have changed, or undefined for the first level. */
  onDidChange(listener: (node: Node | undefined) => void): void;
}

export interface PackageTreeOptions extends NodeSources {
  /** Who is signed in, asked silently. */
  readonly accounts: () => Promise<readonly Account[]>;
  /** Reads the images of an account's containers. */
  readonly images: (account: Account) => ImageReader;
  /** Calls back after so many milliseconds: what changes often is told seldom. */
  readonly later: (callback: () => void, ms: number) => void;
}

export function createPackageTree(options: PackageTreeOptions): PackageTree {
  const { accounts, lists, arrangement } = options;
  const changes = createOwnChanges();
  const packageChanges = createPackageChanges();
  const listeners = new Set<(node: Node | undefined) => void>();
  const windows = createRowWindows();
  const known = createKnownNodes();
  const shown = createShownNodes({
    known,
    derive: prepare,
    label: (node) =>
      node.kind === 'owner' ? JSON.stringify(summarize(lists, arrangement().filter, scopeOf(node)) ?? '') : undefined,
    later: options.later,
    changed: (node) => listeners.forEach((listener) => listener(node)),
  });
  /** More that is on its way already. */
  const loading = new Map<string, Promise<void>>();
  /** Elements whose lists are read again: until there is as much as before, they are shown as they were. */
  const rereading = new Set<string>();
  let firstHost: string | undefined;

  lists.onDidChange((scope) => {
    const isLast = !isBusy(scope);
    // What an image consists of is asked of the registry where it is not known: once, not with each page of the list.
    shown.touch((node) => concerns(scope, node) && (isLast || !isInsidePackage(node)), isLast);
  });

  const nodeLists = createNodeLists(lists, addedAt);
  const reading = createReading({
    nodeLists,
    windows,
    arrangement,
    isShown: shown.isShown,
    now: options.now,
    later: options.later,
  });
  const openedImages = createOpenedImages({
    images: options.images,
    versions(node) {
      const { account, pkg } = node;
      const list = nodeLists.versions(node).current();
      return { versions: changes.overlay(account, pkg, 'active', list.items), isWhole: list.complete };
    },
    onNews: (node) => shown.touch((other) => other !== undefined && isAtOrBelow(other, node), true),
  });
  const make = createNodeChildren({
    ...options,
    nodeLists,
    windows,
    openedImages,
    changes,
    packageChanges,
    added: addedAt,
  });
  const below = (node: Node | undefined): Readers => (node ? nodeLists.of(node) : []);

  function addedAt({ host }: Account): readonly string[] {
    return options
      .addedOwners()
      .filter((owner) => (owner.host ?? firstHost)?.toLowerCase() === host.name.toLowerCase())
      .map(({ login }) => login);
  }

  /** Those among some rows whose hits are counted, and so all read, whether or not anybody looks into them. */
  function filteredOwners(rows: readonly Node[]): readonly Node[] {
    return narrowsPackages(arrangement().filter) ? rows.filter(({ kind }) => kind === 'owner') : [];
  }

  /** What is read as long as an element is shown. */
  function wanted(node: Node | undefined): Readers {
    return [node, ...filteredOwners(shown.given(node) ?? [])].flatMap(below);
  }

  /** The lists that the first level, or a node's children, are made of. */
  function sources(node: Node | undefined, roots: readonly Account[]): Readers {
    if (node) return nodeLists.of(node);
    const [only] = roots;
    return only && roots.length === 1 ? nodeLists.owners(only) : [];
  }

  async function rootAccounts(): Promise<readonly Account[]> {
    const signedIn = await accounts().catch(() => []); // nobody is known, so there is nobody to tell it to
    firstHost = signedIn[0]?.host.name;
    return signedIn;
  }

  /** Reads, and makes the children of what is known then; again, if a refresh has come between. */
  async function derive(
    node: Node | undefined,
    read: (readers: Readers) => Promise<void> | void,
  ): Promise<readonly Node[]> {
    for (;;) {
      const roots = node ? [] : await rootAccounts();
      if (node?.kind === 'workspace') await nodeLists.lookUp(node);
      const readers = sources(node, roots);
      await read(readers);
      if (sources(node, roots).every((reader) => readers.includes(reader))) {
        const made = known.keep(node, node ? await make.below(node) : make.first(roots));
        for (const owner of filteredOwners(made)) reading.start(below(owner), owner);
        return made;
      }
    }
  }

  const rows = (node?: Node): Promise<readonly Node[]> =>
    shown.show(node, () => derive(node, (readers) => reading.first(readers, node)));

  const whole = (node?: Node): Promise<readonly Node[]> => derive(node, (readers) => reading.whole(readers, node));

  async function children(node?: Node): Promise<readonly Node[]> {
    const made = await whole(node);
    shown.settle(node, made);
    return made;
  }

  /** What is below an element that is shown, as far as it is known; the rest is asked for, not waited for. */
  async function prepare(node: Node | undefined): Promise<readonly Node[] | undefined> {
    const id = node?.id ?? '';
    let readers: Readers = [];
    const made = await derive(node, (those) => {
      readers = those;
      reading.start(readers, node);
    });
    const isReading = readers.some((reader) => reader.isReading());
    const isNothingThere = readers.every((reader) => reader.current().items.length === 0);
    const isLess = made.length < (shown.given(node)?.length ?? 0);
    if (rereading.has(id) && isReading && (isNothingThere || isLess)) return undefined;
    rereading.delete(id);
    return made;
  }

  /** Shows what is known in the light of what has just been done; what the server says of it follows. */
  async function showNow(isConcerned: (node: Node | undefined) => boolean): Promise<void> {
    for (const node of shown.all()) {
      if (!node || !shown.given(node) || !isConcerned(node) || isInsidePackage(node)) continue;
      shown.settle(node, known.keep(node, await make.below(node)));
    }
  }

  /** Has the lists of a scope read again, where somebody looks at them. */
  function forget(scope: Scope, isConcerned: (node: Node | undefined) => boolean): void {
    lists.forget(scope);
    for (const node of [undefined, ...known.all()]) {
      if (shown.given(node) && isConcerned(node)) rereading.add(node?.id ?? '');
    }
  }

  function isBusy(scope: Scope): boolean {
    const kept = scope.pkg ? lists.knownVersions() : lists.knownPackages();
    return kept.some((list) => isWithin(list.scope, scope) && list.reader.isReading());
  }

  return {
    rows,
    children,
    parent: (node) => node.parent && (known.newest(node.parent.id) ?? node.parent),
    newest: (node) => known.newest(node.id),

    async versions(node, state, signal) {
      const { account, pkg } = node;
      const list = await readToEnd(() => lists.versions(account, pkg, state), signal);
      if (!list) return undefined;
      const versions = changes.overlay(account, pkg, state, list.items);
      return allVersions(node, state, list, versions, arrangement().versions);
    },

    whenRead(node) {
      const nodes = node ? [node] : shown.all();
      const busy = nodes.flatMap(wanted).filter((reader) => reader.isReading());
      return busy.length === 0 ? undefined : Promise.all(busy.map((reader) => reader.ended())).then(() => undefined);
    },

    async locate(account, pkg) {
      const place = await locate(account, pkg, { children: whole, windows });
      if (place) await children(place.parent);
      return place?.node;
    },

    refresh(node) {
      const scope = node ? scopeOf(node) : {};
      const isConcerned = (other: Node | undefined): boolean =>
        other ? isWithin(scopeOf(other), scope) : concerns(scope, undefined);
      forget(scope, isConcerned);
      changes.forget(scope);
      packageChanges.forget(scope);
      if (!node) windows.clear();
      // What is drawn anew has dates; the first level has none, and is told of only when it differs.
      const drawn = node ? [node] : (shown.given(undefined)?.filter(shown.isShown) ?? [undefined]);
      drawn.forEach(shown.tell);
      shown.renew(isConcerned);
    },

    async loadMore({ parent }) {
      const isOnItsWay = loading.get(parent.id);
      if (isOnItsWay) return isOnItsWay;
      const before = windows.rows(parent);
      windows.widen(parent);
      for (const reader of below(parent)) reader.retry();
      const loaded = whole(parent).then((made) => {
        loading.delete(parent.id);
        if (below(parent).some((reader) => reader.current().error)) windows.set(parent, before);
        shown.settle(parent, made);
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
      const isConcerned = (node: Node | undefined): boolean => scopes.some((scope) => concerns(scope, node));
      void showNow(isConcerned).finally(() => {
        for (const scope of scopes) forget(scope, isConcerned);
        shown.renew(isConcerned);
      });
    },

    leave(node) {
      const before = shown.all().flatMap(below);
      shown.leave(node);
      const stillWanted = new Set(shown.all().flatMap(wanted));
      if (!node) lists.stop({});
      for (const reader of before) if (!stillWanted.has(reader)) reader.stop();
    },

    look: (node) => shown.look(node),

    redraw: (node) => shown.renew((other) => !node || (other !== undefined && isAtOrBelow(other, node))),

    showImages(account, pkg) {
      const scope = { account, owner: pkg.owner, pkg };
      shown.touch((node) => node !== undefined && 'pkg' in node && isWithin(scopeOf(node), scope), true);
    },

    onDidChange(listener) {
      listeners.add(listener);
    },
  };
}

function isInsidePackage(node: Node | undefined): boolean {
  return node?.kind === 'version' || node?.kind === 'versionGroup';
}
