import assert from 'node:assert/strict';
import { bulk, type Bulk } from '../support/bulk';
import { mostInAMinute, type LimitedServerOptions } from '../support/limitedServer';
import { NOW } from '../support/examples';
import { virtualTime, type VirtualTime } from '../support/virtualTime';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('Pacing', () => {
  let time: VirtualTime;
  let scene: Bulk;

  function set(options: Omit<LimitedServerOptions, 'time'> = {}): void {
    time = virtualTime(NOW);
    scene = bulk(time, options);
  }

  /** Deletes so many; all of them must be deleted in the end. @returns how long it took */
  async function deleteAll(count: number): Promise<number> {
    const outcomes = await time.run(scene.run(count));
    assert.ok(outcomes.every(({ result }) => result === 'done'));
    assert.equal(scene.server.changes.length, count);
    return time.now() - NOW;
  }

  /** Reads so many times in each of so many lanes, as it is done with a long list. */
  async function readInLanes(lanes: number, times: number): Promise<void> {
    const lane = async (): Promise<void> => {
      const { signal } = new AbortController();
      for (let reads = 0; reads < times; reads++) await scene.api.organizations(1, signal);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  it('lets a few changes out at once', async () => {
    set();
    assert.ok((await deleteAll(20)) < 2000);
  });

  it('comes close to the limit of points, and never meets it', async () => {
    set();
    const took = await deleteAll(500);
    assert.deepEqual(scene.server.refused, []);
    assert.ok(mostInAMinute(scene.server.changes) <= 170);
    assert.ok(took < 185_000, String(took));
    const steady = scene.server.changes.filter((at) => at - NOW > MINUTE && at - NOW <= 2 * MINUTE).length;
    assert.ok(steady >= 165, String(steady));
  });

  it('starts gently', async () => {
    set();
    await deleteAll(60);
    const [, ...gaps] = scene.server.changes.map((at, index, all) => at - (all[index - 1] ?? at));
    assert.ok((gaps[25] ?? 0) > (gaps[58] ?? Infinity));
  });

  for (const status of [403, 429] as const) {
    for (const retryAfter of ['seconds', 'date', 'none'] as const) {
      it(`learns a lower limit from refusals (${status}, time to come back: ${retryAfter})`, async () => {
        set({ limits: { points: 450, status, retryAfter }, ahead: HOUR });
        const took = await deleteAll(500);
        assert.ok(scene.server.refused.length <= 5, String(scene.server.refused.length));
        assert.ok(took < 9 * MINUTE, String(took / MINUTE));
      });
    }
  }

  it('is refused once at a time, however unevenly answers come', async () => {
    let seed = 1;
    const uneven = (): number => (seed = (seed * 16807) % 2147483647) % 21;
    set({ limits: { points: 450, retryAfter: 'none' }, latency: () => 50 + uneven() });
    await deleteAll(500);
    assert.ok(scene.server.refused.length <= 4, String(scene.server.refused.length));
  });

  it('waits in every lane after one refusal', async () => {
    set({ limits: { points: 100, retryAfter: 'seconds' }, latency: () => 400 });
    await deleteAll(40);
    const [first = 0] = scene.server.refused;
    const inPause = scene.server.changes.filter((at) => at > first + 400 && at < first + 30_000);
    assert.deepEqual(inPause, []);
  });

  it('uses up the hourly limit but for a reserve, and goes on when the server’s clock says so', async () => {
    set({ limits: { primary: 500 }, ahead: -HOUR });
    const took = await deleteAll(600);
    assert.deepEqual(scene.server.refused, []);
    assert.ok(took > HOUR && took < HOUR + 2 * MINUTE, String(took / MINUTE));
    const early = scene.server.changes.filter((at) => at - NOW < 50 * MINUTE).length;
    assert.ok(early <= 400 && early > 390, String(early));
  });

  it('gives the reserve up where that ends the work', async () => {
    set({ limits: { primary: 500 } });
    assert.ok((await deleteAll(500)) < 5 * MINUTE);
    assert.deepEqual(scene.server.refused, []);
  });

  it('says what it waits for', async () => {
    set({ limits: { primary: 200 } });
    const work = scene.run(250);
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      await time.sleep(10 * MINUTE);
      const pause = scene.pacer.pause();
      seen.push(`${pause?.why ?? ''} ${Math.round(((pause?.until ?? 0) - NOW) / MINUTE)}`);
    };
    await time.run(Promise.all([work, look()]));
    assert.deepEqual(seen, ['hourly-limit 58']);
    assert.equal(scene.pacer.pause(), undefined);
  });

  it('lets reads pass while changes wait for their turn', async () => {
    set();
    const waits: number[] = [];
    const browse = async (): Promise<void> => {
      for (let reads = 0; reads < 20; reads++) {
        await time.sleep(5000);
        const before = time.now();
        await scene.api.organizations(1, new AbortController().signal);
        waits.push(time.now() - before);
      }
    };
    await time.run(Promise.all([scene.run(300), browse()]));
    assert.deepEqual(scene.server.refused, []);
    assert.ok(Math.max(...waits) <= 60, String(Math.max(...waits)));
  });

  it('does not send a read into a pause, and says until when it lasts', async () => {
    set({ limits: { points: 60, retryAfter: 'seconds' } });
    const work = scene.run(15);
    const browse = async (): Promise<void> => {
      await time.sleep(10_000);
      await assert.rejects(scene.api.organizations(1, new AbortController().signal), {
        reason: 'rate-limited',
        message: 'not sent: a pause',
      });
    };
    await time.run(Promise.all([work, browse()]));
  });

  it('lets a read wait for its turn where nobody but we hold it back', async () => {
    set({ latency: () => 800 });
    await time.run(readInLanes(6, 24));
    // 144 answers of 0.8 seconds each are more than GitHub gives in a minute, and less than it gives in two.
    assert.ok(time.now() - NOW > MINUTE && time.now() - NOW < 2 * MINUTE, String(time.now() - NOW));
    assert.deepEqual(scene.server.refused, []);
  });

  it('does not take the queue in a browser for work of the server', async () => {
    set({ latency: () => 800 });
    await time.run(readInLanes(18, 8));
    assert.equal(time.now() - NOW, 8 * 800);
  });

  it('slows down while another program spends from the same limits', async () => {
    set();
    const other = async (): Promise<void> => {
      for (let changes = 0; changes < 180; changes++) {
        await time.sleep(1000);
        scene.server.spend('DELETE');
      }
    };
    await time.run(Promise.all([scene.run(300), other()]));
    assert.equal(scene.server.changes.length, 300);
    assert.equal(scene.server.refused.length, 0);
  });

  it('stays within the time that GitHub may spend on answers', async () => {
    set({ latency: () => 3000 });
    await deleteAll(120);
    // Four lanes of 3 seconds each would be 240 seconds of work a minute.
    assert.ok(mostInAMinute(scene.server.changes) * 3 <= 90, String(mostInAMinute(scene.server.changes)));
  });

  it('lets go of what waits when it is called off, without sending it', async () => {
    set({ limits: { primary: 150 } });
    const controller = new AbortController();
    const cancel = async (): Promise<void> => {
      await time.sleep(20 * MINUTE);
      controller.abort();
    };
    const [outcomes] = await time.run(Promise.all([scene.run(200, controller.signal), cancel()]));
    const count = (result: string): number => outcomes.filter((outcome) => outcome.result === result).length;
    assert.equal(count('done'), scene.server.changes.length);
    assert.equal(count('not-started'), 200 - scene.server.changes.length);
    assert.ok(count('not-started') > 0);
    assert.ok(time.now() - NOW < 21 * MINUTE);
  });
});
