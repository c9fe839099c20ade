import { ApiError } from '../github/errors';
import type { PackagesApi } from '../github/packagesApi';
import { listAll, type Listing } from '../github/paging';
import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import { isVersion, packageKey, type Target } from './targets';

/** What a package is like now. */
export interface PackageState {
  /** Undefined when it is gone (or hidden from this person); absent when that was not asked or not answered. */
  readonly current?: Package | undefined;
  /** Its active versions; absent when they were not asked for, or could not be read. */
  readonly active?: Listing<PackageVersion>;
}

/** By {@link packageKey}. */
export type Survey = ReadonlyMap<string, PackageState>;

/** 100,000 versions; what has more is not listed in full, and the list says so. */
const MAX_PAGES = 1000;
const LANES = 4;

/**
 * Reads anew what a plan depends on: the active versions of packages of which versions are to change, and the packages
 * that are to change as a whole. Never rejects but with the signal's reason: what cannot be read is missing.
 */
export async function survey(
  targets: readonly Target[],
  api: (account: Account) => PackagesApi,
  signal: AbortSignal,
): Promise<Survey> {
  const packages = new Map<string, Target[]>();
  for (const target of targets) {
    const key = packageKey(target);
    packages.set(key, [...(packages.get(key) ?? []), target]);
  }
  const found = new Map<string, PackageState>();
  const queue = [...packages];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [key, [first, ...others]] = next;
      if (!first) continue;
      found.set(key, await read([first, ...others], first, api(first.account), signal));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  signal.throwIfAborted();
  return found;
}

async function read(
  targets: readonly Target[],
  { pkg }: Target,
  api: PackagesApi,
  signal: AbortSignal,
): Promise<PackageState> {
  const [active, current] = await Promise.all([
    targets.some(isVersion)
      ? attempt(() =>
          listAll(
            (page) => api.versions(pkg, 'active', page, signal),
            ({ id }) => id,
            MAX_PAGES,
          ),
        )
      : undefined,
    targets.every(isVersion) ? undefined : attempt(() => api.package(pkg, 'read', signal)),
  ]);
  return {
    ...(active && 'value' in active && { active: active.value }),
    ...(current && 'value' in current && { current: current.value }),
    ...((isGone(current) || isGone(active)) && { current: undefined }),
  };
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

async function attempt<T>(act: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error };
  }
}

function isGone(result: Attempt<unknown> | undefined): boolean {
  return (
    result !== undefined && 'error' in result && result.error instanceof ApiError && result.error.reason === 'not-found'
  );
}
