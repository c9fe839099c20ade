import * as l10n from '@vscode/l10n';
import type { PackagesApi } from '../github/packagesApi';
import type { Pacer } from '../github/pacing';
import type { Dialogs } from '../host/dialogs';
import type { Sessions } from '../host/sessions';
import type { Settings } from '../host/settings';
import type { Account } from '../model/accounts';
import { formatNumber } from '../model/formatNumber';
import { whyAsked } from '../model/reasons';
import { lookUp, type Outcome } from '../operations/change';
import { inDoubtOf, notesOf, remainingOf } from '../operations/history';
import type { Journal, RunRecorder } from '../operations/journal';
import type { PastRun } from '../operations/journalRecords';
import { planImages, type OnManifests, type ReadImages } from '../operations/imagePlan';
import type { RestorationSources } from '../operations/imageRestoration';
import { chosenOf, goingOf, narrow, planDeletion, within, type Plan } from '../operations/plan';
import { askToDelete, describeTargets, nameTargets, planText, wordsToType } from '../operations/planText';
import { progressText, type Mark } from '../operations/progress';
import { planReturn } from '../operations/restorationPlan';
import { askToRestore } from '../operations/restorationText';
import { runPlan } from '../operations/run';
import { survey } from '../operations/survey';
import { isVersion, needsOf, targetKey, type Action, type Target } from '../operations/targets';
import type { PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { describeOutcome, toTreeChanges } from './outcomes';
import { bringPartsBack, type ImageReturnOptions } from './imageReturn';
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

interface Planned {
  readonly made: Plan;
  /** The same for fewer of the targets. @returns undefined when the person called it off */
  readonly narrowed: (kept: ReadonlySet<Target>) => Promise<Plan | undefined>;
}

const NOTHING = { items: [] };
/** The pace is that of so many seconds. */
const PACE_SECONDS = 30;

export function createChanges(options: ChangesOptions): Changes {
  const { tree, api, pacer, journal, sessions, settings, dialogs, surroundings, log } = options;
  const now = (): number => surroundings().now;

  /** Everything that changes anything goes through here, so that read-only mode holds whatever asks for it. */
  async function isRefused(): Promise<boolean> {
    if (!settings.isReadOnly()) return false;
    const open = l10n.t('Open Settings');
    const message = l10n.t('Read-only mode is on, so nothing is deleted or restored.');
    if ((await dialogs.inform(message, open)) === open) await options.openSettings();
    return true;
  }

  /** @returns undefined when the person called it off */
  async function calledOff<T>(act: (signal: AbortSignal, told: OnManifests) => Promise<T>): Promise<T | undefined> {
    const count = (value: number): string => formatNumber(value, surroundings().locale);
    try {
      return await dialogs.wait(l10n.t('Looking at what is there now'), (signal, report) =>
        act(signal, (read, needed) =>
          report(read / needed, l10n.t('{0} of {1} manifests', count(read), count(needed))),
        ),
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return undefined;
      throw error;
    }
  }

  const planRestore = (targets: readonly Target[], isAll: boolean, signal: AbortSignal): Promise<Plan> =>
    planReturn(targets, { known: options.knownImages, api, now, isAll }, signal);

  async function plan(action: Action, targets: readonly Target[], isAll = false): Promise<Planned | undefined> {
    const planned = await calledOff(async (signal, told): Promise<Planned> => {
      if (action === 'restore') {
        const again = (kept: ReadonlySet<Target>): Promise<Plan | undefined> =>
          calledOff((withSignal) => planRestore([...kept], isAll, withSignal));
        return { made: await planRestore(targets, isAll, signal), narrowed: again };
      }
      const state = await survey(targets, api, signal);
      const base = planDeletion(targets, state);
      const made = await planImages(base, state, options.images, signal, told);
      // What is left of an image when a person takes something out is a matter of the images again.
      const narrowed = (kept: ReadonlySet<Target>): Promise<Plan | undefined> =>
        calledOff((again, tell) => planImages(narrow(base, kept), state, options.images, again, tell));
      return { made, narrowed };
    });
    // What somebody else has done meanwhile is no error; the tree shows it.
    const settled = planned?.made.items.filter(({ why }) => why === 'gone' || why === 'already-active') ?? [];
    tree.apply(settled.flatMap(({ target }) => toTreeChanges(action, { target, result: 'already' }, now())));
    return planned;
  }

  async function narrowed({ made, narrowed: replan }: Planned): Promise<Plan | undefined> {
    const going = chosenOf(made);
    if (going.length < 2) return made;
    const [title, placeholder] =
      made.action === 'delete'
        ? [l10n.t('Delete {0}', nameTargets(going)), l10n.t('Take out what is to stay; nothing is deleted yet')]
        : [l10n.t('Restore {0}', nameTargets(going)), l10n.t('Take out what is to stay deleted')];
    const labels = describeTargets(going);
    const choices = going.map((target, index) => ({ label: labels[index] ?? '', value: target }));
    const kept = await dialogs.pickMany(title, placeholder, choices, planText(made));
    if (!kept) return undefined;
    return kept.length === going.length ? made : replan(new Set(kept));
  }

  function confirmed(made: Plan): Promise<boolean> {
    const going = goingOf(made);
    const question = { ...askToDelete(made), plan: planText(made) };
    const mode = settings.confirmDelete();
    const types = mode === 'always-type' || (mode === 'proportionate' && !going.every(isVersion));
    return types ? dialogs.confirmByTyping(question, wordsToType(going)) : dialogs.confirm(question);
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
      plan: (targets) => calledOff((signal) => planRestore(targets, true, signal)),
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
    const outcomes = going.length > 0 ? await runInSight(made, going, recorder, inDoubt) : [];
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

  function runInSight(
    made: Plan,
    going: readonly Target[],
    recorder: RunRecorder,
    inDoubt: readonly Target[],
  ): Promise<readonly Outcome[]> {
    const title =
      made.action === 'delete'
        ? l10n.t('Deleting {0}', nameTargets(going))
        : l10n.t('Restoring {0}', nameTargets(going));
    return dialogs.progress(title, async (progress, signal) => {
      const marks: Mark[] = [];
      const pacers = [...new Set(going.map(({ account }) => pacer(account)))];
      let done = 0;
      const show = (share: number): void => {
        const pause = pacers.flatMap((each) => each.pause() ?? [])[0];
        const state = { done, total: going.length, since: marks[0], now: now(), pause };
        progress(share, progressText(state, surroundings().locale));
      };
      const stopTicking = options.every(1000, () => {
        marks.push({ at: now(), done });
        if (marks.length > PACE_SECONDS) marks.shift();
        show(0);
      });
      try {
        return await runPlan(made, {
          api,
          pacer,
          recorder,
          isReadOnly: () => settings.isReadOnly(),
          sentBefore: new Set(inDoubt.map(targetKey)),
          signal: AbortSignal.any([signal, recorder.lost]),
          now,
          sleep: options.sleep,
          onOutcome(outcome) {
            log(describeOutcome(made.action, outcome));
            done++;
            show(1 / going.length);
          },
        });
      } finally {
        stopTicking();
      }
    });
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
      const planned = await plan('delete', targets);
      if (!planned) return;
      if (goingOf(planned.made).length === 0) return telling.tell(planned.made, []);
      const kept = asked ? await narrowed(planned) : planned.made;
      if (kept && (await confirmed(kept))) await run(kept);
    },

    async restore(targets, asked, isAll = false) {
      if (targets.length === 0 || (await isRefused())) return;
      const planned = await plan('restore', targets, isAll);
      if (!planned) return;
      if (goingOf(planned.made).length === 0) return telling.tell(planned.made, []);
      const kept = asked ? await narrowed(planned) : planned.made;
      if (!kept) return;
      const question = isAll ? undefined : askToRestore(kept);
      if (question && !(await dialogs.confirm({ ...question, plan: planText(kept) }))) return;
      await run(kept, { isAll });
    },

    async resume(past) {
      if (await isRefused()) return;
      const remaining = remainingOf(past);
      const planned = await plan(past.action, remaining);
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
