import { ApiError, type Reason } from '../github/errors';
import type { Pacer } from '../github/pacing';
import type { Account } from '../model/accounts';
import { LASTING_FAILURES } from '../model/lastingFailures';
import { change, type ChangeOptions, type Outcome } from './change';
import type { RunRecorder } from './journal';
import { goingOf, stageOf, type Plan, type PlanItem } from './plan';
import { accountKey, targetKey, type Action, type Target } from './targets';

export interface RunOptions extends ChangeOptions {
  readonly pacer: (account: Account) => Pick<Pacer, 'expect'>;
  /** Is told before each request and after each answer; where it cannot write, nothing more is sent. */
  readonly recorder: Pick<RunRecorder, 'sent' | 'settled'>;
  /** Asked before each request: read-only mode may be switched on meanwhile. */
  readonly isReadOnly: () => boolean;
  /** Keys of targets that were sent by a run before, and of which nobody knows what became of them. */
  readonly sentBefore?: ReadonlySet<string>;
  /** Called after each answer. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Few, since the limit is on the pace: they only keep it up when answers are slow. */
const LANES = 4;

/** A server that fails so often in a row is left alone. */
const FAILURES: ReadonlySet<Reason | undefined> = new Set([
  'server-error',
  'timeout',
  'broken-answer',
  'unexpected-answer',
]);
const PATIENCE = 3;

/** By {@link targetKey}. */
type Outcomes = Map<string, Outcome>;

interface Line {
  readonly items: PlanItem[];
  stopped: ApiError | undefined;
  failures: number;
}

/**
 * Carries out what goes in a plan, in several lanes for each account, stage by stage.
 * @returns one outcome for each of them, in the plan's order; it never rejects
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<readonly Outcome[]> {
  const outcomes: Outcomes = new Map();
  const lines = new Map<string, Line>();
  for (const item of plan.items.filter(({ verdict }) => verdict === 'go')) {
    const key = accountKey(item.target.account);
    const line = lines.get(key) ?? { items: [], stopped: undefined, failures: 0 };
    lines.set(key, line);
    line.items.push(item);
  }
  await Promise.all([...lines.values()].map((line) => runLine(plan.action, line, options, outcomes)));
  return goingOf(plan).flatMap((target) => outcomes.get(targetKey(target)) ?? []);
}

async function runLine(action: Action, line: Line, options: RunOptions, outcomes: Outcomes): Promise<void> {
  const [first] = line.items;
  if (!first) return;
  const pacer = options.pacer(first.target.account);
  pacer.expect(line.items.length);
  const stageIn = ({ target, stage }: PlanItem): number => stage ?? stageOf(action, target);
  const stages = [...new Set(line.items.map(stageIn))].sort((a, b) => a - b);
  for (const stage of stages) {
    const queue = line.items.filter((item) => stageIn(item) === stage);
    const lane = async (most = Infinity): Promise<void> => {
      for (let count = 0; count < most; count++) {
        const item = queue.shift();
        if (!item) return;
        const outcome = leftOut(action, item, outcomes, options) ?? (await runOne(action, item.target, line, options));
        outcomes.set(targetKey(item.target), outcome);
        options.onOutcome(outcome);
        pacer.expect(-1);
      }
    };
    if (stage === stages[0]) await lane(1); // what the first is refused for, the others would be too
    await Promise.all(Array.from({ length: LANES }, () => lane()));
  }
}

/**
 * An image that is still there keeps its parts, and one without its parts is not brought back. What is not in this run
 * was seen to before it was planned.
 */
function leftOut(
  action: Action,
  { target, after = [] }: PlanItem,
  outcomes: Outcomes,
  { sentBefore }: RunOptions,
): Outcome | undefined {
  const missed = after.flatMap((other) => outcomes.get(targetKey(other)) ?? []).filter(({ result }) => !isDone(result));
  if (missed.length === 0) return undefined;
  if (sentBefore?.has(targetKey(target))) return { target, result: 'unknown' };
  if (missed.some(({ result }) => result !== 'refused')) return { target, result: 'not-started' };
  const error =
    action === 'delete'
      ? new ApiError('part-of-image', 'what it is a part of was not deleted')
      : new ApiError('part-missing', 'a part of it was not restored');
  return { target, result: 'refused', error };
}

function isDone(result: Outcome['result']): boolean {
  return result === 'done' || result === 'already';
}

async function runOne(action: Action, target: Target, line: Line, options: RunOptions): Promise<Outcome> {
  if (options.isReadOnly()) line.stopped ??= new ApiError('read-only', 'read-only mode is on');
  const sentBefore = options.sentBefore?.has(targetKey(target)) ?? false;
  const result = sentBefore ? 'unknown' : 'not-started';
  if (line.stopped) return { target, result, error: line.stopped };
  if (options.signal.aborted) return { target, result };
  try {
    await options.recorder.sent(target);
  } catch (error) {
    line.stopped ??= new ApiError('not-recorded', String(error));
    return { target, result, error: line.stopped };
  }
  const outcome = await change(action, target, options, sentBefore);
  try {
    await options.recorder.settled(outcome);
  } catch (error) {
    line.stopped ??= new ApiError('not-recorded', String(error));
  }
  const isFailure = outcome.result === 'unknown' || FAILURES.has(outcome.error?.reason);
  line.failures = isFailure ? line.failures + 1 : 0;
  if (outcome.error && (LASTING_FAILURES.has(outcome.error.reason) || line.failures >= PATIENCE))
    line.stopped ??= outcome.error;
  return outcome;
}
