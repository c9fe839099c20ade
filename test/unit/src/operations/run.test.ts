import assert from 'node:assert/strict';
import { HUBOT, SMALL } from '../../../github/seed/names';
import type { Fault } from '../../../github/faults';
import type { PackageVersion } from '../../../github/state';
import { ApiError } from '../../../../src/github/errors';
import type { VersionState } from '../../../../src/github/resources';
import type { Account } from '../../../../src/model/accounts';
import type { Outcome } from '../../../../src/operations/change';
import { runPlan, type RunOptions } from '../../../../src/operations/run';
import { goingOf, type Plan } from '../../../../src/operations/plan';
import type { Action, Target, VersionTarget } from '../../../../src/operations/targets';
import { useLocalGitHub } from '../support/localGitHub';

const NPM = { owner: SMALL.org, type: 'npm', name: SMALL.npm };

function planOf(action: Action, targets: readonly Target[]): Plan {
  return { action, items: targets.map((target) => ({ target, verdict: 'go' })), unforeseen: [] };
}

/** Everything a run needs beside the API: a journal that keeps nothing, and no waiting. */
const PLAIN: Omit<RunOptions, 'api'> = {
  pacer: () => ({ expect: () => undefined }),
  recorder: { sent: () => Promise.resolve(), settled: () => Promise.resolve() },
  isReadOnly: () => false,
  signal: new AbortController().signal,
  now: Date.now,
  sleep: () => Promise.resolve(),
  onOutcome: () => undefined,
};

