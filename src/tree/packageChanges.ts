import type { Package } from '../github/resources';
import type { Account } from '../model/accounts';
import type { OwnerNode } from './nodes';

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
  /** An owner's packages as they now are, whatever the server's list says. */
  correct(node: OwnerNode, listed: readonly Package[]): readonly Package[];
  /** Forgets those of an owner, or all. */
  forget(node?: OwnerNode): void;
}

export function createPackageChanges(): PackageChanges {
  const changes = new Map<string, PackageChange>();
  const isOf = ({ account, pkg }: PackageChange, node: OwnerNode): boolean =>
    account.provider === node.account.provider &&
    account.id === node.account.id &&
    pkg.owner.kind === node.owner.kind &&
    pkg.owner.login === node.owner.login;
  const isSame = (one: Package, other: Package): boolean => one.type === other.type && one.name === other.name;
  return {
    add(change) {
      const { account, pkg } = change;
      const parts = [account.provider, account.id, pkg.owner.kind, pkg.owner.login, pkg.type, pkg.name];
      changes.set(parts.map(encodeURIComponent).join('/'), change);
    },

    correct(node, listed) {
      const ours = [...changes.values()].filter((change) => isOf(change, node));
      const shown = listed.filter(
        (pkg) =>
          !ours.some(({ pkg: deleted, state }) => state === 'deleted' && isSame(deleted, pkg) && deleted.id === pkg.id),
      );
      const missing = ours.filter(({ pkg, state }) => state === 'active' && !shown.some((other) => isSame(other, pkg)));
      return [...shown, ...missing.map(({ pkg }) => pkg)];
    },

    forget(node) {
      for (const [key, change] of changes) if (!node || isOf(change, node)) changes.delete(key);
    },
  };
}
