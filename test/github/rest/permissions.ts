import { randomBytes } from 'node:crypto';
import { notFound, RestError } from './errors';
import type { Play, Site } from '../site';
import type { Organization, Owner, Package, PackageType, Role, User } from '../state';
import { isScoped, type Identity } from '../tokens';

/** Registries whose packages have the permissions of a repository; all others have their own. */
const REPOSITORY_SCOPED: Readonly<Record<Play, ReadonlySet<PackageType>>> = {
  'github.com': new Set<PackageType>(['maven', 'docker']),
  ghes: new Set<PackageType>(['npm', 'maven', 'rubygems', 'docker', 'nuget']),
};

/** What is done to packages, with its scopes in the order in which GitHub names them. */
const OPERATION_SCOPES = {
  list: ['read:packages'],
  get: ['read:packages'],
  delete: ['delete:packages', 'read:packages'],
  restore: ['write:packages', 'read:packages'],
} as const;
export type PackageOperation = keyof typeof OPERATION_SCOPES;

export function isRepositoryScoped(play: Play, type: PackageType): boolean {
  return REPOSITORY_SCOPED[play].has(type);
}

/**
 * The scopes an operation asks for. Checked before anything is looked up, so that a person without them learns nothing.
 * `repo` is asked for here only where a registry's public packages need it too; where they do not, a private package is
 * simply out of sight without it ({@link roleOn}).
 */
export function requiredScopes(site: Site, operation: PackageOperation, type: PackageType | undefined): string[] {
  const scopes: string[] = [...OPERATION_SCOPES[operation]];
  const repository = type !== undefined && isRepositoryScoped(site.play, type);
  return repository && site.settings.uncertainties.repoForPublic ? [...scopes, 'repo'] : scopes;
}

/** @throws RestError 403 naming the scopes. Tokens that have no scopes pass; their limits are checked elsewhere. */
export function requireScopes(identity: Identity, scopes: readonly string[], purpose: string): void {
  if (!isScoped(identity.token) || scopes.every((scope) => identity.granted.has(scope))) return;
  throw new RestError(403, `You need at least ${inWords(scopes)} scope to ${purpose}.`);
}

/**
 * What stands between a token and everything of an organisation: single sign-on, and the refusal of OAuth apps.
 * @throws RestError 403
 */
export function requireOrganizationAccess(site: Site, identity: Identity, owner: Owner): void {
  if (owner.kind !== 'Organization') return;
  if (lacksSso(identity, owner)) {
    throw new RestError(
      403,
      'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
      { 'x-github-sso': `required; url=${ssoUrl(site, identity, owner)}` },
    );
  }
  if (refusesApp(identity, owner)) {
    throw new RestError(403, `The \`${owner.login}\` organization has enabled OAuth App access restrictions.`);
  }
}

/** Single sign-on concerns an organisation's members; others see what is public without it. */
export function lacksSso(identity: Identity, organization: Organization): boolean {
  return (
    organization.sso && isMember(organization, identity.user) && !identity.token.ssoAuthorized.has(organization.login)
  );
}

export function refusesApp(identity: Identity, organization: Organization): boolean {
  return organization.blocksOAuthApps && identity.token.kind === 'oauth';
}

/**
 * What a person may do with a package through this token; nothing when they must not even learn of it.
 * A private package of a repository-scoped registry also takes the scope `repo`.
 */
export function roleOn(site: Site, identity: Identity, pkg: Package): Role | undefined {
  const hidden = pkg.visibility !== 'public' && isRepositoryScoped(site.play, pkg.type);
  if (hidden && isScoped(identity.token) && !identity.granted.has('repo')) return undefined;
  return roleOfUser(site, identity.user, pkg);
}

/** The same for a person, whatever their token may do; undefined for the person is anybody. */
export function roleOfUser(site: Site, user: User | undefined, pkg: Package): Role | undefined {
  const owner = site.world.owners.find((candidate) => candidate.login === pkg.owner);
  const repository = site.world.repositories.get(pkg.repository ?? '');
  const member = user !== undefined && owner?.kind === 'Organization' && isMember(owner, user);
  if (user) {
    if (owner?.login === user.login || (member && owner.members.get(user.login) === 'owner')) return 'admin';
    if (repository?.admins.has(user.login)) return 'admin';
    const role = isRepositoryScoped(site.play, pkg.type) ? undefined : pkg.roles.get(user.login);
    if (role) return role;
  }
  if (pkg.visibility === 'public') return 'read';
  // A linked package inherits its repository's readers, and members may read their organisation's repositories.
  return member && (pkg.visibility === 'internal' || repository !== undefined) ? 'read' : undefined;
}

/** The packages an `Invalid argument` or a plain refusal awaits: kinds of token that GitHub Packages does not know. */
export function requireKnownToken(identity: Identity, operation: PackageOperation, ownPackages: boolean): void {
  const { kind } = identity.token;
  if (isScoped(identity.token)) return;
  if (operation === 'list') throw new RestError(400, 'Invalid argument.');
  if (kind === 'fine-grained') throw new RestError(403, 'Resource not accessible by personal access token');
  if (ownPackages) throw new RestError(403, 'Resource not accessible by integration');
}

/** @throws RestError 404, since who is not an administrator is told that there is nothing. */
export function requireAdmin(role: Role | undefined, message: string): void {
  if (role !== 'admin') throw notFound(message);
}

export function isMember(organization: Organization, user: User): boolean {
  return organization.members.has(user.login);
}

function ssoUrl(site: Site, identity: Identity, organization: Organization): string {
  const request = `AR${randomBytes(12).toString('hex').toUpperCase()}`;
  site.secrets.add(request);
  site.ssoRequests.set(request, identity.user.login);
  return `${site.url}/orgs/${organization.login}/sso?authorization_request=${request}`;
}

function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
