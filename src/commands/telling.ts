import * as l10n from '@vscode/l10n';
import type { Reason } from '../github/errors';
import { isRepositoryScoped, type Need } from '../github/scopes';
import { displayText } from '../model/displayText';
import { whyAsked } from '../model/reasons';
import { versionTitle } from '../model/versions';
import type { Outcome } from '../operations/change';
import { undoableIn } from '../operations/history';
import type { Plan, PlanItem } from '../operations/plan';
import { report } from '../operations/report';
import { packageKey, takesRepository, targetKey, type Target, type VersionTarget } from '../operations/targets';
import type { Changes, ChangesOptions, RunStart } from './changes';

export interface TellingOptions extends Pick<
  ChangesOptions,
  'sessions' | 'dialogs' | 'surroundings' | 'showLog' | 'openSettings'
> {
  readonly run: (plan: Plan, start?: RunStart) => Promise<void>;
  readonly changes: () => Changes;
}

/** Tells what became of a change, with the steps that may follow. */
export interface Telling {
  /** @param notes sentences that a person has to know beside */
  tell(plan: Plan, outcomes: readonly Outcome[], notes?: readonly string[]): Promise<void>;
  tellNotRecorded(): Promise<void>;
}

/** What may follow, as a button. */
interface Step {
  readonly label: string;
  act(): Promise<void>;
}

/** More would not be read. */
const MOST_STEPS = 3;
/** Where GitHub's documentation sends those whose package has too many downloads ("Deleting and restoring a package"). */
const SUPPORT_PAGE = 'https://support.github.com/contact';
/** After these a new session may do what the old one could not. */
const SIGN_IN_HELPS: ReadonlySet<Reason> = new Set([
  'signed-out',
  'bad-credentials',
  'scope-missing',
  'sso-required',
  'token-kind',
]);

