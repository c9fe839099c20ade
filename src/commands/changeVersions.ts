import * as l10n from '@vscode/l10n';
import type { PackagesApi } from '../github/packagesApi';
import type { Reason } from '../github/errors';
import type { Package } from '../github/resources';
import { isRepositoryScoped, type Need } from '../github/scopes';
import type { Dialogs } from '../host/dialogs';
import type { Sessions } from '../host/sessions';
import type { Account } from '../model/accounts';
import { whyAsked } from '../model/reasons';
import { report } from '../operations/report';
import { runVersionPlan, type Outcome } from '../operations/runVersionPlan';
import { askToDelete, type VersionPlan, type VersionTarget } from '../operations/versionPlan';
import { isVersionNode, type VersionNode } from '../tree/nodes';
import type { Change, PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { pickNode } from './pickNode';

export interface ChangeOptions {
  readonly tree: PackageTree;
  readonly api: (account: Account) => PackagesApi;
  readonly sessions: Pick<Sessions, 'allow' | 'isAllowed' | 'renew'>;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
  readonly showLog: () => void;
  /** One line for the log. */
  readonly log: (line: string) => void;
}

/** The commands that delete and restore versions: shown first, then allowed, then run, then told. */
export interface VersionCommands {
  deleteVersion(node?: unknown, nodes?: unknown): Promise<void>;
  restoreVersion(node?: unknown, nodes?: unknown): Promise<void>;
}

export function createVersionCommands(options: ChangeOptions): VersionCommands {
  const { tree, api, sessions, dialogs, surroundings, log } = options;

  async function chosen(state: VersionNode['state'], node: unknown, nodes: unknown): Promise<VersionNode[]> {
    const isSought = (candidate: unknown): candidate is VersionNode =>
      isVersionNode(candidate) && candidate.state === state;
    const selected = (Array.isArray(nodes) && nodes.length > 0 ? nodes : [node]).filter(isSought);
    if (selected.length > 0 || node !== undefined) return selected;
    const sought = state === 'active' ? 'active version' : 'deleted version';
    const picked = await pickNode(sought, isSought, tree, dialogs, surroundings);
    return picked ? [picked] : [];
  }

  /** Asks for the permission where it is still missing, once for each account. */
  async function allowed({ action, targets }: VersionPlan, repository: boolean): Promise<boolean> {
    const needs = new Map<string, { account: Account; need: Need }>();
    for (const { account, pkg } of targets) {
      const key = `${account.provider}/${account.id}`;
      const known = needs.get(key)?.need.repository ?? false;
      needs.set(key, {
        account,
        need: { operation: action, repository: known || takesRepository(pkg, account, repository) },
      });
    }
    for (const { account, need } of needs.values()) {
      if (!(await sessions.allow(account, need, whyAsked(account.host, need)))) return false;
    }
    return true;
  }

  /** @param repository the plan was refused without the permission for repositories */
  async function run(plan: VersionPlan, repository = false): Promise<void> {
    if (!(await allowed(plan, repository))) return;
    const { action, targets } = plan;
    const title = action === 'delete' ? l10n.t('Deleting versions') : l10n.t('Restoring versions');
    const outcomes = await dialogs.progress(title, (progress, signal) => {
      let count = 0;
      const onOutcome = (outcome: Outcome): void => {
        log(describe(action, outcome));
        progress(1 / targets.length, l10n.t('{0} of {1}', ++count, targets.length));
      };
      return runVersionPlan(plan, { api, signal, now: () => surroundings().now, onOutcome });
    });
    tree.apply(outcomes.flatMap((outcome) => toChange(action, outcome, surroundings().now)));
    await tell(plan, outcomes);
  }

  async function tell({ action }: VersionPlan, outcomes: readonly Outcome[]): Promise<void> {
    const { sentence, allDone } = report(action, outcomes, surroundings().locale);
    const undo = l10n.t('Undo');
    const allowRepositories = l10n.t('Allow Repository Access...');
    const signInAgain = l10n.t('Sign In Again...');
    const showLog = l10n.t('Show Log');
    const undoable = action === 'delete' ? targetsOf(outcomes, ({ result }) => result === 'done') : [];
    const forRepositories = await refusedForRepositories(action, outcomes);
    const forSignIn = targetsOf(outcomes, ({ error }) => error !== undefined && SIGN_IN_HELPS.has(error.reason));
    const actions = [
      ...(undoable.length > 0 ? [undo] : []),
      ...(forRepositories.length > 0 ? [allowRepositories] : forSignIn.length > 0 ? [signInAgain] : []),
      ...(allDone ? [] : [showLog]),
    ];
    switch (await (allDone ? dialogs.inform(sentence, ...actions) : dialogs.warn(sentence, ...actions))) {
      case undo:
        return run({ action: 'restore', targets: undoable });
      case allowRepositories:
        return run({ action, targets: forRepositories }, true);
      case signInAgain:
        if (await renew({ action, targets: forSignIn })) await run({ action, targets: forSignIn });
        return;
      case showLog:
        return options.showLog();
      default:
    }
  }

  /** Replaces the session that was refused, which is the one for repositories where there is one. */
  async function renew({ action, targets }: VersionPlan): Promise<boolean> {
    const [first] = targets;
    if (!first) return false;
    const { account, pkg } = first;
    const held = await sessions.isAllowed(account, { operation: action, repository: true });
    const need: Need = { operation: action, repository: takesRepository(pkg, account, held) };
    return sessions.renew(account, need, whyAsked(account.host, need));
  }

  /** Refused, and tried without the permission that their registry may take from the repository. */
  async function refusedForRepositories(
    operation: VersionPlan['action'],
    outcomes: readonly Outcome[],
  ): Promise<readonly VersionTarget[]> {
    const refused = targetsOf(
      outcomes,
      ({ target: { account, pkg }, error }) =>
        error !== undefined &&
        (error.reason === 'not-admin' || error.details.missingScopes?.includes('repo') === true) &&
        isRepositoryScoped(account.host.kind, pkg.type),
    );
    const lacking = await Promise.all(
      refused.map(({ account }) => sessions.isAllowed(account, { operation, repository: true })),
    );
    return refused.filter((_, index) => lacking[index] === false);
  }

  return {
    async deleteVersion(node, nodes) {
      const targets = await chosen('active', node, nodes);
      const plan: VersionPlan = { action: 'delete', targets };
      if (targets.length > 0 && (await dialogs.confirm(askToDelete(plan)))) await run(plan);
    },

    async restoreVersion(node, nodes) {
      const targets = await chosen('deleted', node, nodes);
      if (targets.length > 0) await run({ action: 'restore', targets });
    },
  };
}

/** After these a new session may do what the old one could not. */
const SIGN_IN_HELPS: ReadonlySet<Reason> = new Set(['signed-out', 'bad-credentials', 'scope-missing', 'sso-required']);

function targetsOf(outcomes: readonly Outcome[], accept: (outcome: Outcome) => boolean): readonly VersionTarget[] {
  return outcomes.filter(accept).map(({ target }) => target);
}

/** @param asWell whether what is public takes it too */
function takesRepository({ type, visibility }: Package, { host }: Account, asWell: boolean): boolean {
  // What is private and belongs to a repository was seen with that permission only, and is changed with it only.
  return isRepositoryScoped(host.kind, type) && (asWell || visibility !== 'public');
}

/** Only what is certain moves in the tree. */
function toChange(action: VersionPlan['action'], { target, result }: Outcome, now: number): Change[] {
  if (result !== 'done' && result !== 'already') return [];
  const { account, pkg, version } = target;
  return action === 'delete'
    ? [{ account, pkg, version: { ...version, deletedAt: now }, state: 'deleted' }]
    : [{ account, pkg, version, state: 'active' }];
}

function describe(action: VersionPlan['action'], { target, result, error }: Outcome): string {
  const { account, pkg, version } = target;
  const what = `${account.host.name} ${pkg.owner.login} ${pkg.type} ${pkg.name} version ${version.id} (${version.name})`;
  const reason = error ? `: ${error.reason}, ${error.message}, request ${error.details.requestId ?? 'unanswered'}` : '';
  return `${action} ${what}: ${result}${reason}`;
}
