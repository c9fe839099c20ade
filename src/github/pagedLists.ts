import type { PageCache } from './pageCache';
import { PAGE_SIZE, type Page } from './paging';
import type { Owner, Package, PackageType, PackageVersion, VersionState } from './resources';
import { OWNER_ROUTES, ownerParameters, packageParameters, packageRoute } from './routes';
import { toOrganization, toOwner, toPackage, toVersion } from './wire';

/** `page * per_page` may be at most 10,000 on lists of packages (GitHub's OpenAPI description). */
export const MAX_PACKAGE_PAGES = 10_000 / PAGE_SIZE;
/** Guards against a `Link` that announces an absurd number of pages: 100,000 entries. */
export const MAX_PAGES = 1000;

export type Parameters = Readonly<Record<string, string | number>>;

/** A list that GitHub gives page by page: where it is, and how its entries are understood. */
export interface PagedList<T> {
  readonly route: string;
  readonly parameters: Parameters;
  readonly type?: PackageType;
  /** One thing instead of a list: a list of one. */
  readonly single?: true;
  readonly map: (wire: unknown) => T | undefined;
}

/** The organisations of the signed-in person. */
export function organizationsList(): PagedList<Owner> {
  return { route: 'GET /user/orgs', parameters: {}, map: toOrganization };
}

/** Whose login it is. */
export function ownerList(login: string): PagedList<Owner> {
  return { route: 'GET /users/{login}', parameters: { login }, single: true, map: toOwner };
}

/** Packages of one type of an owner. */
export function packagesList(owner: Owner, type: PackageType): PagedList<Package> {
  return {
    route: `GET ${OWNER_ROUTES[owner.kind]}/packages`,
    parameters: { ...ownerParameters(owner), package_type: type },
    type,
    map: (wire) => toPackage(wire, owner, type),
  };
}

/** Versions of a package. */
export function versionsList(pkg: Package, state: VersionState): PagedList<PackageVersion> {
  return {
    route: `GET ${packageRoute(pkg)}/versions`,
    parameters: { ...packageParameters(pkg), state },
    type: pkg.type,
    map: toVersion,
  };
}

/** One name for each list. */
export function listName({ route, parameters }: Pick<PagedList<unknown>, 'route' | 'parameters'>): string {
  return `${route}?${new URLSearchParams(parameters as Record<string, string>).toString()}`;
}

/** The pages of a list as they were last answered, if all of them are still known. */
export function lastKnown<T>(cache: PageCache, list: PagedList<T>): readonly Page<T>[] {
  return (cache.whole(listName(list)) ?? []).map(({ page }) => page as Page<T>);
}