export function createTelling({ run, changes, sessions, dialogs, surroundings, showLog }: TellingOptions): Telling {
  /** The same plan for some of its targets: they were not changed, so they go, in the same order. */
  function planFor({ action, items }: Plan, targets: readonly Target[]): Plan {
    const going = new Set(targets.map(targetKey));
    return { action, items: items.filter(({ target }) => going.has(targetKey(target))), unforeseen: [] };
  }

  async function steps(plan: Plan, outcomes: readonly Outcome[], allDone: boolean): Promise<readonly Step[]> {
    const { action } = plan;
    const undoable = action === 'delete' ? undoableIn(outcomes, surroundings().now) : [];
    const waiting = targetsOf(outcomes, ({ result }) => result === 'not-started' || result === 'unknown');
    const forRepositories = await refusedForRepositories(plan, outcomes);
    const forSignIn = targetsOf(outcomes, ({ error }) => error !== undefined && SIGN_IN_HELPS.has(error.reason));
    const wholePackages = packagesInstead(plan, outcomes);
    const unread = plan.items.filter(({ verdict, why }) => verdict === 'refused' && why === 'images-unread');
    const inTheWay = onlyUnread(unread);
    const all: (Step | false)[] = [
      undoable.length > 0 && { label: l10n.t('Undo'), act: () => changes().restore(undoable, false, true) },
      forRepositories.length > 0 && {
        label: l10n.t('Allow Repository Access...'),
        act: () => run(planFor(plan, forRepositories), { repository: true }),
      },
      forSignIn.length > 0 && {
        label: l10n.t('Sign In Again...'),
        act: async () => {
          if (await renew(plan, forSignIn)) await run(planFor(plan, forSignIn));
        },
      },
      forSignIn.length === 0 &&
        waiting.length > 0 && {
          label: l10n.t('Go On'),
          act: () =>
            run(planFor(plan, waiting), { inDoubt: targetsOf(outcomes, ({ result }) => result === 'unknown') }),
        },
      wholePackages.length > 0 && {
        label: l10n.t('Delete Package...'),
        act: () => changes().delete(wholePackages, true),
      },
      outcomes.some(({ error }) => error?.reason === 'too-many-downloads') && {
        label: l10n.t('Open GitHub Support'),
        act: () => dialogs.openPage(SUPPORT_PAGE),
      },
      inTheWay !== undefined && {
        label: l10n.t('Delete {0}...', displayText(versionTitle(inTheWay.version))),
        act: () => changes().delete([inTheWay], true),
      },
      unread.length > 0 && {
        label: l10n.t('Try Again'),
        act: () =>
          changes().delete(
            unread.map(({ target }) => target),
            true,
          ),
      },
      !allDone && { label: l10n.t('Show Log'), act: () => Promise.resolve(showLog()) },
    ];
    return all.filter((step) => step !== false).slice(0, MOST_STEPS);
  }

  /** Replaces the session that was refused, which is the one for repositories where there is one. */
  async function renew({ action }: Plan, [first]: readonly Target[]): Promise<boolean> {
    if (!first) return false;
    const { account } = first;
    const held = await sessions.isAllowed(account, { operation: action, repository: true });
    const need: Need = { operation: action, repository: takesRepository(first, held) };
    return sessions.renew(account, need, whyAsked(account.host, need));
  }

  /** Refused, and tried without the permission that their registry may take from the repository. */
  async function refusedForRepositories({ action }: Plan, outcomes: readonly Outcome[]): Promise<readonly Target[]> {
    const refused = targetsOf(
      outcomes,
      ({ target: { account, pkg }, error }) =>
        error !== undefined &&
        (error.reason === 'not-admin' || error.details.missingScopes?.includes('repo') === true) &&
        isRepositoryScoped(account.host.kind, pkg.type),
    );
    const lacking = await Promise.all(
      refused.map(({ account }) => sessions.isAllowed(account, { operation: action, repository: true })),
    );
    return refused.filter((_, index) => lacking[index] === false);
  }

  return {
    async tell(plan, outcomes, notes = []) {
      const told = report(plan, outcomes, surroundings().locale);
      const sentence = [told.sentence, ...notes].join(' ');
      const allDone = told.allDone && notes.length === 0;
      const offered = await steps(plan, outcomes, allDone);
      const labels = offered.map(({ label }) => label);
      const chosen = await (allDone ? dialogs.inform(sentence, ...labels) : dialogs.warn(sentence, ...labels));
      await offered.find(({ label }) => label === chosen)?.act();
    },

    async tellNotRecorded() {
      const message = l10n.t('What is done could not be noted on this computer’s disk, so nothing was sent.');
      const log = l10n.t('Show Log');
      if ((await dialogs.warn(message, log)) === log) showLog();
    },
  };
}

function targetsOf(outcomes: readonly Outcome[], accept: (outcome: Outcome) => boolean): readonly Target[] {
  return outcomes.filter(accept).map(({ target }) => target);
}

/** The one version that could not be read and keeps others from being deleted: by itself it can go. */
function onlyUnread(items: readonly PlanItem[]): VersionTarget | undefined {
  const [first] = items;
  const [version, ...others] = first?.by ?? [];
  const isSame = items.every(({ by = [] }) => by.length === 1 && by[0]?.id === version?.id);
  if (!first || !version || others.length > 0 || !isSame || first.target.version?.id === version.id) return undefined;
  const { account, pkg } = first.target;
  return { account, pkg, version };
}

/** Packages whose last version GitHub keeps. */
function packagesInstead(plan: Plan, outcomes: readonly Outcome[]): readonly Target[] {
  const kept = [
    ...plan.items.filter(({ why }) => why === 'last-tagged-version' || why === 'last-version'),
    ...outcomes.filter(({ error }) => error?.reason === 'last-tagged-version' || error?.reason === 'last-version'),
  ].map(({ target: { account, pkg } }): Target => ({ account, pkg }));
  return [...new Map(kept.map((target) => [packageKey(target), target])).values()];
}
