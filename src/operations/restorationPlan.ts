import type { PackagesApi } from '../github/packagesApi';
import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import { graphsOf, partsFirst, withMissing, withParts, type RestorationSources } from './imageRestoration';
import { planRestoration, type Plan } from './plan';
import { deletedVersions, survey } from './survey';
import type { Target } from './targets';

export interface ReturnOptions {
  readonly known: RestorationSources['known'];
  readonly api: (account: Account) => PackagesApi;
  readonly now: () => number;
  /** They are all that was deleted together, in the order in which they come back. */
  readonly isAll: boolean;
}

/**
 * What restoring would do from what is there now, with the parts of images, and in an order that breaks none.
 * Rejects with the signal's reason only.
 */
export async function planReturn(
  targets: readonly Target[],
  { known, api, now, isAll }: ReturnOptions,
  signal: AbortSignal,
): Promise<Plan> {
  const deleted = async (account: Account, pkg: Package): Promise<readonly PackageVersion[]> =>
    (await deletedVersions(pkg, api(account), signal)).items;
  const all = await withParts(targets, { known, deleted }, isAll);
  const state = await survey(all, api, signal);
  const graphs = await graphsOf(all, known);
  return withMissing(partsFirst(planRestoration(all, state, now()), targets, graphs), graphs, state);
}
