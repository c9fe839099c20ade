import { requireOwner } from './accounts';
import { notFound, PACKAGE_NOT_FOUND, RestError, VERSION_NOT_FOUND } from './errors';
import { requireIdentity, type RestAnswer, type RestCall, type RestOperation } from './operation';
import { packageBody, versionBody } from './packageBodies';
import {
  deletedVersions,
  deletePackage,
  deleteVersion,
  findDeletedPackage,
  findPackage,
  isListed,
  restorePackage,
  restoreVersion,
  versionCount,
} from '../packageStore';
import { pageRequest, paginate } from './paging';
import {
  requireAdmin,
  requiredScopes,
  requireKnownToken,
  requireOrganizationAccess,
  requireScopes,
  roleOn,
  type PackageOperation,
} from './permissions';
import { PACKAGE_TYPES, type Owner, type Package, type PackageType, type PackageVersion, type Role } from '../state';
import type { Identity } from '../tokens';

/** A call whose token and owner are known to be good. */
interface PackageCall extends RestCall {
  readonly identity: Identity;
  readonly owner: Owner;
}

/** The three ways to name an owner. */
const OWNER_FORMS = ['/orgs/{org}', '/user', '/users/{username}'] as const;
const PACKAGE = '/packages/{package_type}/{package_name}';
const VERSION = `${PACKAGE}/versions/{package_version_id}`;
/** Package lists end here, however they are paged. */
const LIST_CAP = 10_000;
const DONE: RestAnswer = { status: 204 };

/** The 27 operations of GitHub Packages: nine for each way to name an owner. */
export const PACKAGE_OPERATIONS: readonly RestOperation[] = OWNER_FORMS.flatMap((form) => [
  operation('GET', `${form}/packages`, 'list', 'list packages', listPackages),
  operation('GET', `${form}/docker/conflicts`, 'list', 'list packages', listConflicts),
  operation('GET', form + PACKAGE, 'get', 'get a package', getPackage),
  operation('DELETE', form + PACKAGE, 'delete', 'delete a package', removePackage),
  operation('POST', `${form}${PACKAGE}/restore`, 'restore', 'restore a package', reinstatePackage),
  operation('GET', `${form}${PACKAGE}/versions`, 'get', 'list package versions', listVersions),
  operation('GET', form + VERSION, 'get', 'get a package version', getVersion),
  operation('DELETE', form + VERSION, 'delete', 'delete a package version', removeVersion),
  operation('POST', `${form}${VERSION}/restore`, 'restore', 'restore a package version', reinstateVersion),
]);

/** Puts the checks in GitHub's order: who, with which scopes, whose packages, and only then which package. */
function operation(
  method: string,
  template: string,
  kind: PackageOperation,
  purpose: string,
  run: (call: PackageCall) => RestAnswer,
): RestOperation {
  const accepts = (call: RestCall): string[] => requiredScopes(call.site, kind, typeOf(call));
  return {
    method,
    template,
    accepts,
    etag: (site) => site.settings.uncertainties.etags,
    run(call) {
      const identity = requireIdentity(call);
      requireKnownToken(identity, kind, template.startsWith('/user/'));
      requireScopes(identity, accepts(call), purpose);
      const owner = ownerOf(call, identity, kind === 'list');
      requireOrganizationAccess(call.site, identity, owner);
      return run({ ...call, identity, owner });
    },
  };
}

function listPackages(call: PackageCall): RestAnswer {
  if (!call.query.has('package_type')) throw new RestError(400, 'The package_type parameter is required.');
  const type = typeOf(call);
  if (!type) throw new RestError(400, 'Invalid argument.');
  const { page, perPage } = pageRequest(call.query);
  if (page * perPage > LIST_CAP) throw new RestError(400, 'page times per_page must not be greater than 10000.');
  const visibility = call.query.get('visibility');
  const packages = visiblePackages(call).filter(
    (pkg) => pkg.type === type && (visibility === null || pkg.visibility === visibility),
  );
  return list(call, sorted(call, packages), (pkg) => body(call, pkg));
}

/** Old Docker packages whose name a container image has already taken. */
function listConflicts(call: PackageCall): RestAnswer {
  const packages = visiblePackages(call);
  const taken = new Set(packages.filter((pkg) => pkg.type === 'container').map((pkg) => pkg.name));
  const conflicts = packages.filter((pkg) => pkg.type === 'docker' && taken.has(pkg.name));
  return { status: 200, value: conflicts.map((pkg) => body(call, pkg)) };
}

function getPackage(call: PackageCall): RestAnswer {
  return { status: 200, value: body(call, requirePackage(call).pkg) };
}

function removePackage(call: PackageCall): RestAnswer {
  deletePackage(call.site, requireAdministered(call));
  return DONE;
}

