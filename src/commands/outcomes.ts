import type { Outcome } from '../operations/change';
import { isVersion, type Action } from '../operations/targets';
import type { PackageChange } from '../tree/packageChanges';
import type { Change } from '../tree/packageTree';

/** How an outcome shows in the tree: only what is certain moves. */
export function toTreeChanges(
  action: Action,
  { target, result, error }: Outcome,
  now: number,
): readonly (Change | PackageChange)[] {
  const { account, pkg } = target;
  const isDone = result === 'done' || result === 'already';
  if (!isVersion(target)) {
    // What GitHub no longer has leaves the recently deleted.
    const isLost = action === 'restore' && error?.reason === 'not-restorable';
    if (!isDone && !isLost) return [];
    return [{ account, pkg, state: isDone && action === 'restore' ? 'active' : 'deleted' }];
  }
  if (!isDone) return [];
  const { deletedAt: before, ...version } = target.version;
  return action === 'delete'
    ? [{ account, pkg, version: { ...version, deletedAt: before ?? now }, state: 'deleted' }]
    : [{ account, pkg, version, state: 'active' }];
}

/** One line for the log. */
export function describeOutcome(action: Action, { target, result, error }: Outcome): string {
  const { account, pkg, version } = target;
  const what = version ? ` version ${version.id} (${version.name})` : '';
  const reason = error ? `: ${error.reason}, ${error.message}, request ${error.details.requestId ?? 'unanswered'}` : '';
  return `${action} ${account.host.name} ${pkg.owner.login} ${pkg.type} ${pkg.name}${what}: ${result}${reason}`;
}
