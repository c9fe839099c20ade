import { isRepositoryScoped } from '../github/scopes';
import type { Account } from '../model/accounts';
import type { AddedOwner } from '../model/addedOwners';
import type { Arrangement } from '../model/arrangement';
import type { RepositoryAddress } from '../model/gitRemotes';
import type { Lists } from '../model/lists';
import {
  accountNode,
  deletedPackageNode,
  deletedPackagesNode,
  messageNode,
  type AccountNode,
  type DeletedPackageNode,
  type DeletedPackagesNode,
  type Node,
  type OwnerNode,
  type PackagesNode,
  type WorkspaceNode,
} from './nodes';
import type { NodeLists } from './nodeLists';
import { isImage, type OpenedImages } from './openedImages';
import type { OwnChanges } from './ownChanges';
import type { PackageChanges } from './packageChanges';
import { groupRows, ownerRows, workspaceRows, type PackageLook, type TypeList } from './packageRows';
import { ownersRows } from './rootRows';
import type { RowWindows } from './rowWindows';
import { versionRows } from './versionRows';

/** What the elements are made from beside GitHub's lists. */
export interface NodeSources {
  readonly lists: Lists;
  readonly arrangement: () => Arrangement;
  readonly addedOwners: () => readonly AddedOwner[];
  readonly repositories: () => readonly RepositoryAddress[];
  /** Whether an open folder leaves no enterprise host; the person is told, since they may miss it. */
  readonly isHostOverruled?: () => boolean;
  /** Whether private packages that belong to repositories can be seen too. */
  readonly seesRepositories: (account: Account) => Promise<boolean>;
  /** Packages that were deleted here and can still be restored. */
  readonly deletedPackages?: (account: Account) => Promise<readonly DeletedPackage[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What the tree shows of a package that was deleted. */
export type DeletedPackage = Pick<DeletedPackageNode, 'pkg' | 'deletedAt' | 'certain'>;

export interface NodeChildrenOptions extends NodeSources {
  readonly nodeLists: NodeLists;
  readonly windows: RowWindows;
  readonly openedImages: OpenedImages;
  readonly changes: OwnChanges;
  readonly packageChanges: PackageChanges;
  /** Logins of the owners that were added to an account. */
  readonly added: (account: Account) => readonly string[];
}

/** Makes the elements below one from what is known; only what an image consists of is asked for here. */
export interface NodeChildren {
  /** The first level. */
  first(accounts: readonly Account[]): readonly Node[];
  below(node: Node): Promise<readonly Node[]>;
}

export function createNodeChildren(options: NodeChildrenOptions): NodeChildren {
  const { lists, arrangement, now, nodeLists, windows, openedImages, changes, packageChanges } = options;
  const { deletedPackages = () => Promise.resolve([]) } = options;
  /** Names of organisations by id, as far as any list has told them: single sign-on hides them by id only. */
  const organizationNames = new Map<number, string>();
  const organizationName = (id: number): string => organizationNames.get(id) ?? `#${id}`;
  const look = (): PackageLook => ({
    arrangement: arrangement(),
    rows: (parent) => windows.rows(parent),
    organizationName,
  });

  async function below(node: Node): Promise<readonly Node[]> {
    switch (node.kind) {
      case 'account':
        return owners(node.account, node);
      case 'owner':
        return belowOwner(node);
      case 'deletedPackages': {
        const deleted = await deletedOf(node);
        return deleted.length > 0 ? deleted : [messageNode(node.account, node, { kind: 'empty' })];
      }
      case 'group':
        return groupRows(node, typeLists(node), look());
      case 'workspace': {
        const isLacking = await mayLackRepositories(node, typeLists(node));
        return [...workspaceRows(node, typeLists(node), look()), ...(isLacking ? [lacksRepositories(node)] : [])];
      }
      case 'package':
      case 'deletedVersions': {
        const { account, pkg } = node;
        const state = node.kind === 'package' ? 'active' : 'deleted';
        return versionRows(node, nodeLists.versions(node).current(), {
          ...(node.kind === 'package' && pkg.type === 'container' && { images: openedImages.container }),
          arrangement: arrangement(),
          rows: windows.rows(node),
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

  async function belowOwner(node: OwnerNode): Promise<readonly Node[]> {
    const isLacking = await mayLackRepositories(node, typeLists(node)); // more may arrive meanwhile
    const deleted = deletedPackagesNode(node);
    const hasDeleted = (await deletedOf(deleted)).length > 0;
    return [
      ...ownerRows(node, typeLists(node), look()),
      ...(hasDeleted ? [deleted] : []),
      ...(isLacking ? [lacksRepositories(node)] : []),
    ];
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

  function owners(account: Account, parent: AccountNode | undefined): readonly Node[] {
    const organizations = lists.organizations(account).current();
    for (const { id, login } of organizations.items) if (id !== undefined) organizationNames.set(id, login);
    return ownersRows(account, parent, {
      organizations,
      added: options.added(account).map((login) => ({ login, list: lists.owner(account, login).current() })),
      repositories: options.repositories(),
      organizationName,
    });
  }

  /** GitHub leaves private packages of repositories out without a word; where there may be some, the person is told. */
  async function mayLackRepositories({ account }: Node, known: readonly TypeList[]): Promise<boolean> {
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

  return {
    below,
    first: (accounts) => {
      const [first, ...others] = accounts;
      const level = first && others.length === 0 ? owners(first, undefined) : accounts.map(accountNode);
      const isOverruled = options.isHostOverruled?.() ?? false;
      return first && isOverruled
        ? [...level, messageNode(first, undefined, { kind: 'host-overruled' }, 'host')]
        : level;
    },
  };
}

/** Offers the permission without which private packages of repositories are not listed. */
function lacksRepositories(node: OwnerNode | WorkspaceNode): Node {
  return messageNode(node.account, node, { kind: 'repositories' }, 'repositories');
}
