import * as l10n from '@vscode/l10n';
import type { PackagesApi } from '../github/packagesApi';
import type { Pacer } from '../github/pacing';
import type { Dialogs } from '../host/dialogs';
import type { Sessions } from '../host/sessions';
import type { Settings } from '../host/settings';
import type { Account } from '../model/accounts';
import { whyAsked } from '../model/reasons';
import { lookUp, type Outcome } from '../operations/change';
import { inDoubtOf, notesOf, remainingOf } from '../operations/history';
import type { ReadImages } from '../operations/imagePlan';
import type { RestorationSources } from '../operations/imageRestoration';
import type { Journal, RunRecorder } from '../operations/journal';
import type { PastRun } from '../operations/journalRecords';
import { goingOf, within, type Plan } from '../operations/plan';
import { planText } from '../operations/planText';
import { askToRestore } from '../operations/restorationText';
import { needsOf, targetKey, type Action, type Target } from '../operations/targets';
import type { PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { bringPartsBack, type ImageReturnOptions } from './imageReturn';
import { toTreeChanges } from './outcomes';
import { createPlanning } from './planning';
import { runInSight } from './runInSight';
import { createTelling } from './telling';

export interface ChangesOptions {
  readonly tree: Pick<PackageTree, 'apply'>;
  readonly api: (account: Account) => PackagesApi;
  readonly pacer: (account: Account) => Pick<Pacer, 'expect' | 'pause'>;
  readonly journal: Journal;
  readonly sessions: Pick<Sessions, 'allow' | 'isAllowed' | 'renew'>;
  readonly settings: Pick<Settings, 'confirmDelete' | 'isReadOnly'>;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
  /** How the versions of a container belong together. */
  readonly images: ReadImages;
  readonly knownImages: RestorationSources['known'];
  readonly readImages: ImageReturnOptions['read'];
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Calls back every so many milliseconds, until it is told to stop. */
  readonly every: (ms: number, act: () => void) => () => void;
  readonly showLog: () => void;
  readonly openSettings: () => Promise<void>;
  /** One line for the log. */
  readonly log: (line: string) => void;
}

/** The way of every change: planned from what is there now, shown, allowed, run, noted, told, undone. */
export interface Changes {
  /** @param asked the person may take some out; not so where they have just chosen them one by one */
  delete(targets: readonly Target[], asked: boolean): Promise<void>;
  /**
   * @param asked the same; not so where they have just said what they want back
   * @param isAll they are all that was deleted together, in the order in which they come back
   */
  restore(targets: readonly Target[], asked: boolean, isAll?: boolean): Promise<void>;
  /** Goes on with a run that was interrupted. */
  resume(run: PastRun): Promise<void>;
  /** Leaves it as it is, once nothing in it is in doubt any more that can be known. */
  stop(run: PastRun): Promise<readonly Outcome[] | undefined>;
}

/** How a run is started, beside its plan. */
export interface RunStart {
  /** Known to need the permission for repositories. */
  readonly repository?: boolean;
  /** A run that is taken up again. */
  readonly past?: PastRun;
  /** What was sent before, and nobody knows what became of it. */
  readonly inDoubt?: readonly Target[];
  /** What comes back is all that was deleted together. */
  readonly isAll?: boolean;
}

const NOTHING = { items: [] };

export function createChanges(options: ChangesOptions): Changes {
  const { tree, api, journal, sessions, settings, dialogs, surroundings, log } = options;
  const now = (): number => surroundings().now;
  const planning = createPlanning(options);

  /** Everything that changes anything goes through here, so that read-only mode holds whatever asks for it. */
  async function isRefused(): Promise<boolean> {
    if (!settings.isReadOnly()) return false;
    const open = l10n.t('Open Settings');
    const message = l10n.t('Read-only mode is on, so nothing is deleted or restored.');
    if ((await dialogs.inform(message, open)) === open) await options.openSettings();
    return true;
  }

  /** Asks for the permission where it is still missing, once for each account. */
  async function isAllowed({ action }: Plan, targets: readonly Target[], repository = false): Promise<boolean> {
    for (const { account, need } of needsOf(action, targets, repository)) {
      if (!(await sessions.allow(account, need, whyAsked(account.host, need)))) return false;
    }
    return true;
  }

  async function run(made: Plan, start: RunStart = {}): Promise<void> {
    const carried = await carryOut(made, start);
    if (!carried) return;
    const { outcomes, settled } = carried;
    const { past } = start;
    const rest = await bringPartsBack(start.isAll ? NOTHING : made, outcomes, {
      read: options.readImages,
      plan: (targets) => planning.restorationOf(targets),
      carryOut: async (plan) => (await carryOut(plan, {}))?.outcomes,
    });
    const known = new Set(settled.map(({ target }) => target));
    const items = [...made.items.filter(({ target }) => !known.has(target)), ...rest.items];
    const before = past ? earlier(past) : [];
    await telling.tell({ ...made, items }, [...before, ...settled, ...outcomes, ...rest.outcomes], rest.notes);
  }

  /** @returns undefined where nothing could be sent */
  async function carryOut(
    made: Plan,
    { repository, past, inDoubt = past ? inDoubtOf(past) : [] }: RunStart,
  ): Promise<{ readonly outcomes: readonly Outcome[]; readonly settled: readonly Outcome[] } | undefined> {
    const going = goingOf(made);
    if (going.length > 0 && ((await isRefused()) || !(await isAllowed(made, going, repository)))) return undefined;
    const settled = past ? await settledIn(made, past) : [];
    const recorder = await record(made, going, past, settled);
    if (!recorder) return undefined;
    const outcomes = going.length > 0 ? await runInSight(made, recorder, inDoubt, options) : [];
    await close(recorder);
    tree.apply(outcomes.flatMap((outcome) => toTreeChanges(made.action, outcome, now())));
    return { outcomes, settled };
  }

  /** Opens the journal; where that cannot be done nothing may be sent. */
  async function record(
    made: Plan,
    going: readonly Target[],
    past: PastRun | undefined,
    settled: readonly Outcome[],
  ): Promise<RunRecorder | undefined> {
    try {
      if (!past) return await journal.begin(made.action, going);
      const recorder = await journal.resume(past);
      if (!recorder) {
        await dialogs.inform(l10n.t('Another window is at it already.'));
        return undefined;
      }
      for (const outcome of settled) await recorder.settled(outcome);
      const known = new Set(settled.map(({ target }) => target));
      for (const { target, verdict } of made.items) {
        if (verdict === 'refused' && !known.has(target)) await recorder.settled({ target, result: 'refused' });
      }
      return recorder;
    } catch (error) {
      log(`journal: ${String(error)}`);
      await telling.tellNotRecorded();
      return undefined;
    }
  }

  async function close(recorder: RunRecorder): Promise<void> {
    try {
      await recorder.end();
    } catch (error) {
      log(`journal: ${String(error)}`); // it stays open, and is found when the extension starts again
    }
  }

  /**
   * What turns out to be settled in a run that is taken up again: it is as it should be already (what was sent, the run
   * did itself), or it would be refused now, which says nothing of what was sent before.
   */
  async function settledIn({ action, items }: Plan, past: PastRun): Promise<readonly Outcome[]> {
    const states = new Map(notesOf(past).map(({ target, note }) => [targetKey(target), note.state]));
    const outcomes = items.map(async ({ target, verdict }): Promise<Outcome | undefined> => {
      const state = states.get(targetKey(target));
      const inDoubt = state === 'sent' || state === 'unknown';
      if (verdict === 'stay') return { target, result: inDoubt ? 'done' : 'already' };
      if (verdict === 'go' || !inDoubt) return undefined;
      const outcome = await looked(action, target);
      return outcome.result === 'not-started' ? undefined : outcome;
    });
    return (await Promise.all(outcomes)).filter((outcome) => outcome !== undefined);
  }

  function looked(action: Action, target: Target): Promise<Outcome> {
    return lookUp(action, target, { api, signal: AbortSignal.timeout(60_000), now, sleep: options.sleep });
  }

  /** What became of a run before it was interrupted, but for what is still to be settled. */
  function earlier(past: PastRun): readonly Outcome[] {
    const open = new Set(remainingOf(past).map(targetKey));
    return notesOf(past).flatMap(({ target, note: { state } }): Outcome[] =>
      open.has(targetKey(target)) || state === 'waiting' || state === 'sent' ? [] : [{ target, result: state }],
    );
  }

  const telling = createTelling({ ...options, run, changes: () => changes });

  const changes: Changes = {
    async delete(targets, asked) {
      if (targets.length === 0 || (await isRefused())) return;
      const planned = await planning.plan('delete', targets);
      if (!planned) return;
      if (goingOf(planned.made).length === 0) return telling.tell(planned.made, []);
      const kept = asked ? await planning.narrowed(planned) : planned.made;
      if (kept && (await planning.confirmed(kept))) await run(kept);
    },

    async restore(targets, asked, isAll = false) {
      if (targets.length === 0 || (await isRefused())) return;
      const planned = await planning.plan('restore', targets, isAll);
      if (!planned) return;
      if (goingOf(planned.made).length === 0) return telling.tell(planned.made, []);
      const kept = asked ? await planning.narrowed(planned) : planned.made;
      if (!kept) return;
      const question = isAll ? undefined : askToRestore(kept);
      if (question && !(await dialogs.confirm({ ...question, plan: planText(kept) }))) return;
      await run(kept, { isAll });
    },

    async resume(past) {
      if (await isRefused()) return;
      const remaining = remainingOf(past);
      const planned = await planning.plan(past.action, remaining);
      if (planned) await run(within(planned.made, remaining), { past }); // the journal knows of nothing else
    },

    async stop(past) {
      const recorder = await journal.resume(past);
      if (!recorder) return undefined;
      const outcomes = await Promise.all(
        notesOf(past)
          .filter(({ note: { state } }) => state !== 'done' && state !== 'already' && state !== 'refused')
          .map(async ({ target, note: { state } }): Promise<Outcome> => {
            if (state === 'waiting' || state === 'not-started') return { target, result: 'not-started' };
            return looked(past.action, target);
          }),
      );
      for (const outcome of outcomes) await recorder.settled(outcome);
      await close(recorder);
      tree.apply(outcomes.flatMap((outcome) => toTreeChanges(past.action, outcome, now())));
      return [...earlier(past), ...outcomes];
    },
  };
  return changes;
}
