import { ApiError, toApiError, type Reason } from '../github/errors';
import type { PackagesApi } from '../github/packagesApi';
import type { Account } from '../model/accounts';
import { isVersion, type Action, type Target } from './targets';

export interface Outcome {
  readonly target: Target;
  /** `already`: somebody else has done it. `unknown`: sent, and no answer says whether it took effect. */
  readonly result: 'done' | 'already' | 'refused' | 'unknown' | 'not-started';
  readonly error?: ApiError;
}

export interface ChangeOptions {
  readonly api: (account: Account) => PackagesApi;
  /** Calls off what waits for its turn; what is sent is followed to its end. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** The answer was lost, so whether it took effect must be looked up. */
const IN_DOUBT: ReadonlySet<Reason> = new Set([
  'server-error',
  'unreachable',
  'offline',
  'timeout',
  'broken-answer',
  'unexpected-answer',
]);
/** How GitHub may put it that something cannot be restored, or need not be; which of them it says is not documented. */
const NOT_RESTORED: ReadonlySet<number | undefined> = new Set([400, 409, 422]);
/** Between a lost answer and the next try. */
const DELAYS = [500, 2000];
/** A refusal by a limit changes nothing, so it may be asked again; the pause is the pacer's. */
const LIMIT_TRIES = 8;

/**
 * Makes one change, and finds out what became of it. It never rejects.
 * @param sentBefore it was sent by a run that was interrupted, and nobody knows what became of it
 */
export async function change(
  action: Action,
  target: Target,
  options: ChangeOptions,
  sentBefore = false,
): Promise<Outcome> {
  if (sentBefore) {
    const before = await lookUp(action, target, options);
    if (before.result !== 'not-started') return before;
  }
  let limited = 0;
  let lost = 0;
  for (;;) {
    let error: ApiError;
    try {
      await send(action, target, options);
      return { target, result: 'done' };
    } catch (thrown) {
      error = toApiError(thrown, options.now());
    }
    if (error.reason === 'cancelled' && options.signal.aborted) {
      return { target, result: 'not-started' }; // what was lost before is known not to have happened
    }
    if (error.reason === 'rate-limited' && ++limited < LIMIT_TRIES) continue;
    const mayBeBack = action === 'restore' && NOT_RESTORED.has(error.details.status);
    if (error.reason !== 'not-found' && !mayBeBack && !IN_DOUBT.has(error.reason)) {
      return { target, result: 'refused', error };
    }

    const found = await look(action, target, options);
    if (found === 'unknown') return { target, result: 'unknown', error };
    if (found === 'other') return { target, result: 'refused', error: again('name-taken', error) };
    if ((found === 'active') === (action === 'restore')) {
      // What a later request finds done, an earlier one of ours did.
      return { target, result: (error.reason === 'not-found' || mayBeBack) && lost === 0 ? 'already' : 'done' };
    }
    if (error.reason === 'not-found' || mayBeBack) {
      // GitHub answers 404 for "not allowed" too; it is where it was, so it is not gone.
      return { target, result: 'refused', error: again(action === 'delete' ? 'not-admin' : 'not-restorable', error) };
    }
    // It did not take effect, so it may be asked for again.
    const delay = DELAYS[lost++];
    if (delay === undefined) return { target, result: 'refused', error };
    try {
      await options.sleep(delay, options.signal);
    } catch {
      return { target, result: 'not-started' };
    }
  }
}

/**
 * Where a target is now: `other` when something else has its name. GitHub says of what it hides that there is nothing, so
 * `deleted` takes a look at what is around it as well. Waits for a limit; called off, it does not know.
 */
async function look(
  action: Action,
  target: Target,
  options: ChangeOptions,
): Promise<'active' | 'deleted' | 'other' | 'unknown'> {
  const { account, pkg, version } = target;
  const signal = new AbortController().signal; // what was sent is followed to its end
  const api = (): PackagesApi => options.api(account);
  if (version) {
    const found = await read(() => api().version(pkg, version.id, action, signal), options);
    if (found !== 'not-found') return found === 'unknown' ? 'unknown' : 'active';
    const around = await read(() => api().package(pkg, action, signal), options);
    return around === 'unknown' || around === 'not-found' ? 'unknown' : 'deleted';
  }
  const found = await read(() => api().package(pkg, action, signal), options);
  if (found === 'unknown') return 'unknown';
  if (found !== 'not-found') return pkg.id === 0 || found.id === pkg.id ? 'active' : 'other';
  const around = await read(() => api().packages(pkg.owner, pkg.type, 1, signal), options);
  return around === 'unknown' || around === 'not-found' ? 'unknown' : 'deleted';
}

async function read<T>(
  act: () => Promise<T>,
  { signal, now, sleep }: ChangeOptions,
): Promise<T | 'not-found' | 'unknown'> {
  for (let limited = 0; ; limited++) {
    try {
      return await act();
    } catch (thrown) {
      const { reason, details } = toApiError(thrown, now());
      if (reason === 'not-found') return 'not-found';
      if (reason !== 'rate-limited' || limited >= LIMIT_TRIES) return 'unknown';
      try {
        await sleep(Math.max(1000, (details.retryAt ?? now() + 60_000) - now()), signal);
      } catch {
        return 'unknown';
      }
    }
  }
}

/** Whether something that was sent has happened, as far as that can be known. */
export async function lookUp(action: Action, target: Target, options: ChangeOptions): Promise<Outcome> {
  const found = await look(action, target, options);
  if (found === 'unknown' || found === 'other') return { target, result: 'unknown' };
  return { target, result: (found === 'active') === (action === 'restore') ? 'done' : 'not-started' };
}

async function send(action: Action, target: Target, options: ChangeOptions): Promise<void> {
  const { signal } = options;
  const { account, pkg } = target;
  const api = options.api(account);
  if (isVersion(target)) {
    const { id } = target.version;
    await (action === 'delete' ? api.deleteVersion(pkg, id, signal) : api.restoreVersion(pkg, id, signal));
  } else {
    await (action === 'delete' ? api.deletePackage(pkg, signal) : api.restorePackage(pkg, signal));
  }
}

function again(reason: Reason, { message, details }: ApiError): ApiError {
  return new ApiError(reason, message, details);
}
