import * as l10n from '@vscode/l10n';
import type { Outcome } from '../operations/change';
import type { RunRecorder } from '../operations/journal';
import { goingOf, type Plan } from '../operations/plan';
import { nameTargets } from '../operations/planText';
import { progressText, type Mark } from '../operations/progress';
import { runPlan } from '../operations/run';
import { targetKey, type Target } from '../operations/targets';
import type { ChangesOptions } from './changes';
import { describeOutcome } from './outcomes';

export type RunInSightOptions = Pick<
  ChangesOptions,
  'api' | 'pacer' | 'settings' | 'dialogs' | 'surroundings' | 'every' | 'sleep' | 'log'
>;

/** The pace is that of so many seconds. */
const PACE_SECONDS = 30;

/**
 * Carries a plan out with its progress in sight: counts, pace and time left, and a way to call off what is not sent yet.
 * @param inDoubt what was sent by a run before, and nobody knows what became of it
 */
export function runInSight(
  made: Plan,
  recorder: RunRecorder,
  inDoubt: readonly Target[],
  { api, pacer, settings, dialogs, surroundings, every, sleep, log }: RunInSightOptions,
): Promise<readonly Outcome[]> {
  const going = goingOf(made);
  const now = (): number => surroundings().now;
  const title =
    made.action === 'delete' ? l10n.t('Deleting {0}', nameTargets(going)) : l10n.t('Restoring {0}', nameTargets(going));
  return dialogs.progress(title, async (progress, signal) => {
    const marks: Mark[] = [];
    const pacers = [...new Set(going.map(({ account }) => pacer(account)))];
    let done = 0;
    const show = (share: number): void => {
      const pause = pacers.flatMap((each) => each.pause() ?? [])[0];
      const state = { done, total: going.length, since: marks[0], now: now(), pause };
      progress(share, progressText(state, surroundings().locale));
    };
    const stopTicking = every(1000, () => {
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
        sleep,
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