function reinstatePackage(call: PackageCall): RestAnswer {
  const key = keyOf(call);
  const pkg = findDeletedPackage(call.site, key) ?? findPackage(call.site, key);
  if (pkg) requireAdmin(roleOn(call.site, call.identity, pkg), PACKAGE_NOT_FOUND);
  restorePackage(call.site, key);
  return DONE;
}

function listVersions(call: PackageCall): RestAnswer {
  const { uncertainties } = call.site.settings;
  // The description does not give these three parameters to /users/…; that they work there is one of two answers.
  const ignored = call.params['username'] !== undefined && !uncertainties.usersVersionsPage;
  const query = ignored ? new URLSearchParams() : call.query;
  const deleted = query.get('state') === 'deleted';
  const { pkg, role } = requirePackage(call, deleted && uncertainties.deletedListOfDeletedPackage);
  if (deleted && uncertainties.deletedListNeedsAdmin) requireAdmin(role, PACKAGE_NOT_FOUND);
  const versions = deleted
    ? deletedVersions(call.site, pkg).filter((version) => !isListed(call.site, version.deletedAt))
    : pkg.versions.filter((version) => isListed(call.site, version.deletedAt));
  const answer = list({ ...call, query }, sorted(call, versions), (version) => versionBody(call.site, pkg, version));
  return ignored ? { status: answer.status, value: answer.value } : answer;
}

function getVersion(call: PackageCall): RestAnswer {
  const { pkg } = requirePackage(call);
  const version = requireVersion(call, pkg);
  if (version.deletedAt !== undefined) throw notFound(VERSION_NOT_FOUND);
  return { status: 200, value: versionBody(call.site, pkg, version) };
}

function removeVersion(call: PackageCall): RestAnswer {
  const pkg = requireAdministered(call);
  const version = requireVersion(call, pkg);
  if (version.deletedAt !== undefined) throw notFound(VERSION_NOT_FOUND);
  deleteVersion(call.site, pkg, version);
  return DONE;
}

function reinstateVersion(call: PackageCall): RestAnswer {
  const pkg = requireAdministered(call);
  restoreVersion(call.site, pkg, requireVersion(call, pkg));
  return DONE;
}

/** `/orgs` knows organisations only, and the package lists of `/users` users only. */
function ownerOf(call: RestCall, identity: Identity, listing: boolean): Owner {
  const { org, username } = call.params;
  if (org === undefined && username === undefined) return identity.user;
  const owner = requireOwner(call.site, org ?? username);
  const wanted = org === undefined ? 'User' : 'Organization';
  if (owner.kind !== wanted && (org !== undefined || listing)) throw notFound();
  return owner;
}

function visiblePackages(call: PackageCall): Package[] {
  return call.site.world.packages.filter(
    (pkg) =>
      pkg.owner === call.owner.login &&
      isListed(call.site, pkg.deletedAt) &&
      roleOn(call.site, call.identity, pkg) !== undefined,
  );
}

function requirePackage(call: PackageCall, evenDeleted = false): { pkg: Package; role: Role } {
  const key = keyOf(call);
  const pkg = findPackage(call.site, key) ?? (evenDeleted ? findDeletedPackage(call.site, key) : undefined);
  const role = pkg && roleOn(call.site, call.identity, pkg);
  if (!pkg || !role) throw notFound(PACKAGE_NOT_FOUND);
  return { pkg, role };
}

function requireAdministered(call: PackageCall): Package {
  const { pkg, role } = requirePackage(call);
  requireAdmin(role, PACKAGE_NOT_FOUND);
  return pkg;
}

function requireVersion(call: PackageCall, pkg: Package): PackageVersion {
  const version = pkg.versions.find((candidate) => String(candidate.id) === call.params['package_version_id']);
  if (!version) throw notFound(VERSION_NOT_FOUND);
  return version;
}

function keyOf(call: PackageCall): { owner: string; type: string; name: string } {
  return {
    owner: call.owner.login,
    type: call.params['package_type'] ?? '',
    name: call.params['package_name'] ?? '',
  };
}

function typeOf(call: RestCall): PackageType | undefined {
  const given = call.params['package_type'] ?? call.query.get('package_type');
  return PACKAGE_TYPES.find((type) => type === given);
}

function sorted<T extends { createdAt: number; id: number }>(call: PackageCall, items: readonly T[]): T[] {
  const direction = call.site.settings.uncertainties.newestFirst ? -1 : 1;
  return [...items].sort((a, b) => direction * (a.createdAt - b.createdAt || a.id - b.id));
}

function list<T>(call: RestCall, items: readonly T[], present: (item: T) => object): RestAnswer {
  const { items: page, link } = paginate(items, call.url, call.query, call.overlap);
  return { status: 200, value: page.map(present), ...(link === undefined ? {} : { headers: { link } }) };
}

function body(call: RestCall, pkg: Package): object {
  return packageBody(call.site, pkg, versionCount(call.site, pkg));
}
