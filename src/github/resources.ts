/** What the API tells, reduced to what is shown or acted on. Dates are epoch milliseconds. */

export const PACKAGE_TYPES = ['container', 'npm', 'maven', 'nuget', 'rubygems', 'docker'] as const;
export type PackageType = (typeof PACKAGE_TYPES)[number];

/** `self` is the signed-in person, whose packages have routes of their own that see private ones for certain. */
export interface Owner {
  readonly kind: 'self' | 'user' | 'organization';
  readonly login: string;
  /** Known where GitHub listed it; names the organisations that single sign-on hides. */
  readonly id?: number;
}

export interface Repository {
  readonly fullName: string;
  readonly htmlUrl: string;
}

export interface Package {
  readonly id: number;
  readonly owner: Owner;
  readonly type: PackageType;
  readonly name: string;
  /** `public`, `private`, `internal`, or whatever GitHub says next. */
  readonly visibility: string;
  /** GitHub's own count; whether it includes deleted versions is not documented, so it is shown as approximate. */
  readonly versionCount: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly htmlUrl: string;
  readonly repository?: Repository;
}

/** What addresses a package, also one that is deleted and so cannot be read. */
export type PackageName = Pick<Package, 'owner' | 'type' | 'name'>;

export type VersionState = 'active' | 'deleted';

export interface PackageVersion {
  readonly id: number;
  /** The version number; for containers the digest `sha256:…`. */
  readonly name: string;
  /** Tags of a container image; empty for everything else. */
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt?: number;
  readonly htmlUrl?: string;
  readonly description?: string;
  readonly license?: string;
}
