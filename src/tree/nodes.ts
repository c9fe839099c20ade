import type { ApiError } from '../github/errors';
import type { Gap } from '../github/paging';
import type { Owner, Package, PackageVersion, VersionState } from '../github/resources';
import type { Account } from '../model/accounts';
import type { ImageKind } from '../model/imageKinds';
import type { Grouping } from '../model/arrangement';

/** Elements of the tree: plain data. `id` is stable over refreshes, so that expansion and selection survive them. */

interface Common {
  readonly id: string;
  readonly account: Account;
}

export interface AccountNode extends Common {
  readonly kind: 'account';
  readonly parent: undefined;
}

export interface OwnerNode extends Common {
  readonly kind: 'owner';
  readonly owner: Owner;
  /** Put there by the person; all others come from GitHub. */
  readonly added: boolean;
  readonly parent: AccountNode | undefined;
}

/** Packages of the repository that is open in the editor. */
export interface WorkspaceNode extends Common {
  readonly kind: 'workspace';
  /** `owner/name`, as the remotes say. */
  readonly repositories: readonly string[];
  readonly parent: AccountNode | undefined;
}

/** Packages of an owner that have something in common. */
export interface GroupNode extends Common {
  readonly kind: 'group';
  readonly by: Exclude<Grouping, 'none'>;
  /** What they have in common; empty for packages without a repository. */
  readonly value: string;
  readonly size: number;
  readonly parent: OwnerNode;
}

/** What holds packages. */
export type PackagesNode = OwnerNode | GroupNode | WorkspaceNode;

export interface PackageNode extends Common {
  readonly kind: 'package';
  readonly pkg: Package;
  readonly parent: PackagesNode;
}

export interface DeletedVersionsNode extends Common {
  readonly kind: 'deletedVersions';
  readonly pkg: Package;
  readonly parent: PackageNode;
}

/** Packages of an owner that were deleted here: GitHub's API does not list them. */
export interface DeletedPackagesNode extends Common {
  readonly kind: 'deletedPackages';
  readonly owner: Owner;
  readonly parent: OwnerNode;
}

export interface DeletedPackageNode extends Common {
  readonly kind: 'deletedPackage';
  readonly pkg: Package;
  readonly deletedAt: number;
  /** False when no answer says whether it was deleted. */
  readonly certain: boolean;
  readonly parent: DeletedPackagesNode;
}

/** What holds pages of versions. */
export type VersionsNode = PackageNode | DeletedVersionsNode;

export interface VersionNode extends Common {
  readonly kind: 'version';
  readonly pkg: Package;
  readonly version: PackageVersion;
  readonly state: VersionState;
  /** Below an image: what it is to it. */
  readonly part?: PartOfImage;
  /** Size of an image, where it is known. */
  readonly bytes?: number;
  /** How many of an image's parts are not there. */
  readonly missing?: number;
  readonly parent: VersionsNode | VersionGroupNode | VersionNode;
}

/** What a version is to the image it is shown under. */
export interface PartOfImage {
  readonly kind: ImageKind;
  /** That it is for, such as `linux/arm64`. */
  readonly platform?: string;
  /** Other images that have it too, as far as they were read. */
  readonly sharedWith: readonly PackageVersion[];
  /** What it is attached to, where it is not shown under that. */
  readonly about?: readonly PackageVersion[];
  /** Whether there is anything below it. */
  readonly opens: boolean;
}

/** Versions of a container that are no images. */
export interface VersionGroupNode extends Common {
  readonly kind: 'versionGroup';
  readonly pkg: Package;
  readonly group: 'attachments' | 'orphans';
  readonly versions: readonly PackageVersion[];
  readonly parent: PackageNode;
}

export interface LoadMoreNode extends Common {
  readonly kind: 'loadMore';
  /** How many more there are, where that is known. */
  readonly remaining: number | undefined;
  /** False where the number is that of whole pages, or GitHub's own count. */
  readonly exact: boolean;
  readonly parent: VersionsNode | PackagesNode;
}

/** Something to tell at the place it concerns: a failure, an incomplete or an empty list. */
export type Notice =
  | { readonly kind: 'failure'; readonly error: ApiError; readonly what: FailedPart }
  | { readonly kind: 'empty' | 'filtered' }
  | { readonly kind: 'incomplete'; readonly gap: Gap }
  /** Shown as they were in the last session. */
  | { readonly kind: 'stale' }
  /** Organisations that single sign-on hides, by name where it is known. */
  | { readonly kind: 'hidden'; readonly organizations: readonly string[] }
  /** Private packages that belong to repositories are not shown without the permission for repositories. */
  | { readonly kind: 'repositories' }
  /** An open folder has its own `github-enterprise.uri`, which is not followed. */
  | { readonly kind: 'host-overruled' }
  /** A part of an image that is not there, or is not in the list as far as it is read. */
  | { readonly kind: 'missing'; readonly title: string; readonly certain: boolean }
  /** An image that has nothing below it. */
  | { readonly kind: 'single' };

