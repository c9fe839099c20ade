/**
 * What the local GitHub knows: plain data, so that a test can look at it, change it and compare it.
 * Dates are epoch milliseconds on the server's own clock; they become ISO strings in responses.
 */

export const PACKAGE_TYPES = ['npm', 'maven', 'rubygems', 'docker', 'nuget', 'container'] as const;
export type PackageType = (typeof PACKAGE_TYPES)[number];
export type Visibility = 'public' | 'private' | 'internal';
export type Role = 'read' | 'write' | 'admin';

export interface User {
  readonly kind: 'User';
  readonly id: number;
  readonly login: string;
  readonly name: string;
}

export interface Organization {
  readonly kind: 'Organization';
  readonly id: number;
  readonly login: string;
  readonly name: string;
  /** Login to role; a person not named here is not a member. Owners of an organisation are admins of every package. */
  readonly members: Map<string, 'owner' | 'member'>;
  /** SAML single sign-on is enforced: a token must be in {@link Token.ssoAuthorized}. */
  readonly sso: boolean;
  /** The organisation refuses OAuth apps it has not approved. */
  readonly blocksOAuthApps: boolean;
}

export type Owner = User | Organization;

export interface PackageVersion {
  readonly id: number;
  /** The version number, or for `container` the digest `sha256:<64 hex>` of the manifest's bytes. */
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  /** When it was deleted; absent while it is active. Kept 30 days from then. */
  deletedAt?: number;
  readonly description?: string;
  readonly license?: string;
  /** Container tags (for `docker` as well). */
  tags: string[];
  downloads: number;
}

export interface Package {
  readonly id: number;
  readonly owner: string;
  readonly type: PackageType;
  readonly name: string;
  visibility: Visibility;
  readonly createdAt: number;
  updatedAt: number;
  deletedAt?: number;
  /** `owner/name` of the linked repository. */
  readonly repository?: string;
  /** Login to role on this package, beside what an organisation's owners and the package's own account have. */
  readonly roles: Map<string, Role>;
  /** Newest first is how GitHub was seen to answer; the server sorts, this order does not matter. */
  readonly versions: PackageVersion[];
}

export interface Token {
  readonly value: string;
  readonly login: string;
  /** As asked for; the server normalises them for `X-OAuth-Scopes`. */
  readonly scopes: readonly string[];
  readonly kind: 'oauth' | 'classic' | 'fine-grained' | 'installation';
  /** The OAuth app it was issued to. */
  readonly clientId?: string;
  /** Logins of SSO organisations this token may see. */
  readonly ssoAuthorized: Set<string>;
  revoked: boolean;
}

/** A content-addressed object of the container registry: the exact bytes whose SHA-256 is the digest. */
export interface Blob {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface World {
  readonly owners: Owner[];
  /** `owner/name` of repositories, with their admins' logins. */
  readonly repositories: Map<string, { readonly id: number; readonly private: boolean; readonly admins: Set<string> }>;
  readonly packages: Package[];
  readonly tokens: Token[];
  /** Digest to manifest, config or layer. */
  readonly blobs: Map<string, Blob>;
}

/** What the facts file marks as uncertain about GitHub; tests run under each answer. */
export interface Uncertainties {
  /** Does a versions list with `state=deleted` need the admin role? */
  readonly deletedListNeedsAdmin: boolean;
  /** Is `deleted_at` present on deleted versions? */
  readonly deletedAtGiven: boolean;
  /** Does `version_count` include deleted versions? */
  readonly countIncludesDeleted: boolean;
  /** Do the packages endpoints send ETags? */
  readonly etags: boolean;
  /** Do all tags return with a restored container version? */
  readonly tagsReturn: boolean;
  /** Is `repo` needed to list public packages of repository-scoped registries? */
  readonly repoForPublic: boolean;
  /** Does the last-version rule hold for npm, NuGet and RubyGems too? If not, the package vanishes with its last version. */
  readonly lastVersionRuleEverywhere: boolean;
  /** Are lists ordered newest first? */
  readonly newestFirst: boolean;
  /** Do `/users/{username}/…/versions` honour page, per_page and state? */
  readonly usersVersionsPage: boolean;
  /** Does `versions?state=deleted` answer after the whole package was deleted? */
  readonly deletedListOfDeletedPackage: boolean;
  /** Status and message of a restore that cannot be done. */
  readonly restoreRefusal: 'not-found' | 'bad-request';
  /** Does the registry send CORS headers? */
  readonly registryCors: boolean;
}
