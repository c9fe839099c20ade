import { groupBy } from '../model/groupBy';
import type { Outcome } from './change';
import {
  readHead,
  readNotes,
  recall,
  writeHead,
  writeNotes,
  type Head,
  type Note,
  type PastRun,
} from './journalRecords';
import { targetKey, type Action, type Target } from './targets';

/** A folder of small text files. Every call rejects when it cannot be done. */
export interface Files {
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface JournalOptions {
  readonly files: Files;
  readonly now: () => number;
  /** A name that no other run has, in this window or another. */
  readonly newId: () => string;
  /** Calls back every so many milliseconds, until it is told to stop. */
  readonly every: (ms: number, act: () => void) => () => void;
  readonly log: (line: string) => void;
}

/** Writes down what one run does. Each promise resolves when it is on the disk. */
export interface RunRecorder {
  readonly id: string;
  /** Another window has taken the run over; this one must stop. */
  readonly lost: AbortSignal;
  sent(target: Target): Promise<void>;
  settled(outcome: Outcome): Promise<void>;
  /** Nothing more happens in this run. */
  end(): Promise<void>;
}

/** What was done, in this window, in others and before: several may write at once, each run in files of its own. */
export interface Journal {
  /** @throws when it cannot be written: nothing may be sent then */
  begin(action: Action, targets: readonly Target[]): Promise<RunRecorder>;
  /** Takes up a run that was interrupted. Undefined when it is in another window's hands. */
  resume(run: PastRun): Promise<RunRecorder | undefined>;
  /** All that is remembered, the newest first; what has become useless is removed. */
  runs(): Promise<readonly PastRun[]>;
  /**
   * Runs that nobody has ended: those that nobody is at, and how many a window may still be at. Whoever waits for these
   * looks again after a {@link HEARTBEAT}.
   */
  interrupted(): Promise<{ readonly interrupted: readonly PastRun[]; readonly tended: number }>;
  /** Is called when something was noted that outlives its run. */
  onDidChange(listener: () => void): void;
}

/** Notes in a file, which is written anew with each of them. */
const NOTES_PER_FILE = 64;
/** How often a window that is at a run says so, in milliseconds. */
export const HEARTBEAT = 5_000;
/** A window that has not been heard of for so long when it is first looked for is gone. */
const SILENCE = 45_000;
/**
 * A window that was watched is gone when it has said nothing new at so many looks in a row, a heartbeat apart. Looks are
 * counted and not the time between them, so that a computer that was asleep is no reason to take its windows for gone.
 */
const LOOKS = 4;
/** GitHub keeps what was deleted for 30 days; older runs can help nobody. */
const KEPT = 31 * 86_400_000;
/** Of all runs together, about 300 bytes each; the oldest go first. */
const MOST_TARGETS = 50_000;

export function createJournal({ files, now, newId, every, log }: JournalOptions): Journal {
  const window = newId();
  const listeners = new Set<() => void>();
  /** The marks of windows as they were last seen, and at how many looks in a row. */
  const seen = new Map<string, { readonly mark: string; readonly looks: number }>();
  /** Whole runs that can no longer change. */
  const settled = new Map<string, PastRun>();

  async function read(name: string): Promise<string> {
    try {
      return await files.read(name);
    } catch {
      return ''; // removed by another window meanwhile
    }
  }

  async function load(id: string, names: readonly string[]): Promise<PastRun | undefined> {
    const known = settled.get(id);
    if (known) return known;
    const head = readHead(await read(`${id}.head.json`));
    if (!head) return undefined;
    const texts = await Promise.all(names.filter((name) => name.endsWith('.jsonl')).map(read));
    const run = recall(head, texts.flatMap(readNotes), names.includes(`${id}.end.jsonl`));
    if (run.ended) settled.set(id, run);
    return run;
  }

  async function remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      try {
        await files.remove(name);
      } catch (error) {
        log(`journal: ${name} was not removed: ${String(error)}`);
      }
    }
  }

  async function runs(): Promise<readonly PastRun[]> {
    const names = groupBy(await files.list(), (name) => name.slice(0, name.indexOf('.')));
    const found: PastRun[] = [];
    for (const [id, own] of names) {
      const run = await load(id, own);
      if (run) found.push(run);
      else if (!(await isTended({ id }))) await remove(own); // it never came to its first request
    }
    found.sort((a, b) => b.startedAt - a.startedAt);
    let remembered = 0;
    const kept = found.filter(({ startedAt, ended, targets }) => {
      remembered += targets.length;
      return now() - startedAt <= KEPT && (!ended || remembered <= MOST_TARGETS);
    });
    for (const { id } of found.filter((run) => !kept.includes(run))) {
      settled.delete(id);
      await remove(names.get(id) ?? []);
    }
    return kept;
  }

  async function isTended({ id }: Pick<Head, 'id'>, isLook = false): Promise<boolean> {
    const mark = await read(`${id}.alive.txt`);
    const at = Number(mark.split(' ')[1]);
    if (!Number.isFinite(at)) return false;
    const known = seen.get(id);
    const first = now() - at < SILENCE ? 1 : LOOKS;
    const looks = !known ? first : known.mark !== mark ? 1 : known.looks + (isLook ? 1 : 0);
    if (isLook) seen.set(id, { mark, looks });
    return looks < LOOKS;
  }

  const claim = ({ id }: Pick<Head, 'id'>): Promise<void> =>
    files.write(`${id}.alive.txt`, `${window} ${String(now())}`);

  /** @param count notes that there are already */
  function open(head: Head, count: number): RunRecorder {
    const { id, targets } = head;
    const indexes = new Map(targets.map((target, index) => [targetKey(target), index]));
    const lost = new AbortController();
    let n = count;
    let part = { name: count, notes: [] as Note[], writes: 0 };
    let writing: Promise<void> = Promise.resolve();
    let waiting: Promise<void> | undefined;

    /**
     * A file is written to two names in turn, so that the one before is whole when a write is cut off in the middle.
     * Notes that come while a write is under way share the next one.
     */
    const flush = (): Promise<void> => {
      waiting ??= writing
        .catch(() => undefined)
        .then(() => {
          waiting = undefined;
          writing = writePart();
          return writing;
        });
      return waiting;
    };
    const nameOf = (writes: number): string => `${id}.${String(part.name)}.${writes % 2 === 0 ? 'a' : 'b'}.jsonl`;
    const writePart = async (): Promise<void> => {
      const { notes, writes } = part;
      const written = notes.length;
      const last = notes.at(-1);
      if (!last) return;
      await files.write(nameOf(writes), writeNotes(notes));
      part.writes++;
      if (written < NOTES_PER_FILE) return;
      if (writes > 0) await remove([nameOf(writes - 1)]);
      part = { name: last.n, notes: notes.slice(written), writes: 0 };
    };
    const note = (target: Target, state: Note['state'], reason?: string): Promise<void> => {
      const item = indexes.get(targetKey(target));
      if (item === undefined) return Promise.reject(new Error('not in this run'));
      part.notes.push({ n: ++n, item, state, at: now(), ...(reason !== undefined && { reason }) });
      return flush();
    };
    const beat = async (): Promise<void> => {
      const [owner] = (await read(`${id}.alive.txt`)).split(' ');
      if (owner !== undefined && owner !== '' && owner !== window) lost.abort();
      else await claim(head);
    };
    const stop = every(HEARTBEAT, () => {
      beat().catch((error: unknown) => log(`journal: ${String(error)}`));
    });

    return {
      id,
      lost: lost.signal,
      sent: (target) => note(target, 'sent'),
      settled: ({ target, result, error }) => note(target, result, error?.reason),
      async end() {
        stop();
        if (lost.signal.aborted) return;
        await flush();
        const names = (await files.list()).filter((name) => name.startsWith(`${id}.`));
        const texts = await Promise.all(names.filter((name) => name.endsWith('.jsonl')).map(read));
        const whole = recall(head, texts.flatMap(readNotes), true);
        await files.write(`${id}.end.jsonl`, writeNotes(whole.notes.filter((one) => one.n > 0)));
        settled.set(id, whole);
        await remove(names.filter((name) => name !== `${id}.head.json` && name !== `${id}.end.jsonl`));
        for (const listener of listeners) listener();
      },
    };
  }

  return {
    async begin(action, targets) {
      const head: Head = { id: newId(), action, startedAt: now(), targets };
      await claim(head);
      await files.write(`${head.id}.head.json`, writeHead(head));
      return open(head, 0);
    },

    async resume(run) {
      if (await isTended(run)) return undefined;
      await claim(run);
      return open(run, run.count);
    },

    runs,

    async interrupted() {
      const open = (await runs()).filter(({ ended }) => !ended);
      const tended = await Promise.all(open.map((run) => isTended(run, true)));
      return { interrupted: open.filter((_, index) => !tended[index]), tended: tended.filter(Boolean).length };
    },

    onDidChange(listener) {
      listeners.add(listener);
    },
  };
}
