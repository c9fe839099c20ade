import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/github/errors';
import type { Page } from '../../../../src/github/paging';
import { createListReader, type ListReader } from '../../../../src/model/listReader';

interface Row {
  readonly id: number;
}

/** A list of so many pages of one entry, whose pages answer when they are let. */
function slow(count: number, known: readonly Page<Row>[] = []) {
  const asked: number[] = [];
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const page = (number: number): Page<Row> => ({
    items: [{ id: number }],
    unreadable: 0,
    next: number < count ? number + 1 : undefined,
    last: count,
  });
  const pages = Array.from({ length: count }, (_, index) => page(index + 1));
  const reader: ListReader<Row> = createListReader<Row>(
    {
      read(number, signal) {
        asked.push(number);
        return new Promise((resolve, reject) => {
          const answer = pages[number - 1];
          assert.ok(answer);
          waiting.set(number, { resolve: () => resolve(answer), reject });
          signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
        });
      },
      key: ({ id }) => id,
      maxPages: 100,
      lanes: 2,
      lastKnown: () => Promise.resolve(known),
      now: () => 0,
    },
    () => undefined,
  );
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answer = async (...numbers: number[]): Promise<void> => {
    for (const number of numbers) {
      await settle();
      waiting.get(number)?.resolve();
    }
    await settle();
  };
  const ids = (): number[] => reader.current().items.map(({ id }) => id);
  return { reader, asked, answer, waiting, ids, settle };
}

describe('A reader of a list', () => {
  it('has something to show when the first page is there', async () => {
    const { reader, answer, ids } = slow(3);
    void reader.read(Infinity);
    let isFirst = false;
    void reader.first().then(() => (isFirst = true));
    await answer();
    assert.equal(isFirst, false);
    await answer(1);
    assert.equal(isFirst, true);
    assert.deepEqual([ids(), reader.isReading(), reader.current().complete], [[1], true, false]);
  });

  it('is shared by all who read', async () => {
    const { reader, asked, answer } = slow(1);
    const both = Promise.all([reader.read(1), reader.whole()]);
    await answer(1);
    await both;
    assert.deepEqual(asked, [1]);
    assert.equal(reader.current().complete, true);
  });

  it('stops when nobody looks, keeps what it has, and goes on from there', async () => {
    const { reader, asked, answer, ids } = slow(3);
    void reader.read(Infinity);
    await answer(1, 3);
    reader.stop();
    await answer();
    assert.deepEqual([ids(), reader.isReading(), reader.current().error], [[1, 3], false, undefined]);
    asked.length = 0;
    const read = reader.read(Infinity);
    await answer(2, 1, 3);
    await read;
    assert.deepEqual([asked, ids(), reader.current().complete], [[2, 1, 3], [1, 2, 3], true]);
  });

  it('does not stop while somebody needs all of it', async () => {
    const { reader, answer } = slow(1);
    const whole = reader.whole();
    await answer();
    reader.stop();
    await answer(1);
    assert.equal((await whole).complete, true);
  });

  it('lets everybody go when another reader takes its place', async () => {
    const { reader, answer } = slow(2);
    const all = Promise.all([reader.whole(), reader.read(1), reader.first()]);
    await answer();
    reader.abandon();
    await all;
    assert.equal(reader.current().complete, false);
  });

  it('reads no further than it is asked to', async () => {
    const { reader, asked, answer } = slow(5);
    const read = reader.read(2);
    await answer(1, 2);
    await read;
    assert.deepEqual(asked, [1, 2]);
    assert.equal(reader.current().most, 5);
  });

  it('shows the last session’s list until the new one is whole', async () => {
    const old: Page<Row> = { items: [{ id: 8 }, { id: 9 }], unreadable: 0, next: undefined, last: undefined };
    const { reader, answer, ids } = slow(2, [old]);
    const read = reader.read(1);
    await answer();
    assert.deepEqual([ids(), reader.current().stale], [[8, 9], true]);
    await answer(1);
    assert.deepEqual(ids(), [8, 9]);
    await answer(2, 1);
    await read;
    assert.deepEqual([ids(), reader.current().stale], [[1, 2], false]);
  });

  it('keeps what it has when a page fails, and reads on when it may try again', async () => {
    const { reader, answer, waiting, ids, settle } = slow(2);
    const read = reader.read(2);
    await answer(1);
    waiting.get(2)?.reject(new ApiError('timeout', ''));
    await read;
    assert.deepEqual([ids(), reader.current().error?.reason], [[1], 'timeout']);
    await reader.read(2); // no storm of requests: the failure stands until somebody wants it to be forgotten
    reader.retry();
    const again = reader.read(2);
    await settle();
    await answer(2, 1);
    await again;
    assert.deepEqual([ids(), reader.current().complete], [[1, 2], true]);
  });
});
