import type { Package, PackageVersion, VersionState } from '../github/resources';
import type { Account } from '../model/accounts';
import { isWithin, keyOf, type Scope } from '../model/lists';

/** A version whose state has just changed by our doing; lists on the server may lag behind. */
export interface Change {
  readonly account: Account;
  readonly pkg: Package;
  readonly version: PackageVersion;
  /** What it is now. */
  readonly state: VersionState;
}

/** Our own changes, until a person refreshes. */
export interface OwnChanges {
  add(changes: readonly Change[]): void;
  /** What they make of the server's list of a package's versions. */
  overlay(
    account: Account,
    pkg: Package,
    state: VersionState,
    versions: readonly PackageVersion[],
  ): readonly PackageVersion[];
  forget(scope: Scope): void;
}

export function createOwnChanges(): OwnChanges {
  const changes = new Map<string, Change>();
  return {
    add(added) {
      for (const change of added) changes.set(`${keyOf(change.account)}/${change.version.id}`, change);
    },

    overlay(account, pkg, state, versions) {
      const ours = [...changes.values()].filter((change) => isWithin(change, { account, pkg }));
      if (ours.length === 0) return versions;
      const ids = new Set(ours.map(({ version }) => version.id));
      return [
        ...ours.filter((change) => change.state === state).map(({ version }) => version),
        ...versions.filter(({ id }) => !ids.has(id)),
      ];
    },

    forget(scope) {
      for (const [key, { account, pkg }] of changes) {
        if (isWithin({ account, owner: pkg.owner, pkg }, scope)) changes.delete(key);
      }
    },
  };
}
