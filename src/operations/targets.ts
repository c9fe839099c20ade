import type { Package, PackageVersion } from '../github/resources';
import { isRepositoryScoped, type Need, type Operation } from '../github/scopes';
import type { Account } from '../model/accounts';
import { groupBy } from '../model/groupBy';

export type Action = Exclude<Operation, 'read'>;

/** One version that is to be deleted or restored. */
export interface VersionTarget {
  readonly account: Account;
  readonly pkg: Package;
  readonly version: PackageVersion;
}

/** A whole package. */
export interface PackageTarget {
  readonly account: Account;
  readonly pkg: Package;
  readonly version?: undefined;
}

export type Target = VersionTarget | PackageTarget;

export function isVersion(target: Target): target is VersionTarget {
  return target.version !== undefined;
}

/** Tells accounts apart, over restarts too. */
export function accountKey({ provider, id, host }: Account): string {
  return [provider, id, host.name].map(encodeURIComponent).join('/');
}

/** Tells packages apart, by what addresses them. */
export function packageKey({ account, pkg }: Pick<Target, 'account' | 'pkg'>): string {
  return [accountKey(account), ...[pkg.owner.kind, pkg.owner.login, pkg.type, pkg.name].map(encodeURIComponent)].join(
    '/',
  );
}

/** The versions among them that are images, or may be parts of some, by {@link packageKey}. */
export function versionsByContainer(targets: readonly Target[]): ReadonlyMap<string, readonly VersionTarget[]> {
  return groupBy(
    targets.filter(isVersion).filter(({ pkg }) => pkg.type === 'container'),
    packageKey,
  );
}

/** Tells targets apart. */
export function targetKey(target: Target): string {
  return isVersion(target) ? `${packageKey(target)}/${target.version.id}` : packageKey(target);
}

/**
 * Whether the permission for repositories is needed. What is private and belongs to a repository was seen with it only,
 * and is changed with it only.
 * @param asWell whether what is public takes it too
 */
export function takesRepository({ account, pkg }: Pick<Target, 'account' | 'pkg'>, asWell: boolean): boolean {
  return isRepositoryScoped(account.host.kind, pkg.type) && (asWell || pkg.visibility !== 'public');
}

/**
 * The permission that each account needs.
 * @param repository whether it is known to be needed for public packages of such registries too
 */
export function needsOf(
  action: Action,
  targets: readonly Target[],
  repository = false,
): readonly { readonly account: Account; readonly need: Need }[] {
  const needs = new Map<string, { account: Account; need: Need }>();
  for (const { account, pkg } of targets) {
    const key = accountKey(account);
    const known = needs.get(key)?.need.repository ?? false;
    const needed = takesRepository({ account, pkg }, repository);
    needs.set(key, { account, need: { operation: action, repository: known || needed } });
  }
  return [...needs.values()];
}
