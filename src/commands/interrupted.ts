import * as l10n from '@vscode/l10n';
import type { Dialogs } from '../host/dialogs';
import type { Account } from '../model/accounts';
import { countsOf, undoableIn } from '../operations/history';
import type { Outcome } from '../operations/change';
import { HEARTBEAT, type Journal } from '../operations/journal';
import type { PastRun } from '../operations/journalRecords';
import { nameTargets } from '../operations/planText';
import { report } from '../operations/report';
import type { Surroundings } from '../tree/presentation';
import type { Changes } from './changes';

export interface InterruptedOptions {
  readonly journal: Pick<Journal, 'interrupted'>;
  /** Waits before it looks again for runs whose window may only be silent. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Ends the looking. */
  readonly signal: AbortSignal;
  readonly changes: Changes;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
}

/**
 * Tells of runs that a crash, a reload or a closed window has cut off, and does with each what the person wants. Nothing
 * is sent before they choose; a run that they do not choose for is told of again at the next start.
 * @param signedIn runs of others are not told of
 */
export async function tellInterrupted(options: InterruptedOptions, signedIn: readonly Account[]): Promise<void> {
  const told = new Set<string>();
  for (;;) {
    const { interrupted, tended } = await options.journal.interrupted();
    for (const run of interrupted.filter(({ id }) => !told.has(id))) {
      told.add(run.id);
      if (isOurs(run, signedIn)) await tellOne(options, run);
    }
    if (tended === 0) return;
    try {
      await options.sleep(HEARTBEAT, options.signal);
    } catch {
      return; // the extension ends
    }
  }
}

function isOurs(run: PastRun, signedIn: readonly Account[]): boolean {
  return run.targets.some(({ account }) =>
    signedIn.some(({ provider, id }) => provider === account.provider && id === account.id),
  );
}

async function tellOne({ changes, dialogs, surroundings }: InterruptedOptions, run: PastRun): Promise<void> {
  const resume = l10n.t('Resume');
  const undo = l10n.t('Undo');
  const stop = l10n.t('Stop');
  const actions = run.action === 'delete' ? [resume, undo, stop] : [resume, stop];
  switch (await dialogs.warn(describe(run), ...actions)) {
    case resume:
      return changes.resume(run);
    case undo: {
      const outcomes = await changes.stop(run);
      const undoable = undoableIn(outcomes ?? [], surroundings().now);
      if (undoable.length > 0) return changes.restore(undoable, false, true);
      return outcomes && tell(outcomes);
    }
    case stop: {
      const outcomes = await changes.stop(run);
      return outcomes && tell(outcomes);
    }
    default: // told again at the next start
  }

  async function tell(outcomes: readonly Outcome[]): Promise<void> {
    const plan = { action: run.action, items: [], unforeseen: [] };
    await dialogs.inform(report(plan, outcomes, surroundings().locale).sentence);
  }
}

function describe(run: PastRun): string {
  const { done, refused, inDoubt, open } = countsOf(run);
  const parts = [
    run.action === 'delete' ? l10n.t('{0} deleted', done) : l10n.t('{0} restored', done),
    ...(refused > 0 ? [l10n.t('{0} refused', refused)] : []),
    ...(inDoubt > 0 ? [l10n.t('{0} in doubt', inDoubt)] : []),
    ...(open > 0 ? [l10n.t('{0} not started', open)] : []),
  ].join(', ');
  return run.action === 'delete'
    ? l10n.t('Deleting {0} was interrupted: {1}.', nameTargets(run.targets), parts)
    : l10n.t('Restoring {0} was interrupted: {1}.', nameTargets(run.targets), parts);
}
