import type { Host } from './hosts';
import type { PackageType } from './resources';

/** What a person wants to do. */
export type Operation = 'read' | 'delete' | 'restore';

/**
 * What one batch of requests needs. `repository` is for packages that have the permissions of a repository, where
 * GitHub asks for `repo` as well before it shows or changes what is private.
 */
export interface Need {
  readonly operation: Operation;
  readonly repository: boolean;
}

/**
 * Registries whose packages take their permissions from a repository; all others have permissions of their own.
 * Source: docs.github.com, "About permissions for GitHub Packages": "Granular permissions for user/organization-scoped
 * packages" and "Permissions for repository-scoped packages", for GitHub.com and for Enterprise Server 3.18. A ghe.com
 * tenant runs the cloud's edition.
 */
const REPOSITORY_SCOPED: Readonly<Record<Host['kind'], ReadonlySet<PackageType>>> = {
  'github.com': new Set<PackageType>(['maven', 'docker']),
  'ghe.com': new Set<PackageType>(['maven', 'docker']),
  ghes: new Set<PackageType>(['npm', 'maven', 'nuget', 'rubygems', 'docker']),
};

export function isRepositoryScoped(kind: Host['kind'], type: PackageType): boolean {
  return REPOSITORY_SCOPED[kind].has(type);
}

/**
 * The documentation's scopes for each operation. The editor matches scope sets exactly, and each set is a token of its
 * own, so they are few and constant.
 * Source: docs.github.com, "About permissions for GitHub Packages": "Managing packages with a personal access token";
 * `read:org`: REST description of "List organizations for the authenticated user".
 */
const SCOPES: Readonly<Record<Operation, readonly string[]>> = {
  read: ['read:packages', 'read:org'],
  delete: ['read:packages', 'delete:packages'],
  restore: ['read:packages', 'write:packages'],
};

/**
 * On GHES the editor may fall back to a token that the person pastes, and then looks for every scope by name. GitHub
 * leaves out of a token what another scope implies (docs.github.com, "Scopes for OAuth apps": "Normalized scopes"), so
 * asking for `read:packages` beside `write:packages` can never succeed there. Asked alone it grants the very same.
 */
const SCOPES_BY_NAME: typeof SCOPES = { ...SCOPES, restore: ['write:packages'] };

/** Which scopes a scope brings with it ("Scopes for OAuth apps": "Available scopes"). */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'write:packages': ['read:packages'],
  'admin:org': ['write:org', 'read:org'],
  'write:org': ['read:org'],
};

/** The exact scopes to ask for. */
export function scopesFor(kind: Host['kind'], { operation, repository }: Need): readonly string[] {
  const scopes = (kind === 'ghes' ? SCOPES_BY_NAME : SCOPES)[operation];
  return repository ? [...scopes, 'repo'] : scopes;
}

/**
 * Those of the needed scopes that a token does not have.
 * @param granted as in `X-OAuth-Scopes`, separated by commas; undefined for tokens that have no scopes
 */
export function missingScopes(needed: readonly string[], granted: string | undefined): readonly string[] {
  if (granted === undefined) return needed;
  const has = new Set(granted.split(',').flatMap((scope) => withImplied(scope.trim())));
  return needed.filter((scope) => !has.has(scope));
}

function withImplied(scope: string): readonly string[] {
  return [scope, ...(IMPLIED[scope] ?? [])];
}
