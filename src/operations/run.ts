import { ApiError, type Reason } from '../github/errors';
import type { Pacer } from '../github/pacing';
import type { Account } from '../model/accounts';
import { change, type ChangeOptions, type Outcome } from './change';
import type { RunRecorder } from './journal';
import { goingOf, stageOf, type Plan } from './plan';
import { accountKey, targetKey, type Target } from './targets';

export interface RunOptions extends ChangeOptions {
  readonly pacer: (account: Account) => Pick<Pacer, 'expect'>;
  /** Is told before each request and after each answer; where it cannot write, nothing more is sent. */
  readonly recorder: Pick<RunRecorder, 'sent' | 'settled'>;
  /** Asked before each request: read-only mode may be switched on meanwhile. */
  readonly isReadOnly: () => boolean;
  /** Called after each answer. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Few, since the limit is on the pace: they only keep it up when answers are slow. */
const LANES = 4;

/** After these every further request of the account would meet the same, or worse. */
const STOPS: ReadonlySet<Reason> = new Set([
  'signed-out',
  'bad-credentials',
  'scope-missing',
  'sso-required',
  'app-restricted',
  'token-kind',
  'rate-limited',
  'offline',
  'unreachable',
  'certificate',
  'read-only',
  'not-recorded',
]);
/** A server that fails so often in a row is left alone. */
const FAILURES: ReadonlySet<Reason | undefined> = new Set([
  'server-error',
  'timeout',
  'broken-answer',
  'unexpected-answer',
]);
const PATIENCE = 3;

interface Line {
  readonly targets: Target[];
  stopped: ApiError | undefined;
  failures: number;
}

/**
 * Carries out what goes in a plan, in several lanes for each account, stage by stage.
 * @returns one outcome for each of them, in the plan's order; it never rejects
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<readonly Outcome[]> {
  const going = goingOf(plan);
  const outcomes = new Map<string, Outcome>();
  const lines = new Map<string, Line>();
  for (const target of going) {
    const key = accountKey(target.account);
    const line = lines.get(key) ?? { targets: [], stopped: undefined, failures: 0 };
    lines.set(key, line);
    line.targets.push(target);
  }
  const settle = (outcome: Outcome): void => {
    outcomes.set(targetKey(outcome.target), outcome);
    options.onOutcome(outcome);
  };
  await Promise.all([...lines.values()].map((line) => runLine(plan, line, options, settle)));
  return going.flatMap((target) => outcomes.get(targetKey(target)) ?? []);
}

async function runLine(plan: Plan, line: Line, options: RunOptions, settle: (outcome: Outcome) => void): Promise<void> {
  const [first] = line.targets;
  if (!first) return;
  const pacer = options.pacer(first.account);
  pacer.expect(line.targets.length);
  const stages = [...new Set(line.targets.map((target) => stageOf(plan.action, target)))].sort();
  for (const stage of stages) {
    const queue = line.targets.filter((target) => stageOf(plan.action, target) === stage);
    const lane = async (most = Infinity): Promise<void> => {
      for (let count = 0; count < most; count++) {
        const target = queue.shift();
        if (!target) return;
        settle(await runOne(plan, target, line, options));
        pacer.expect(-1);
      }
    };
    if (stage === stages[0]) await lane(1); // what the first is refused for, the others would be too
    await Promise.all(Array.from({ length: LANES }, () => lane()));
  }
}

async function runOne(plan: Plan, target: Target, line: Line, options: RunOptions): Promise<Outcome> {
  if (options.isReadOnly()) line.stopped ??= new ApiError('read-only', 'read-only mode is on');
  if (line.stopped) return { target, result: 'not-started', error: line.stopped };
  if (options.signal.aborted) return { target, result: 'not-started' };
  try {
    await options.recorder.sent(target);
  } catch (error) {
    line.stopped ??= new ApiError('not-recorded', String(error));
    return { target, result: 'not-started', error: line.stopped };
  }
  const outcome = await change(plan.action, target, options);
  try {
    await options.recorder.settled(outcome);
  } catch (error) {
    line.stopped ??= new ApiError('not-recorded', String(error));
  }
  const isFailure = outcome.result === 'unknown' || FAILURES.has(outcome.error?.reason);
  line.failures = isFailure ? line.failures + 1 : 0;
  if (outcome.error && (STOPS.has(outcome.error.reason) || line.failures >= PATIENCE)) line.stopped ??= outcome.error;
  return outcome;
}