describe('Running a plan', () => {
  const github = useLocalGitHub();

  async function targets(state: VersionState, account: Account = github.account): Promise<VersionTarget[]> {
    const api = github.api(account);
    const signal = new AbortController().signal;
    const [pkg] = (await api.packages({ kind: 'organization', login: SMALL.org }, 'npm', 1, signal)).items;
    assert.ok(pkg);
    const { items } = await api.versions(pkg, state, 1, signal);
    github.server.requests.length = 0;
    return items.map((version) => ({ account, pkg, version }));
  }

  async function run(plan: Plan, signal = new AbortController().signal): Promise<readonly Outcome[]> {
    const told: Outcome[] = [];
    const now = (): number => github.server.clock.now();
    const outcomes = await runPlan(plan, {
      ...PLAIN,
      api: (account) => github.api(account),
      signal,
      now,
      onOutcome: (outcome) => told.push(outcome),
    });
    assert.deepEqual(told, outcomes, 'each outcome is told once, in order');
    assert.deepEqual(
      outcomes.map(({ target }) => target),
      goingOf(plan),
    );
    return outcomes;
  }

  function words(outcomes: readonly Outcome[]): string[] {
    return outcomes.map(({ result, error }) => (error ? `${result}: ${error.reason}` : result));
  }

  function onServer(version: VersionTarget['version']): PackageVersion | undefined {
    return github.server.packageState(NPM)?.versions.find(({ id }) => id === version.id);
  }

  /** Methods of the requests so far; a look around takes one read or two. */
  function methods(): string {
    const all = github.server.requests.map(({ method }) => method);
    return all.filter((method, index) => method !== 'GET' || all[index - 1] !== 'GET').join(' ');
  }

  it('deletes each version with one request', async () => {
    const [one, two] = await targets('active');
    assert.ok(one && two);
    assert.deepEqual(words(await run(planOf('delete', [one, two]))), ['done', 'done']);
    assert.ok(onServer(one.version)?.deletedAt);
    assert.ok(onServer(two.version)?.deletedAt);
    assert.equal(methods(), 'DELETE DELETE');
  });

  it('restores each version with one request', async () => {
    const [gone] = await targets('deleted');
    assert.ok(gone);
    assert.deepEqual(words(await run(planOf('restore', [gone]))), ['done']);
    assert.equal(onServer(gone.version)?.deletedAt, undefined);
    assert.equal(methods(), 'POST');
  });

  it('is content with what somebody else has done', async () => {
    const [version] = await targets('active');
    const [gone] = await targets('deleted');
    assert.ok(version && gone);
    await run(planOf('delete', [version]));
    await run(planOf('restore', [gone]));
    assert.deepEqual(words(await run(planOf('delete', [version]))), ['already']);
    assert.deepEqual(words(await run(planOf('restore', [gone]))), ['already']);
  });

  describe('of somebody who is not an admin', () => {
    const hubot = (): Account => ({ ...github.account, id: '480938', login: HUBOT });
    beforeEach(() => {
      const { owners } = github.server.world;
      owners.push({ kind: 'User', id: 480938, login: HUBOT, name: 'Hubot' });
    });

    it('tells "not allowed" from "gone" by reading again, with the permission it has', async () => {
      const [version] = await targets('active', hubot());
      assert.ok(version);
      assert.deepEqual(words(await run(planOf('delete', [version]))), ['refused: not-admin']);
      assert.equal(onServer(version.version)?.deletedAt, undefined);
      assert.equal(methods(), 'DELETE GET');
      assert.deepEqual(
        github.server.requests.map(({ scopes }) => scopes),
        [
          ['delete:packages', 'read:packages', 'repo'],
          ['delete:packages', 'read:packages', 'repo'],
        ],
      );
    });

    it('says that a version cannot be restored', async () => {
      const [gone] = await targets('deleted', hubot());
      assert.ok(gone);
      assert.deepEqual(words(await run(planOf('restore', [gone]))), ['refused: not-restorable']);
    });
  });

  it('says that it is too late to restore, however the server puts it', async () => {
    const [gone] = await targets('deleted');
    assert.ok(gone);
    github.server.clock.advance(31 * 86_400_000);
    assert.deepEqual(words(await run(planOf('restore', [gone]))), ['refused: not-restorable']);
    github.server.setUncertainties({ restoreRefusal: 'bad-request' });
    assert.deepEqual(words(await run(planOf('restore', [gone]))), ['refused: not-restorable']);
  });

  it('goes on after a version that GitHub keeps', async () => {
    const pkg = github.server.packageState(NPM);
    assert.ok(pkg?.versions[0]);
    const [first, second] = await targets('active');
    assert.ok(first && second);
    const popular = pkg.versions.find(({ id }) => id === first.version.id);
    assert.ok(popular);
    popular.downloads = 5001;
    assert.deepEqual(words(await run(planOf('delete', [first, second]))), ['refused: too-many-downloads', 'done']);
  });

  describe('when the answer is lost', () => {
    const lost: readonly (readonly [string, Fault])[] = [
      ['a server error', { kind: 'status', status: 500 }],
      ['a proxy that gave up', { kind: 'status', status: 502 }],
      ['a broken connection', { kind: 'reset', at: 'start' }],
      ['a network that asks to log in', { kind: 'html' }],
      ['a redirect', { kind: 'redirect', to: '{self}' }],
    ];
    for (const [what, fault] of lost) {
      for (const [action, state, method] of [
        ['delete', 'active', 'DELETE'],
        ['restore', 'deleted', 'POST'],
      ] as const) {
        it(`asks once more to ${action} what ${what} kept from taking effect`, async () => {
          const [target] = await targets(state);
          assert.ok(target);
          github.server.addFault({ match: { method }, nth: 1, fault });
          assert.deepEqual(words(await run(planOf(action, [target]))), ['done']);
          assert.equal(methods(), `${method} GET ${method}`);
        });

        it(`does not ask forever to ${action} in spite of ${what}`, async () => {
          const [target] = await targets(state);
          assert.ok(target);
          github.server.addFault({ match: { method }, fault });
          const [outcome] = await run(planOf(action, [target]));
          assert.equal(outcome?.result, 'refused');
          assert.equal(methods(), `${method} GET ${method} GET ${method} GET`);
        });

        if (fault.kind !== 'status' && fault.kind !== 'reset') continue;

        it(`sees by reading again that it did ${action} in spite of ${what}`, async () => {
          const [target] = await targets(state);
          assert.ok(target);
          github.server.addFault({ match: { method }, nth: 1, fault: { ...fault, after: true } });
          assert.deepEqual(words(await run(planOf(action, [target]))), ['done']);
          assert.equal(methods(), `${method} GET`);
        });
      }
    }

    it('counts as its own doing what a second request finds gone', async () => {
      const [target] = await targets('active');
      assert.ok(target);
      github.server.addFault({
        match: { method: 'DELETE' },
        nth: 1,
        fault: { kind: 'status', status: 500, after: true },
      });
      const { id, name } = target.version;
      const headers = { 'content-type': 'application/json' };
      const stale: Fault = { kind: 'status', status: 200, headers, body: { id, name } };
      github.server.addFault({ match: { method: 'GET' }, nth: 1, fault: stale });
      assert.deepEqual(words(await run(planOf('delete', [target]))), ['done']);
      assert.equal(methods(), 'DELETE GET DELETE GET');
    });

    it('says so when even reading again does not help', async () => {
      const [target] = await targets('active');
      assert.ok(target);
      github.server.addFault({ fault: { kind: 'status', status: 500 } });
      assert.deepEqual(words(await run(planOf('delete', [target]))), ['unknown: server-error']);
    });
  });

  describe('when the rest would meet the same', () => {
    const status = (code: number, message: string, headers: Record<string, string> = {}): Fault => ({
      kind: 'status',
      status: code,
      headers,
      body: { message },
    });
    for (const [fault, expected] of [
      [status(401, 'Bad credentials'), ['refused: bad-credentials', 'not-started: bad-credentials']],
      [
        status(403, 'You need at least delete:packages scope'),
        ['refused: scope-missing', 'not-started: scope-missing'],
      ],
      [status(403, 'organization SAML enforcement'), ['refused: sso-required', 'not-started: sso-required']],
      [status(403, 'OAuth App access restrictions'), ['refused: app-restricted', 'not-started: app-restricted']],
      [status(403, '', { 'retry-after': '60' }), ['refused: rate-limited', 'not-started: rate-limited']],
      [status(429, 'slow down'), ['refused: rate-limited', 'not-started: rate-limited']],
      [{ kind: 'reset', at: 'start' }, ['unknown: unreachable', 'not-started: unreachable']],
    ] as const) {
      it(`stops after ${expected[0]} and says what was not started`, async () => {
        const plan: Plan = planOf('delete', (await targets('active')).slice(0, 2));
        github.server.addFault({ fault });
        assert.deepEqual(words(await run(plan)), expected);
        assert.equal(
          new Set(github.server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).size,
          1,
        );
      });
    }

    for (const [fault, reason] of [
      [status(403, 'Forbidden'), 'refused'],
      [status(400, 'last version of a package'), 'last-version'],
      [status(404, 'Package not found.'), 'not-admin'],
    ] as const) {
      it(`goes on after ${reason}`, async () => {
        const plan: Plan = planOf('delete', (await targets('active')).slice(0, 2));
        github.server.addFault({ match: { method: 'DELETE' }, nth: 1, fault });
        assert.deepEqual(words(await run(plan)), [`refused: ${reason}`, 'done']);
      });
    }
  });

  it('finishes what it has begun when it is cancelled, and starts nothing more', async () => {
    const controller = new AbortController();
    const all = await targets('active');
    const outcomes = runPlan(planOf('delete', all), {
      ...PLAIN,
      api: (account) => github.api(account),
      signal: controller.signal,
      now: Date.now,
      onOutcome: () => controller.abort(),
    });
    assert.deepEqual(words(await outcomes), ['done', ...all.slice(1).map(() => 'not-started')]);
    assert.equal(methods(), 'DELETE');
    assert.deepEqual(words(await run(planOf('delete', all.slice(1)), AbortSignal.abort())), [
      'not-started',
      'not-started',
    ]);
  });

  it('never rejects, not even when asking itself fails', async () => {
    const [target] = await targets('active');
    assert.ok(target);
    const outcomes = await runPlan(planOf('delete', [target]), {
      ...PLAIN,
      api: (account) => ({ ...github.api(account), deleteVersion: () => Promise.reject(new Error('broken')) }),
      signal: new AbortController().signal,
      now: Date.now,
      onOutcome: () => undefined,
    });
    assert.equal(outcomes[0]?.result, 'refused');
  });

  it('never rejects, not even when there is no way to ask', async () => {
    const [one, two] = await targets('active');
    assert.ok(one && two);
    const api = (): never => {
      throw new Error('broken');
    };
    const signal = new AbortController().signal;
    const plan: Plan = planOf('delete', [one, two]);
    const outcomes = await runPlan(plan, { ...PLAIN, api, signal });
    assert.deepEqual(words(outcomes), ['unknown: unreachable', 'not-started: unreachable']);
  });

  for (const [reason, result] of [
    ['offline', 'unknown'],
    ['certificate', 'refused'],
  ] as const) {
    it(`stops when it is ${reason}, since every other version would meet the same`, async () => {
      const plan: Plan = planOf('delete', (await targets('active')).slice(0, 2));
      const fail = (): Promise<never> => Promise.reject(new ApiError(reason, 'no way'));
      const outcomes = await runPlan(plan, {
        ...PLAIN,
        api: (account) => ({ ...github.api(account), deleteVersion: fail, version: fail }),
        signal: new AbortController().signal,
        now: Date.now,
        onOutcome: () => undefined,
      });
      assert.deepEqual(words(outcomes), [`${result}: ${reason}`, `not-started: ${reason}`]);
    });
  }

  it('does nothing for an empty plan', async () => {
    assert.deepEqual(await run(planOf('delete', [])), []);
    assert.equal(methods(), '');
  });
});
