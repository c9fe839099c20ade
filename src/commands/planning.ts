import * as l10n from '@vscode/l10n';
import { formatNumber } from '../model/formatNumber';
import { planImages, type OnManifests } from '../operations/imagePlan';
import { chosenOf, goingOf, narrow, planDeletion, type Plan } from '../operations/plan';
import { askToDelete, describeTargets, nameTargets, planText, wordsToType } from '../operations/planText';
import { planReturn } from '../operations/restorationPlan';
import { survey } from '../operations/survey';
import { isVersion, type Action, type Target } from '../operations/targets';
import type { ChangesOptions } from './changes';
import { toTreeChanges } from './outcomes';

export type PlanningOptions = Pick<
  ChangesOptions,
  'tree' | 'api' | 'settings' | 'dialogs' | 'surroundings' | 'images' | 'knownImages'
>;

/** A plan that can still be made smaller. */
export interface Planned {
  readonly made: Plan;
  /** The same for fewer of the targets. @returns undefined when the person called it off */
  readonly narrowed: (kept: ReadonlySet<Target>) => Promise<Plan | undefined>;
}

/** From what a person has chosen to what they agree to; nothing is sent that changes anything. */
export interface Planning {
  /**
   * Made from what is there now.
   * @param isAll see {@link Changes.restore}
   * @returns undefined when the person called it off
   */
  plan(action: Action, targets: readonly Target[], isAll?: boolean): Promise<Planned | undefined>;
  /** The plan to restore these with all that is still deleted of them. @returns undefined when the person called it off */
  restorationOf(targets: readonly Target[]): Promise<Plan | undefined>;
  /** What the person leaves of a plan. @returns undefined when they called it off */
  narrowed(planned: Planned): Promise<Plan | undefined>;
  /** Whether the person agrees, in proportion to what is at stake. */
  confirmed(made: Plan): Promise<boolean>;
}

export function createPlanning(options: PlanningOptions): Planning {
  const { tree, api, settings, dialogs, surroundings } = options;
  const now = (): number => surroundings().now;

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

  return {
    plan,
    narrowed,
    confirmed,
    restorationOf: (targets) => calledOff((signal) => planRestore(targets, true, signal)),
  };
}
