import { PACKAGE_TYPES, type Owner, type Package, type PackageType, type PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import type { ListReader } from '../model/listReader';
import type { Lists } from '../model/lists';
import type { Node, PackagesNode, VersionsNode, WorkspaceNode } from './nodes';

/** The packages of one owner and type. */
export interface PackagesList {
  readonly owner: Owner;
  readonly type: PackageType;
  readonly reader: ListReader<Package>;
}

/** Which lists the children of an element are made of. */
export interface NodeLists {
  of(node: Node): readonly ListReader<unknown>[];
  /** The organisations of an account, then each owner that was added to it. */
  owners(account: Account): readonly ListReader<Owner>[];
  packages(node: PackagesNode): readonly PackagesList[];
  versions(node: VersionsNode): ListReader<PackageVersion>;
  /** Finds out whose the repositories of *This workspace* are: only then are its lists known. */
  lookUp(node: WorkspaceNode): Promise<void>;
}

/** @param added logins of the owners that were added to an account */
export function createNodeLists(lists: Lists, added: (account: Account) => readonly string[]): NodeLists {
  function owners(account: Account): readonly ListReader<Owner>[] {
    return [lists.organizations(account), ...added(account).map((login) => lists.owner(account, login))];
  }

  /** An owner of the tree, the person included. */
  function known(account: Account, login: string): Owner | undefined {
    const self: Owner = { kind: 'self', login: account.login };
    const others = owners(account).flatMap((reader) => reader.current().items);
    return [self, ...others].find((owner) => owner.login.toLowerCase() === login.toLowerCase());
  }

  function ownersOf(node: PackagesNode): readonly Owner[] {
    if (node.kind === 'owner') return [node.owner];
    if (node.kind === 'group') return [node.parent.owner];
    return logins(node).flatMap(
      (login) => known(node.account, login) ?? lists.owner(node.account, login).current().items,
    );
  }

  const nodeLists: NodeLists = {
    owners,

    of(node) {
      switch (node.kind) {
        case 'account':
          return owners(node.account);
        case 'owner':
        case 'group':
        case 'workspace':
          return nodeLists.packages(node).map(({ reader }) => reader);
        case 'package':
        case 'deletedVersions':
          return [nodeLists.versions(node)];
        case 'deletedPackages':
          return nodeLists.of(node.parent);
        case 'deletedPackage':
        case 'version':
        case 'versionGroup':
        case 'loadMore':
        case 'message':
          return [];
      }
    },

    packages: (node) =>
      ownersOf(node).flatMap((owner) =>
        PACKAGE_TYPES.map((type) => ({ owner, type, reader: lists.packages(node.account, owner, type) })),
      ),

    versions: (node) => lists.versions(node.account, node.pkg, node.kind === 'package' ? 'active' : 'deleted'),

    async lookUp(node) {
      const { account } = node;
      await Promise.all(owners(account).map((reader) => reader.whole()));
      const unknown = logins(node).filter((login) => !known(account, login));
      await Promise.all(unknown.map((login) => lists.owner(account, login).whole()));
    },
  };
  return nodeLists;
}

function logins({ repositories }: WorkspaceNode): readonly string[] {
  return [...new Set(repositories.map((repository) => repository.split('/')[0] ?? ''))];
}
