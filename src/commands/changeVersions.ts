import * as l10n from '@vscode/l10n';
import type { PackagesApi } from '../github/packagesApi';
import { SCOPES } from '../github/scopes';
import type { Dialogs } from '../host/dialogs';
import type { Sessions } from '../host/sessions';
import type { Account } from '../model/accounts';
import { report } from '../operations/report';
import { runVersionPlan, type Outcome } from '../operations/runVersionPlan';
import { askToDelete, type VersionPlan } from '../operations/versionPlan';
import { isVersionNode, type VersionNode } from '../tree/nodes';
import type { Change, PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { pickNode } from './pickNode';

export interface ChangeOptions {
  readonly tree: PackageTree;
  readonly api: (account: Account) => PackagesApi;
  readonly sessions: Pick<Sessions, 'allow'>;
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
  async function allowed({ action, targets }: VersionPlan): Promise<boolean> {
    const accounts = new Map(targets.map(({ account }) => [`${account.provider}/${account.id}`, account]));
    for (const account of accounts.values()) if (!(await sessions.allow(account, action, why(action)))) return false;
    return true;
  }

  async function run(plan: VersionPlan): Promise<void> {
    if (!(await allowed(plan))) return;
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
    const showLog = l10n.t('Show Log');
    const undoable = action === 'delete' ? outcomes.filter(({ result }) => result === 'done') : [];
    const actions = [...(undoable.length > 0 ? [undo] : []), ...(allDone ? [] : [showLog])];
    const answer = await (allDone ? dialogs.inform(sentence, ...actions) : dialogs.warn(sentence, ...actions));
    if (answer === showLog) options.showLog();
    if (answer === undo) await run({ action: 'restore', targets: undoable.map(({ target }) => target) });
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

function why(action: VersionPlan['action']): string {
  const scope = SCOPES[action].filter((name) => name !== 'read:packages').join(', ');
  return action === 'delete'
    ? l10n.t('To delete versions, GitHub Packages Explorer needs the {0} permission.', scope)
    : l10n.t('To restore versions, GitHub Packages Explorer needs the {0} permission.', scope);
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
