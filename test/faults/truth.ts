import assert from 'node:assert/strict';
import type { PastRun } from '../../src/operations/journalRecords';
import type { Action, VersionTarget } from '../../src/operations/targets';
import type { Told } from '../unit/src/support/person';
import type { Desk, Window } from './desk';

interface Counts {
  readonly done: number;
  readonly refused: number;
  readonly inDoubt: number;
  readonly notStarted: number;
}

/**
 * Whether the server, the journal and what the person was told last agree about every target: nothing is said to be done
 * that is not, nothing is said to be untouched that is not, and what nobody can know is marked.
 */
export async function assertTruth(
  desk: Desk,
  { journal, who }: Window,
  action: Action,
  targets: readonly VersionTarget[],
  before: ReadonlySet<number>,
  how: { readonly told?: boolean; readonly undone?: boolean } = {},
): Promise<void> {
  const active = desk.active();
  const isDone = (id: number): boolean => active.has(id) === (action === 'restore');
  const story = JSON.stringify(who.told.map(({ kind, text }) => [kind, text]));

  const ours = new Set(targets.map(({ version }) => version.id));
  for (const id of before) if (!ours.has(id)) assert.ok(active.has(id), 'another version was touched');

  const told = lastCounts(who.told, action);
  if (how.told !== false) {
    assert.ok(told, story);
    const done = [...ours].filter(isDone).length;
    const kept = told.refused + told.notStarted;
    const open = targets.length - done;
    if (!how.undone) assert.equal(told.done + kept + told.inDoubt, targets.length, `each is accounted for: ${story}`);
    // What is undone may never have been deleted: then it is there although it was not restored.
    assert.ok(
      (how.undone === true || kept <= open) && open <= kept + told.inDoubt,
      `${String(done)} are done: ${story}`,
    );
  }

  const runs = await journal.runs();
  let inDoubt = 0;
  for (const id of ours) {
    // The latest run that tried it; runs are the newest first.
    const note = runs
      .flatMap((run) => {
        const index = run.targets.findIndex(({ version }) => version?.id === id);
        const found = run.notes[index];
        return found && run.action === action ? [found] : [];
      })
      .find(({ state }) => state !== 'waiting');
    switch (note?.state) {
      case 'done':
      case 'already':
        assert.ok(isDone(id), `the journal says that ${String(id)} is done: ${story}`);
        break;
      case 'sent':
      case 'unknown':
        inDoubt++;
        break;
      case undefined: // there was nothing to do, or it was never tried
        break;
      default:
        if (how.undone && !wasDeleted(runs, id)) break;
        assert.ok(!isDone(id), `the journal says that ${String(id)} is not done: ${story}`);
    }
  }
  if (how.told !== false) assert.equal(inDoubt, told?.inDoubt, `what is in doubt is marked: ${story}`);
  assert.deepEqual(await journal.interrupted(), { interrupted: [], tended: 0 }, 'nothing is left open');
}

/** Whether the journal knows for certain. */
function wasDeleted(runs: readonly PastRun[], id: number): boolean {
  return runs.some(
    ({ action, targets, notes }) =>
      action === 'delete' &&
      targets.some(({ version }, index) => version?.id === id && /^(done|already)$/.test(notes[index]?.state ?? '')),
  );
}

/** What is told of a single version begins with one of these. */
const OF_ONE: readonly (readonly [RegExp, keyof Counts])[] = [
  [/^(Deleted|Restored|Nothing to do)\b/, 'done'],
  [/^Refused\b/, 'refused'],
  [/^In doubt\b/, 'inDoubt'],
  [/^Not started\b/, 'notStarted'],
];

/** "Versions of octo-org/web: 118 deleted, 2 refused, 1 in doubt, 3 not started.", or of one "Deleted 1.2.3 of ...". */
function lastCounts(told: readonly Told[], action: Action): Counts | undefined {
  const word = action === 'delete' ? 'deleted' : 'restored';
  const about = new RegExp(`\\b${word}\\b|^Nothing to do\\b`, 'i');
  const last = told.filter(({ kind, text }) => (kind === 'inform' || kind === 'warn') && about.test(text)).at(-1);
  const sentence = last?.text ?? '';
  const one = OF_ONE.find(([begin]) => begin.test(sentence))?.[1];
  if (one) return { done: 0, refused: 0, inDoubt: 0, notStarted: 0, [one]: 1 };
  const line = /^Versions[^:]*: ([^.]*)\./.exec(sentence)?.[1];
  if (line === undefined) return undefined;
  const count = (what: string): number => Number(new RegExp(`(\\d+) ${what}`).exec(line)?.[1] ?? 0);
  return {
    done: count(word),
    refused: count('refused'),
    inDoubt: count('in doubt'),
    notStarted: count('not started'),
  };
}
