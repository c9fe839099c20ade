import { ApiError, toApiError, type Reason } from '../github/errors';
import type { PackagesApi } from '../github/packagesApi';
import type { Account } from '../model/accounts';
import type { VersionPlan, VersionTarget } from './versionPlan';

export interface Outcome {
  readonly target: VersionTarget;
  /** `already`: somebody else has done it. `unknown`: sent, and no answer says whether it took effect. */
  readonly result: 'done' | 'already' | 'refused' | 'unknown' | 'not-started';
  readonly error?: ApiError;
}

export interface RunOptions {
  readonly api: (account: Account) => PackagesApi;
  /** Stops before the next version; the one under way is finished. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Called after each answer. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** After these every further request would meet the same, or worse. */
const STOPS: ReadonlySet<Reason> = new Set([
  'signed-out',
  'bad-credentials',
  'scope-missing',
  'sso-required',
  'app-restricted',
  'rate-limited',
  'offline',
  'certificate',
  'unreachable',
]);

/** The answer was lost, so whether it took effect must be looked up. */
const IN_DOUBT: ReadonlySet<Reason> = new Set([
  'server-error',
  'offline',
  'unreachable',
  'timeout',
  'broken-answer',
  'unexpected-answer',
]);

/**
 * Carries out a plan, one version after the other.
 * @returns one outcome for every target, in the plan's order; it never rejects
 */
export async function runVersionPlan(plan: VersionPlan, options: RunOptions): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let stopped: ApiError | undefined;
  for (const target of plan.targets) {
    const outcome: Outcome =
      stopped || options.signal.aborted
        ? { target, result: 'not-started', ...(stopped && { error: stopped }) }
        : await change(plan.action, target, options);
    if (outcome.error && STOPS.has(outcome.error.reason)) stopped ??= outcome.error;
    outcomes.push(outcome);
    options.onOutcome(outcome);
  }
  return outcomes;
}

async function change(
  action: VersionPlan['action'],
  target: VersionTarget,
  options: RunOptions,
  triesLeft = 1,
): Promise<Outcome> {
  const { account, pkg, version } = target;
  const signal = new AbortController().signal; // a change that has been sent is always followed to its end
  try {
    const api = options.api(account);
    if (action === 'delete') await api.deleteVersion(pkg, version.id, signal);
    else await api.restoreVersion(pkg, version.id, signal);
    return { target, result: 'done' };
  } catch (thrown) {
    const error = toApiError(thrown, options.now());
    if (error.reason !== 'not-found' && !IN_DOUBT.has(error.reason)) return { target, result: 'refused', error };
    const exists = await isActive(target, action, signal, options);
    if (exists === undefined) return { target, result: 'unknown', error };
    if (exists === (action === 'restore')) {
      // What a second request finds done, the first one did.
      return { target, result: error.reason === 'not-found' && triesLeft > 0 ? 'already' : 'done' };
    }
    if (error.reason !== 'not-found') {
      // It did not take effect, so it may be asked for again.
      return triesLeft > 0 ? change(action, target, options, triesLeft - 1) : { target, result: 'refused', error };
    }
    // GitHub answers 404 for "not allowed" too; the version is where it was, so it is not gone.
    const reason = action === 'delete' ? 'not-admin' : 'not-restorable';
    return { target, result: 'refused', error: new ApiError(reason, error.message, error.details) };
  }
}

/** Reads the version again. @returns undefined when even that cannot be known */
async function isActive(
  { account, pkg, version }: VersionTarget,
  action: VersionPlan['action'],
  signal: AbortSignal,
  { api }: RunOptions,
): Promise<boolean | undefined> {
  try {
    await api(account).version(pkg, version.id, action, signal);
    return true;
  } catch (error) {
    return error instanceof ApiError && error.reason === 'not-found' ? false : undefined;
  }
}
