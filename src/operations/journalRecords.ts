import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import type { Outcome } from './change';
import { packageKey, type Action, type Target } from './targets';

/**
 * What the journal writes, as text. A run has a head, written before its first request: what is to be done. Then come
 * notes, one before each request and one after each answer. At the end its notes are gathered in a tail. No token.
 */

/** `waiting`: never sent. `sent`: sent, and no answer was noted: in doubt. */
export type State = 'waiting' | 'sent' | Outcome['result'];

export interface Note {
  /** Counts the notes of a run: the highest of an item holds. */
  readonly n: number;
  /** Index among the run's targets. */
  readonly item: number;
  readonly state: State;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why it was refused or is in doubt. */
  readonly reason?: string;
}

export interface Head {
  readonly id: string;
  readonly action: Action;
  readonly startedAt: number;
  readonly targets: readonly Target[];
}

/** A run as the journal remembers it. */
export interface PastRun extends Head {
  /** One for each target, in their order. */
  readonly notes: readonly Note[];
  /** Nothing more is going to happen in it. */
  readonly ended: boolean;
  /** Notes so far, so that one that is taken up again goes on counting. */
  readonly count: number;
}

/** What is written: every account and package once, however many versions there are. */
interface WrittenHead extends Omit<Head, 'targets'> {
  readonly format: 1;
  readonly accounts: readonly Account[];
  readonly packages: readonly { readonly account: number; readonly pkg: Package }[];
  readonly items: readonly { readonly package: number; readonly version?: PackageVersion }[];
}

export function writeHead({ targets, ...head }: Head): string {
  const packages = new Map<string, { index: number; account: number; pkg: Package }>();
  const accounts: Account[] = [];
  const items = targets.map((target) => {
    const key = packageKey(target);
    const { account, pkg, version } = target;
    let known = packages.get(key);
    if (!known) {
      let index = accounts.findIndex((one) => one.provider === account.provider && one.id === account.id);
      if (index < 0) index = accounts.push(account) - 1;
      known = { index: packages.size, account: index, pkg };
      packages.set(key, known);
    }
    return { package: known.index, ...(version && { version }) };
  });
  const written: WrittenHead = {
    format: 1,
    ...head,
    accounts,
    packages: [...packages.values()].map(({ account, pkg }) => ({ account, pkg })),
    items,
  };
  return JSON.stringify(written);
}

/** @returns undefined for what is no whole head, or one of a later format */
export function readHead(text: string): Head | undefined {
  const head = parse(text) as WrittenHead | undefined;
  if (head?.format !== 1) return undefined;
  const { id, action, startedAt } = head;
  const targets = head.items.flatMap(({ package: index, version }): Target[] => {
    const found = head.packages[index];
    const account = found && head.accounts[found.account];
    if (!found || !account) return [];
    return [{ account, pkg: found.pkg, ...(version && { version }) }];
  });
  return targets.length === head.items.length ? { id, action, startedAt, targets } : undefined;
}

export function writeNotes(notes: readonly Note[]): string {
  return notes.map((note) => `${JSON.stringify(note)}\n`).join('');
}

/** The whole notes of a text; a line that was cut off in the middle is not there. */
export function readNotes(text: string): readonly Note[] {
  return text.split('\n').flatMap((line) => {
    const note = parse(line) as Note | undefined;
    return note && typeof note.n === 'number' && typeof note.item === 'number' ? [note] : [];
  });
}

/** Puts a run together from its head and whatever notes there are, in any order and more than once. */
export function recall(head: Head, notes: readonly Note[], ended: boolean): PastRun {
  const latest = head.targets.map((_, item): Note => ({ n: 0, item, state: 'waiting', at: head.startedAt }));
  let count = 0;
  for (const note of notes) {
    count = Math.max(count, note.n);
    const known = latest[note.item];
    if (known && note.n > known.n) latest[note.item] = note;
  }
  return { ...head, notes: latest, ended, count };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
