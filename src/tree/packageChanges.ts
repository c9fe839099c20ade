import type { Owner, Package, PackageType } from '../github/resources';
import type { Account } from '../model/accounts';
import { isWithin, keyOf, type Scope } from '../model/lists';

/** A package that has just been deleted or restored by our doing; lists on the server may lag behind. */
export interface PackageChange {
  readonly account: Account;
  readonly pkg: Package;
  /** What it is now. */
  readonly state: 'active' | 'deleted';
}

/** Our own changes to whole packages, until a person refreshes. */
export interface PackageChanges {
  add(change: PackageChange): void;
  /** An owner's packages of a type as they now are, whatever the server's list says. */
  overlay(account: Account, owner: Owner, type: PackageType, listed: readonly Package[]): readonly Package[];
  forget(scope: Scope): void;
}

export function createPackageChanges(): PackageChanges {
  const changes = new Map<string, PackageChange>();
  return {
    add(change) {
      const { account, pkg } = change;
      const parts = [pkg.owner.kind, pkg.owner.login, pkg.type, pkg.name];
      changes.set([keyOf(account), ...parts.map(encodeURIComponent)].join('/'), change);
    },

    overlay(account, owner, type, listed) {
      const ours = [...changes.values()].filter(
        (change) => change.pkg.type === type && isWithin(scopeOf(change), { account, owner }),
      );
      if (ours.length === 0) return listed;
      const deleted = new Set(ours.flatMap(({ pkg, state }) => (state === 'deleted' ? [pkg.id] : [])));
      const shown = listed.filter(({ id }) => !deleted.has(id));
      const missing = ours.filter(
        ({ pkg, state }) => state === 'active' && !shown.some(({ name }) => name === pkg.name),
      );
      return [...shown, ...missing.map(({ pkg }) => pkg)];
    },

    forget(scope) {
      for (const [key, change] of changes) if (isWithin(scopeOf(change), scope)) changes.delete(key);
    },
  };
}

function scopeOf({ account, pkg }: PackageChange): Scope {
  return { account, owner: pkg.owner };
}
