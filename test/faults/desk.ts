import assert from 'node:assert/strict';
import { makeSmallWorld } from '../github/seed';
import { SMALL } from '../github/seed/names';
import { startGitHub, type GitHub } from '../github/server';
import { createChanges, type Changes } from '../../src/commands/changes';
import { tellInterrupted } from '../../src/commands/interrupted';
import { enterpriseHost } from '../../src/github/hosts';
import { createPackagesApi } from '../../src/github/packagesApi';
import type { Package } from '../../src/github/resources';
import { scopesFor } from '../../src/github/scopes';
import type { Account } from '../../src/model/accounts';
import { createJournal, type Journal } from '../../src/operations/journal';
import type { VersionTarget } from '../../src/operations/targets';
import { fakeSessions } from '../unit/src/support/fakeSessions';
import type { MemoryFiles } from '../unit/src/support/memoryFiles';
import { person, type Person, type Reactions } from '../unit/src/support/person';
import { setVersionCount } from '../unit/src/support/versions';

const KEY = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;
/** No answer within this is none. */
const TIMEOUT = 150;

/** A window of the editor with the extension in it, as far as changes go, over a local GitHub and a folder. */
export interface Window {
  readonly changes: Changes;
  readonly journal: Journal;
  readonly who: Person;
  /** What the extension does when it starts: tells of what was interrupted, and does what the person chooses. */
  start(): Promise<void>;
  /** The window is killed: nothing it does has any effect from now on. A write under way is cut off. */
  kill(cutOffAfter: number): void;
  /** Resolves when the last request that it sent is over: at the server they go on without it. */
  quiet(): Promise<void>;
  /** Resolves when so many requests were sent. */
  sent(requests: number): Promise<void>;
}

export interface Desk {
  readonly github: GitHub;
  readonly account: Account;
  /** As new: a package with so many active versions to delete, or deleted ones to restore, and two that nobody touches. */
  lay(count: number, state: 'active' | 'deleted'): Promise<readonly VersionTarget[]>;
  /** Another window over the same folder. */
  open(reactions: Reactions, files: MemoryFiles): Window;
  /** Ids of active versions of the package. */
  active(): ReadonlySet<number>;
}

/** Starts a local GitHub for the tests of the enclosing `describe`. */
export function useDesk(): Desk {
  let running: GitHub | undefined;
  let windows = 0;
  const github = (): GitHub => {
    assert.ok(running, 'the local GitHub runs only while tests do');
    return running;
  };
  before(async () => {
    running = await startGitHub({ world: makeSmallWorld });
  });
  after(() => running?.close());

  const account = (): Account => {
    const host = enterpriseHost(github().url);
    assert.ok(host);
    return { provider: 'github-enterprise', id: '583231', login: SMALL.user, host };
  };
  const active = (): ReadonlySet<number> =>
    new Set(
      github()
        .packageState(KEY)
        ?.versions.flatMap(({ id, deletedAt }) => (deletedAt === undefined ? [id] : [])),
    );

  return {
    get github() {
      return github();
    },
    get account() {
      return account();
    },
    active,

    async lay(count, state) {
      github().reset();
      setVersionCount(github(), KEY, count + 2);
      const stored = github().packageState(KEY);
      assert.ok(stored);
      const pkg: Package = {
        id: stored.id,
        owner: { kind: 'organization', login: SMALL.org },
        type: 'npm',
        name: SMALL.npm,
        visibility: 'public',
        versionCount: count + 2,
        createdAt: stored.createdAt,
        updatedAt: stored.updatedAt,
        htmlUrl: '',
      };
      const chosen = stored.versions.slice(1, count + 1);
      const deletedAt = github().clock.now() - 1000;
      if (state === 'deleted') for (const version of chosen) version.deletedAt = deletedAt;
      await Promise.resolve();
      return chosen.map(({ id, name, createdAt, updatedAt }) => ({
        account: account(),
        pkg,
        version: { id, name, tags: [], createdAt, updatedAt, ...(state === 'deleted' && { deletedAt }) },
      }));
    },

    open(reactions, files) {
      const name = ++windows;
      const who = person(reactions);
      const tokens = new Map<string, string>();
      const waiting: { readonly count: number; readonly wake: () => void }[] = [];
      const pending = new Set<Promise<Response>>();
      let alive = true;
      let count = 0;
      let ids = 0;
      const never = new Promise<never>(() => undefined);
      const now = (): number => github().clock.now();
      const api = createPackagesApi({
        host: account().host,
        token({ operation }) {
          const token =
            tokens.get(operation) ??
            github().issueToken(SMALL.user, scopesFor('ghes', { operation, repository: true }));
          tokens.set(operation, token);
          return Promise.resolve(token);
        },
        async fetch(...request) {
          if (!alive) return never;
          count++;
          for (const each of waiting) if (each.count <= count) each.wake();
          const underWay = fetch(...request);
          pending.add(underWay);
          const answer = await underWay
            .catch((error: unknown) => (alive ? Promise.reject(error as Error) : never))
            .finally(() => pending.delete(underWay));
          return alive ? answer : never;
        },
        now,
        log: () => undefined,
        userAgent: 'github-packages-explorer/test',
        sleep: () => Promise.resolve(),
        timeout: TIMEOUT,
      });
      const journal = createJournal({
        files,
        now,
        newId: () => `w${String(name)}-${String(++ids)}`,
        every: () => () => undefined,
        log: () => undefined,
      });
      const surroundings = (): { now: number; locale: string } => ({ now: now(), locale: 'en' });
      const changes = createChanges({
        tree: { apply: () => undefined },
        api: () => api,
        pacer: () => ({ expect: () => undefined, pause: () => undefined }),
        journal,
        sessions: fakeSessions({ shown: [account()] }),
        settings: { confirmDelete: () => 'modal', isReadOnly: () => false },
        dialogs: who,
        images: () => Promise.reject(new Error('no container')),
        knownImages: () => Promise.resolve(new Map()),
        readImages: () => Promise.reject(new Error('no image is to be read')),
        surroundings,
        sleep: () => Promise.resolve(),
        every: () => () => undefined,
        showLog: () => undefined,
        openSettings: () => Promise.resolve(),
        log: () => undefined,
      });
      return {
        changes,
        journal,
        who,
        start() {
          const sleep = (): Promise<void> => Promise.reject(new Error('one look is enough'));
          const { signal } = new AbortController();
          return tellInterrupted({ journal, changes, dialogs: who, surroundings, sleep, signal }, [account()]);
        },
        kill(cutOffAfter) {
          alive = false;
          files.crash(cutOffAfter);
        },
        async quiet() {
          await Promise.allSettled(pending);
        },
        sent: (requests) =>
          new Promise((wake) => {
            if (count >= requests) wake();
            else waiting.push({ count: requests, wake });
          }),
      };
    },
  };
}
