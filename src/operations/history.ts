import type { Package } from '../github/resources';
import type { Account } from '../model/accounts';
import { retention } from '../model/retention';
import type { Outcome } from './change';
import type { Note, PastRun } from './journalRecords';
import { isVersion, packageKey, targetKey, type Target } from './targets';

/** A package that was deleted here and may still be restored; GitHub's API cannot list these. */
export interface DeletedPackage {
  readonly account: Account;
  readonly pkg: Package;
  readonly deletedAt: number;
  /** False when no answer says whether it was deleted. */
  readonly certain: boolean;
}

export type Counts = Readonly<Record<'done' | 'refused' | 'inDoubt' | 'open', number>>;

/** Targets of a run with what was noted of them last. */
export function notesOf({ targets, notes }: PastRun): readonly { readonly target: Target; readonly note: Note }[] {
  return targets.flatMap((target, index) => {
    const note = notes[index];
    return note ? [{ target, note }] : [];
  });
}

/** What became of a run's targets, as far as it is known. */
export function countsOf(run: PastRun): Counts {
  const count = (...states: Note['state'][]): number => run.notes.filter(({ state }) => states.includes(state)).length;
  return {
    done: count('done', 'already'),
    refused: count('refused'),
    inDoubt: count('sent', 'unknown'),
    open: count('waiting', 'not-started'),
  };
}

/** What is left to do in a run: never sent, or in doubt. */
export function remainingOf(run: PastRun): readonly Target[] {
  const open: readonly Note['state'][] = ['waiting', 'sent', 'unknown', 'not-started'];
  return notesOf(run).flatMap(({ target, note }) => (open.includes(note.state) ? [target] : []));
}

/** What was sent in a run, and nobody knows what became of it. */
export function inDoubtOf(run: PastRun): readonly Target[] {
  return notesOf(run).flatMap(({ target, note: { state } }) =>
    state === 'sent' || state === 'unknown' ? [target] : [],
  );
}

/** What a run has deleted, or may have: what undoing it brings back, in the reverse order, so that parts come first. */
export function undoableOf(run: PastRun): readonly Target[] {
  const changed: readonly Note['state'][] = ['done', 'sent', 'unknown'];
  return notesOf(run)
    .flatMap(({ target, note }) => (changed.includes(note.state) ? [deletedAt(target, note.at)] : []))
    .reverse();
}

/**
 * Deletions of versions that can still be undone, the newest first: without what has been restored since, or deleted once
 * more by a later run, which is then the one to undo.
 * @param runs the newest first
 */
export function undoableRuns(
  runs: readonly PastRun[],
  now: number,
): readonly { readonly run: PastRun; readonly targets: readonly Target[] }[] {
  const later = new Set<string>();
  return runs.flatMap((run) => {
    const targets =
      run.action === 'delete'
        ? undoableOf(run).filter(
            (target) => isVersion(target) && !later.has(targetKey(target)) && !retention(target.version, now).expired,
          )
        : [];
    for (const { target, note } of notesOf(run)) {
      if (note.state === 'done' || note.state === 'already') later.add(targetKey(target));
    }
    return targets.length > 0 ? [{ run, targets }] : [];
  });
}

/** What a run that has just ended can undo, in the reverse order. */
export function undoableIn(outcomes: readonly Outcome[], now: number): readonly Target[] {
  return outcomes
    .flatMap(({ target, result }) => (result === 'done' || result === 'unknown' ? [deletedAt(target, now)] : []))
    .reverse();
}

/** Packages that were deleted in any run and neither restored since nor given up for lost, the latest first. */
export function recentlyDeleted(runs: readonly PastRun[], now: number): readonly DeletedPackage[] {
  const events = runs
    .flatMap((run) => notesOf(run).map((entry) => ({ ...entry, action: run.action })))
    .filter(({ target }) => !isVersion(target))
    .sort((a, b) => a.note.at - b.note.at);
  const deleted = new Map<string, DeletedPackage>();
  for (const { action, target, note } of events) {
    const { account, pkg } = target;
    const key = packageKey(target);
    const isDone = note.state === 'done' || note.state === 'already';
    const inDoubt = note.state === 'sent' || note.state === 'unknown';
    if (action === 'restore') {
      if (isDone || note.reason === 'not-restorable') deleted.delete(key);
    } else if (isDone || inDoubt) {
      deleted.set(key, { account, pkg, deletedAt: note.at, certain: isDone });
    }
  }
  return [...deleted.values()]
    .filter((entry) => !retention({ ...entry, updatedAt: entry.deletedAt }, now).expired)
    .sort((a, b) => b.deletedAt - a.deletedAt);
}

function deletedAt(target: Target, at: number): Target {
  return isVersion(target) ? { ...target, version: { ...target.version, deletedAt: at } } : target;
}