/** What could not be read, for the sentence that says so. */
export type FailedPart =
  'organizations' | 'packages' | 'versions' | 'image' | { readonly type: Package['type'] } | { readonly owner: string };

export interface MessageNode extends Common {
  readonly kind: 'message';
  readonly notice: Notice;
  readonly parent: AccountNode | PackagesNode | DeletedPackagesNode | VersionsNode | VersionNode | undefined;
}

export type Node =
  | AccountNode
  | OwnerNode
  | WorkspaceNode
  | GroupNode
  | PackageNode
  | DeletedVersionsNode
  | DeletedPackagesNode
  | DeletedPackageNode
  | VersionNode
  | VersionGroupNode
  | LoadMoreNode
  | MessageNode;

const KINDS: ReadonlySet<unknown> = new Set<Node['kind']>([
  'account',
  'owner',
  'workspace',
  'group',
  'package',
  'deletedVersions',
  'deletedPackages',
  'deletedPackage',
  'version',
  'versionGroup',
  'loadMore',
  'message',
]);

/** Command arguments come from anywhere, other extensions and keybindings included. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind) && 'id' in value;
}

export function accountNode(account: Account): AccountNode {
  return { kind: 'account', id: path(account.provider, account.id), account, parent: undefined };
}

/** @param parent absent when there is one account only, whose owners are then the first level */
export function ownerNode(account: Account, owner: Owner, parent: AccountNode | undefined, added = false): OwnerNode {
  const id = path(account.provider, account.id, owner.kind, owner.login);
  return { kind: 'owner', id, account, owner, added, parent };
}

export function workspaceNode(
  account: Account,
  repositories: readonly string[],
  parent: AccountNode | undefined,
): WorkspaceNode {
  return { kind: 'workspace', id: path(account.provider, account.id, 'workspace'), account, repositories, parent };
}

export function groupNode(parent: OwnerNode, by: GroupNode['by'], value: string, size: number): GroupNode {
  return { kind: 'group', id: below(parent, 'group', by, value), account: parent.account, by, value, size, parent };
}

export function packageNode(parent: PackagesNode, pkg: Package): PackageNode {
  return { kind: 'package', id: below(parent, pkg.type, pkg.name), account: parent.account, pkg, parent };
}

export function deletedVersionsNode(parent: PackageNode): DeletedVersionsNode {
  const { account, pkg } = parent;
  return { kind: 'deletedVersions', id: below(parent, 'deleted'), account, pkg, parent };
}

export function deletedPackagesNode(parent: OwnerNode): DeletedPackagesNode {
  const { account, owner } = parent;
  return { kind: 'deletedPackages', id: below(parent, 'deleted-packages'), account, owner, parent };
}

export function deletedPackageNode(
  parent: DeletedPackagesNode,
  { pkg, deletedAt, certain }: Pick<DeletedPackageNode, 'pkg' | 'deletedAt' | 'certain'>,
): DeletedPackageNode {
  const { account } = parent;
  return { kind: 'deletedPackage', id: below(parent, pkg.type, pkg.name), account, pkg, deletedAt, certain, parent };
}

/** @param more what is known of it beside GitHub's list */
export function versionNode(
  parent: VersionNode['parent'],
  version: PackageVersion,
  more: Pick<VersionNode, 'part' | 'bytes' | 'missing'> = {},
): VersionNode {
  const { account, pkg } = parent;
  const state = parent.kind === 'deletedVersions' ? 'deleted' : 'active';
  const id = below(parent, 'version', String(version.id));
  return { kind: 'version', id, account, pkg, version, state, parent, ...more };
}

export function versionGroupNode(
  parent: PackageNode,
  group: VersionGroupNode['group'],
  versions: readonly PackageVersion[],
): VersionGroupNode {
  const { account, pkg } = parent;
  return { kind: 'versionGroup', id: below(parent, group), account, pkg, group, versions, parent };
}

export function loadMoreNode(
  parent: LoadMoreNode['parent'],
  remaining: number | undefined,
  exact: boolean,
): LoadMoreNode {
  return { kind: 'loadMore', id: below(parent, 'more'), account: parent.account, remaining, exact, parent };
}

/** @param key tells several messages under one parent apart */
export function messageNode(
  account: Account,
  parent: MessageNode['parent'],
  notice: Notice,
  key = 'message',
): MessageNode {
  const id = parent ? below(parent, 'message', key) : path(account.provider, account.id, 'message', key);
  return { kind: 'message', id, account, notice, parent };
}

function below(parent: Node, ...parts: string[]): string {
  return `${parent.id}/${path(...parts)}`;
}

/** Names may hold slashes, and anything else: one segment each, so that no two elements share an id. */
function path(...parts: string[]): string {
  return parts.map(encodeURIComponent).join('/');
}
