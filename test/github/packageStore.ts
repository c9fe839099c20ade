import { DAY } from './clock';
import { RestError, notFound, PACKAGE_NOT_FOUND, VERSION_NOT_FOUND } from './rest/errors';
import type { Site } from './site';
import type { Package, PackageVersion } from './state';

/** Deleted things can be brought back for this long. */
const KEPT_FOR = 30 * DAY;
/** A public version that was downloaded more often than this stays. */
const DOWNLOADS_LIMIT = 5000;

export interface PackageKey {
  readonly owner: string;
  readonly type: string;
  readonly name: string;
}

/** The package that now has this name; logins are compared without case, package names with. */
export function findPackage(site: Site, key: PackageKey): Package | undefined {
  return packagesNamed(site, key).find((pkg) => pkg.deletedAt === undefined);
}

/** The package that had this name last, among the deleted ones. */
export function findDeletedPackage(site: Site, key: PackageKey): Package | undefined {
  return packagesNamed(site, key)
    .filter((pkg) => pkg.deletedAt !== undefined)
    .sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0))[0];
}

export function activeVersions(pkg: Package): PackageVersion[] {
  return pkg.versions.filter((version) => version.deletedAt === undefined);
}

/** Deleted versions that can still be restored; older ones are gone for good. */
export function deletedVersions(site: Site, pkg: Package): PackageVersion[] {
  return pkg.versions.filter((version) => version.deletedAt !== undefined && isKept(site, version.deletedAt));
}

/** Whether a list shows this as active: also for a while after it was deleted, when lists are told to lag. */
export function isListed(site: Site, deletedAt: number | undefined): boolean {
  return deletedAt === undefined || site.clock.now() - deletedAt < site.settings.listLag;
}

export function versionCount(site: Site, pkg: Package): number {
  const deleted = site.settings.uncertainties.countIncludesDeleted ? deletedVersions(site, pkg).length : 0;
  return activeVersions(pkg).length + deleted;
}

/** @throws RestError 400 for a public package with a version that is downloaded too much. */
export function deletePackage(site: Site, pkg: Package): void {
  const popular = activeVersions(pkg).some((version) => version.downloads > DOWNLOADS_LIMIT);
  if (pkg.visibility === 'public' && popular) {
    throw new RestError(
      400,
      'Publicly visible packages with a version that has more than 5000 downloads cannot be deleted.',
    );
  }
  const now = site.clock.now();
  for (const version of activeVersions(pkg)) version.deletedAt = now;
  pkg.deletedAt = now;
  pkg.updatedAt = now;
}

/** Brings back the package with the versions that went with it. @throws RestError when that cannot be. */
export function restorePackage(site: Site, key: PackageKey): void {
  const pkg = findDeletedPackage(site, key);
  if (!pkg || !isKept(site, pkg.deletedAt) || findPackage(site, key)) throw refusal(site, PACKAGE_NOT_FOUND);
  for (const version of pkg.versions) {
    if (version.deletedAt === pkg.deletedAt) delete version.deletedAt;
  }
  delete pkg.deletedAt;
  pkg.updatedAt = site.clock.now();
}

/** @throws RestError 400 where a rule forbids it: the last (tagged) version, too many downloads. */
export function deleteVersion(site: Site, pkg: Package, version: PackageVersion): void {
  const others = activeVersions(pkg).filter((other) => other !== version);
  if (pkg.visibility === 'public' && version.downloads > DOWNLOADS_LIMIT) {
    throw new RestError(400, 'Publicly visible package versions with more than 5000 downloads cannot be deleted.');
  }
  if (pkg.type === 'container' && version.tags.length > 0 && !others.some((other) => other.tags.length > 0)) {
    throw new RestError(
      400,
      'You cannot delete the last tagged version of a package. You must delete the package instead.',
    );
  }
  if (others.length === 0 && keepsLastVersion(site, pkg)) {
    throw new RestError(400, 'You cannot delete the last version of a package. You must delete the package instead.');
  }
  const now = site.clock.now();
  version.deletedAt = now;
  version.updatedAt = now;
  pkg.updatedAt = now;
  if (others.length === 0) pkg.deletedAt = now;
}

/** @throws RestError when it is not deleted, gone for good, or its name is taken. */
export function restoreVersion(site: Site, pkg: Package, version: PackageVersion): void {
  const active = activeVersions(pkg);
  if (!isKept(site, version.deletedAt) || active.some((other) => other.name === version.name)) {
    throw refusal(site, VERSION_NOT_FOUND);
  }
  delete version.deletedAt;
  version.updatedAt = site.clock.now();
  pkg.updatedAt = version.updatedAt;
  // A tag names one version: those that moved on in the meantime stay where they are.
  const taken = new Set(active.flatMap((other) => other.tags));
  version.tags = site.settings.uncertainties.tagsReturn ? version.tags.filter((tag) => !taken.has(tag)) : [];
}

function packagesNamed(site: Site, key: PackageKey): Package[] {
  const owner = key.owner.toLowerCase();
  return site.world.packages.filter(
    (pkg) => pkg.owner.toLowerCase() === owner && pkg.type === key.type && pkg.name === key.name,
  );
}

function isKept(site: Site, deletedAt: number | undefined): deletedAt is number {
  return deletedAt !== undefined && site.clock.now() - deletedAt <= KEPT_FOR;
}

function keepsLastVersion(site: Site, pkg: Package): boolean {
  const everywhere = site.settings.uncertainties.lastVersionRuleEverywhere;
  return everywhere || pkg.type === 'maven' || pkg.type === 'container' || pkg.type === 'docker';
}

function refusal(site: Site, message: string): RestError {
  return site.settings.uncertainties.restoreRefusal === 'not-found'
    ? notFound(message)
    : new RestError(400, 'This cannot be restored.');
}
