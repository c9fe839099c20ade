import { ApiError } from './errors';
import type { Owner, PackageName } from './resources';

/** The three ways GitHub addresses an owner's packages. */
export const OWNER_ROUTES: Record<Owner['kind'], string> = {
  self: '/user',
  organization: '/orgs/{owner}',
  user: '/users/{owner}',
};

/** Template of a package's address. */
export function packageRoute(pkg: PackageName): string {
  return `${OWNER_ROUTES[pkg.owner.kind]}/packages/{type}/{name}`;
}

/**
 * What fills it.
 * @throws ApiError for a name that would lead somewhere else
 */
export function packageParameters(pkg: PackageName): Record<string, string> {
  // Even percent-encoded, a dot segment would be resolved away and the request would reach something else.
  if (pkg.name === '.' || pkg.name === '..') throw new ApiError('refused', 'a name that no address can hold');
  return { ...ownerParameters(pkg.owner), type: pkg.type, name: pkg.name };
}

/** What fills an owner's address. */
export function ownerParameters(owner: Owner): Record<string, string> {
  return owner.kind === 'self' ? {} : { owner: owner.login };
}
