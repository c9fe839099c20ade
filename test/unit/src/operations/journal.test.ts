import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/github/errors';
import { countsOf, recentlyDeleted, remainingOf, undoableOf } from '../../../../src/operations/history';
import { createJournal, HEARTBEAT, type Journal } from '../../../../src/operations/journal';
import type { PastRun } from '../../../../src/operations/journalRecords';
import type { Target, VersionTarget } from '../../../../src/operations/targets';
import { DAY, examplePackage, exampleVersion, MONA, NOW } from '../support/examples';
import { memoryFiles, type MemoryFiles } from '../support/memoryFiles';

describe('The journal', () => {
  let clock = NOW;
  let files: MemoryFiles;
  let beats: (() => void)[];
  let windows = 0;

  beforeEach(() => {
    clock = NOW;
    files = memoryFiles();
    beats = [];
  });

  /** A window of its own over some files. */
  function open(over: MemoryFiles = files): Journal {
    const name = ++windows;
    let ids = 0;
    return createJournal({
      files: over,
      now: () => clock,
      newId: () => `w${name}-${++ids}`,
      every: (_, act) => {
        beats.push(act);
        return () => beats.splice(beats.indexOf(act), 1);
      },
      log: () => undefined,
    });
  }

  function targets(count: number): VersionTarget[] {
    const pkg = examplePackage({ type: 'container', name: 'web/app' });
    return Array.from({ length: count }, (_, id) => ({
      account: MONA,
      pkg,
      version: exampleVersion({ id: id + 1, name: `sha256:${id}`, tags: [`v${id}`] }),
    }));
  }

  async function onlyRun(journal: Journal): Promise<PastRun> {
    const [run, ...others] = await journal.runs();
    assert.ok(run);
    assert.deepEqual(others, []);
    return run;
  }

  function states(run: PastRun): string[] {
    return run.notes.map(({ state, reason }) => (reason === undefined ? state : `${state}: ${reason}`));
  }

  it('has written what is going to happen before anything does', async () => {
    const all = targets(3);
    await open().begin('delete', all);
    const run = await onlyRun(open());
    assert.deepEqual(run.targets, all);
    assert.deepEqual([run.action, run.startedAt, run.ended], ['delete', NOW, false]);
    assert.deepEqual(states(run), ['waiting', 'waiting', 'waiting']);
  });

  it('has written each note when it says so', async () => {
    const [one, two, three] = targets(3);
    assert.ok(one && two && three);
    const recorder = await open().begin('delete', [one, two, three]);
    await recorder.sent(one);
    assert.deepEqual(states(await onlyRun(open())), ['sent', 'waiting', 'waiting']);
    await recorder.settled({ target: one, result: 'done' });
    await recorder.sent(two);
    await recorder.settled({ target: two, result: 'refused', error: new ApiError('not-admin', 'SECRET') });
    assert.deepEqual(states(await onlyRun(open())), ['done', 'refused: not-admin', 'waiting']);
    assert.doesNotMatch([...files.texts.values()].join(), /SECRET/);
  });

  it('keeps its files few and small, however long a run is', async () => {
    const all = targets(1000);
    const recorder = await open().begin('delete', all);
    for (const target of all) {
      await recorder.sent(target);
      await recorder.settled({ target, result: 'done' });
    }
    const parts = [...files.texts].filter(([name]) => name.endsWith('.jsonl'));
    assert.ok(parts.length <= 34, String(parts.length));
    for (const [name, text] of parts) assert.ok(text.length < 10_000, name);
    await recorder.end();
    assert.equal([...files.texts].length, 2);
    const run = await onlyRun(open());
    assert.equal(run.ended, true);
    assert.deepEqual(countsOf(run), { done: 1000, refused: 0, inDoubt: 0, open: 0 });
  });

  it('writes notes together that come together', async () => {
    const all = targets(40);
    const recorder = await open().begin('delete', all);
    let writes = 0;
    const write = files.write.bind(files);
    Object.assign(files, { write: (name: string, text: string) => (writes++, write(name, text)) });
    await Promise.all(all.map((target) => recorder.sent(target)));
    assert.ok(writes <= 2, String(writes));
    assert.equal(countsOf(await onlyRun(open())).inDoubt, 40);
  });

  it('loses no note it has written when the next write is cut off, wherever', async () => {
    for (let after = 0; after < 700; after += 7) {
      const own = memoryFiles();
      const all = targets(100);
      const recorder = await open(own).begin('delete', all);
      const done = 30 + (after % 60);
      for (const target of all.slice(0, done)) {
        await recorder.sent(target);
        await recorder.settled({ target, result: 'done' });
      }
      own.crash(after);
      const next = all[done];
      assert.ok(next);
      await assert.rejects(recorder.sent(next));
      const run = await onlyRun(open(own.reopen()));
      const counts = countsOf(run);
      assert.equal(counts.done, done);
      assert.ok(counts.inDoubt <= 1);
    }
  });

  it('says that it cannot write, before anything is sent', async () => {
    files.crash(0);
    await assert.rejects(open().begin('delete', targets(1)));
    assert.deepEqual(await open(files.reopen()).runs(), []);
  });

  it('goes on after a failed write with all that was noted', async () => {
    const [one, two] = targets(2);
    assert.ok(one && two);
    const recorder = await open().begin('delete', [one, two]);
    const write = files.write.bind(files);
    Object.assign(files, { write: () => Promise.reject(new Error('disk full')) });
    await assert.rejects(recorder.sent(one), /disk full/);
    Object.assign(files, { write });
    await recorder.sent(two);
    assert.deepEqual(states(await onlyRun(open())), ['sent', 'sent']);
  });

  describe('of several windows', () => {
    it('keeps their runs apart', async () => {
      const [one, two] = targets(2);
      assert.ok(one && two);
      const [a, b] = [await open().begin('delete', [one]), await open().begin('restore', [two])];
      await Promise.all([a.sent(one), b.sent(two)]);
      await a.end();
      const runs = await open().runs();
      assert.deepEqual(runs.map(({ action, ended }) => `${action} ${String(ended)}`).sort(), [
        'delete true',
        'restore false',
      ]);
    });

    it('finds a run interrupted only when its window has been silent for a while', async () => {
      const all = targets(2);
      await open().begin('delete', all);
      assert.deepEqual(await open().interrupted(), { interrupted: [], tended: 1 });
      clock += 40_000;
      for (const beat of beats) beat();
      await new Promise(setImmediate);
      clock += 40_000;
      assert.deepEqual(await open().interrupted(), { interrupted: [], tended: 1 });
      clock += 10_000;
      assert.equal((await open().interrupted()).interrupted.length, 1);
    });

    it('finds it sooner while it watches, at the fourth look that hears nothing new', async () => {
      const run = await open().begin('delete', targets(2));
      const watcher = open();
      const look = async (): Promise<boolean> => (await watcher.interrupted()).interrupted.length === 1;
      for (let times = 0; times < 10; times++) {
        assert.equal(await look(), false, 'it is heard of');
        clock += HEARTBEAT;
        for (const beat of beats) beat();
        await new Promise(setImmediate);
      }
      for (let times = 0; times < 3; times++) {
        assert.equal(await look(), false, 'it may only be late');
        clock += HEARTBEAT;
      }
      assert.equal(await look(), true);
      assert.ok(await watcher.resume(await onlyRun(watcher)));
      assert.equal(run.lost.aborted, false);
      for (const beat of [...beats]) beat();
      await new Promise(setImmediate);
      assert.equal(run.lost.aborted, true);
    });

    it('does not take a window for gone because the computer was asleep', async () => {
      await open().begin('delete', targets(2));
      const watcher = open();
      await watcher.interrupted();
      clock += DAY;
      assert.deepEqual(await watcher.interrupted(), { interrupted: [], tended: 1 });
      for (const beat of beats) beat();
      await new Promise(setImmediate);
      assert.deepEqual(await watcher.interrupted(), { interrupted: [], tended: 1 });
    });

    it('lets one of them take it up, and stops the other if it was only asleep', async () => {
      const all = targets(3);
      const [one, two] = all;
      assert.ok(one && two);
      const first = await open().begin('delete', all);
      await first.sent(one);
      clock += 60_000;
      const [second, third] = [open(), open()];
      const run = await onlyRun(second);
      const recorder = await second.resume(run);
      assert.ok(recorder);
      assert.equal(await third.resume(run), undefined);
      for (const beat of [...beats]) beat();
      await new Promise(setImmediate);
      assert.equal(first.lost.aborted, true);
      assert.equal(recorder.lost.aborted, false);
      await recorder.settled({ target: one, result: 'done' });
      await recorder.settled({ target: two, result: 'already' });
      assert.deepEqual(states(await onlyRun(open())), ['done', 'already', 'waiting']);
    });
  });

  it('forgets what can help nobody any more', async () => {
    const recorder = await open().begin('delete', targets(2));
    await recorder.end();
    clock += 30 * DAY;
    assert.equal((await open().runs()).length, 1);
    clock += 2 * DAY;
    assert.deepEqual(await open().runs(), []);
    assert.deepEqual([...files.texts.keys()], []);
  });

  it('removes what never came to a request', async () => {
    files = memoryFiles(new Map([['x.head.json', '{"format":1,"id"']]));
    assert.deepEqual(await open().runs(), []);
    assert.deepEqual([...files.texts.keys()], []);
  });

  it('holds no token and no address but the hosts’ own', async () => {
    const recorder = await open().begin('delete', targets(1));
    await recorder.end();
    assert.doesNotMatch([...files.texts.values()].join(), /gh[opsu]_|token|authorization/i);
  });

  describe('remembers', () => {
    async function past(
      action: 'delete' | 'restore',
      target: Target,
      result: 'done' | 'unknown',
      reason?: 'not-restorable',
    ): Promise<void> {
      clock += 1000;
      const recorder = await open().begin(action, [target]);
      await recorder.sent(target);
      await recorder.settled(
        reason ? { target, result: 'refused', error: new ApiError(reason, '') } : { target, result },
      );
      await recorder.end();
    }
    const whole: Target = { account: MONA, pkg: examplePackage() };
    const names = async (): Promise<string[]> =>
      recentlyDeleted(await open().runs(), clock).map(({ pkg, certain }) => `${pkg.name} ${String(certain)}`);

    it('packages that can be restored, until they are', async () => {
      await past('delete', whole, 'done');
      assert.deepEqual(await names(), ['left-align true']);
      await past('restore', whole, 'done');
      assert.deepEqual(await names(), []);
      await past('delete', whole, 'done');
      assert.deepEqual(await names(), ['left-align true']);
    });

    it('packages of which nobody knows, and marks them', async () => {
      await past('delete', whole, 'unknown');
      assert.deepEqual(await names(), ['left-align false']);
    });

    it('no package that GitHub no longer has', async () => {
      await past('delete', whole, 'done');
      await past('restore', whole, 'done', 'not-restorable');
      assert.deepEqual(await names(), []);
      await past('delete', { account: MONA, pkg: examplePackage({ name: 'other' }) }, 'done');
      clock += 30 * DAY;
      assert.deepEqual(await names(), []);
    });

    it('what a run has left to do, and what it can undo', async () => {
      const all = targets(5);
      const [one, two, three, four] = all;
      assert.ok(one && two && three && four);
      const recorder = await open().begin('delete', all);
      await recorder.settled({ target: one, result: 'done' });
      await recorder.settled({ target: two, result: 'already' });
      await recorder.sent(three);
      await recorder.settled({ target: four, result: 'refused' });
      const run = await onlyRun(open());
      const ids = (list: readonly Target[]): (number | undefined)[] => list.map(({ version }) => version?.id);
      assert.deepEqual(ids(remainingOf(run)), [3, 5]);
      assert.deepEqual(ids(undoableOf(run)), [3, 1]);
    });
  });
});
