import { LIST_LANES, type PackagesApi } from '../github/packagesApi';
import {
  lastKnown,
  MAX_PACKAGE_PAGES,
  MAX_PAGES,
  organizationsList,
  ownerList,
  packagesList,
} from '../github/pagedLists';
import type { PageCache } from '../github/pageCache';
import { PAGE_SIZE } from '../github/paging';
import { PACKAGE_TYPES } from '../github/resources';
import type { Owner, Package, PackageType, PackageVersion, VersionState } from '../github/resources';
import type { Account } from './accounts';
import { createListReader, type ListReader } from './listReader';

/** Where a list belongs; what is left out means everything there. */
export interface Scope {
  readonly account?: Account;
  readonly owner?: Owner;
  readonly pkg?: Package;
}

/** Every list that is looked at: one reader each, shared by all who look. */
export interface Lists {
  organizations(account: Account): ListReader<Owner>;
  /** A list of one: whose login it is. */
  owner(account: Account, login: string): ListReader<Owner>;
  packages(account: Account, owner: Owner, type: PackageType): ListReader<Package>;
  /** One for each type. */
  packagesOf(account: Account, owner: Owner): readonly ListReader<Package>[];
  versions(account: Account, pkg: Package, state: VersionState): ListReader<PackageVersion>;
  /** The lists of packages that anybody has looked at so far. */
  knownPackages(): readonly { readonly scope: Scope; readonly reader: ListReader<Package> }[];
  /** The same for versions. */
  knownVersions(): readonly { readonly scope: Scope; readonly reader: ListReader<PackageVersion> }[];
  /** Has everything in the scope read again when it is next looked at. */
  forget(scope: Scope): void;
  /** Nobody looks at anything in the scope any more. */
  stop(scope: Scope): void;
  /** Is told where something has changed. */
  onDidChange(listener: (scope: Scope) => void): void;
}

export interface ListsOptions {
  readonly api: (account: Account) => Pick<PackagesApi, 'organizations' | 'owner' | 'packages' | 'versions'>;
  /** What the account was answered before, the last session included. */
  readonly cache: (account: Account) => Promise<PageCache>;
  readonly now: () => number;
}

/** Lists of versions that are kept although nobody has looked at them for longest. */
const MOST_VERSION_LISTS = 24;
/** Six types are read at once. */
const PACKAGE_LANES = 6;

interface Kept<T> {
  readonly scope: Scope;
  readonly reader: ListReader<T>;
}

export function createLists({ api, cache, now }: ListsOptions): Lists {
  const organizations = new Map<string, Kept<Owner>>();
  const packages = new Map<string, Kept<Package>>();
  const versions = new Map<string, Kept<PackageVersion>>();
  const kinds: readonly Map<string, Kept<unknown>>[] = [organizations, packages, versions];
  const listeners = new Set<(scope: Scope) => void>();

  function tell(scope: Scope): void {
    for (const listener of listeners) listener(scope);
  }

  function keep<T>(kept: Map<string, Kept<T>>, key: string, make: () => Kept<T>): ListReader<T> {
    const entry = kept.get(key) ?? make();
    kept.delete(key); // the last one used is the last one
    kept.set(key, entry);
    return entry.reader;
  }

  const lists: Lists = {
    organizations(account) {
      const scope = { account };
      return keep(organizations, keyOf(account), () => ({
        scope,
        reader: createListReader(
          {
            read: (page, signal) => api(account).organizations(page, signal),
            lastKnown: async () => lastKnown(await cache(account), organizationsList()),
            key: ({ login }) => login,
            maxPages: MAX_PAGES,
            lanes: PACKAGE_LANES,
            now,
          },
          () => tell(scope),
        ),
      }));
    },

    owner(account, login) {
      const scope = { account };
      return keep(organizations, `${keyOf(account)}/${login.toLowerCase()}`, () => ({
        scope,
        reader: createListReader(
          {
            read: (_, signal) => api(account).owner(login, signal),
            lastKnown: async () => lastKnown(await cache(account), ownerList(login)),
            key: (owner) => owner.login,
            maxPages: 1,
            lanes: 1,
            now,
          },
          () => tell(scope),
        ),
      }));
    },

    packages(account, owner, type) {
      const scope = { account, owner };
      return keep(packages, `${keyOf(account)}/${owner.kind}/${owner.login}/${type}`, () => ({
        scope,
        reader: createListReader(
          {
            read: (page, signal) => api(account).packages(owner, type, page, signal),
            lastKnown: async () => lastKnown(await cache(account), packagesList(owner, type)),
            key: ({ id }) => id,
            maxPages: MAX_PACKAGE_PAGES,
            lanes: PACKAGE_LANES,
            now,
          },
          () => tell(scope),
        ),
      }));
    },

    packagesOf: (account, owner) => PACKAGE_TYPES.map((type) => lists.packages(account, owner, type)),

    versions(account, pkg, state) {
      const scope = { account, owner: pkg.owner, pkg };
      const reader = keep(versions, `${keyOf(account)}/${pkg.id}/${state}`, () => ({
        scope,
        reader: createListReader(
          {
            read: (page, signal) => api(account).versions(pkg, state, page, signal),
            // GitHub's own count may include what is not listed; a page that is not there is answered empty.
            expected: state === 'active' ? Math.ceil(pkg.versionCount / PAGE_SIZE) : 1,
            lastKnown: () => Promise.resolve([]),
            key: ({ id }) => id,
            maxPages: MAX_PAGES,
            lanes: LIST_LANES,
            now,
          },
          () => tell(scope),
        ),
      }));
      const [oldest] = versions;
      if (versions.size > MOST_VERSION_LISTS && oldest) {
        oldest[1].reader.abandon();
        versions.delete(oldest[0]);
      }
      return reader;
    },

    knownPackages: () => [...packages.values()],
    knownVersions: () => [...versions.values()],

    forget(scope) {
      for (const kind of kinds) {
        for (const [key, kept] of kind) {
          if (!isWithin(kept.scope, scope)) continue;
          kind.delete(key);
          kept.reader.abandon();
        }
      }
    },

    stop(scope) {
      for (const kind of kinds) {
        for (const kept of kind.values()) if (isWithin(kept.scope, scope)) kept.reader.stop();
      }
    },

    onDidChange(listener) {
      listeners.add(listener);
    },
  };
  return lists;
}

/** Tells accounts apart. */
export function keyOf({ provider, host, id }: Account): string {
  return `${provider}/${host.name}/${id}`;
}

/** Whether everything in the one scope is in the other too. */
export function isWithin(inner: Scope, outer: Scope): boolean {
  if (outer.account && (!inner.account || keyOf(inner.account) !== keyOf(outer.account))) return false;
  if (outer.owner && (!inner.owner || !isSameOwner(inner.owner, outer.owner))) return false;
  return !outer.pkg || inner.pkg?.id === outer.pkg.id;
}

function isSameOwner(one: Owner, other: Owner): boolean {
  return one.login.toLowerCase() === other.login.toLowerCase();
}
