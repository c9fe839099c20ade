import assert from 'node:assert/strict';
import { linkedPages, listAll, type Listing, type Page } from '../../../../src/github/paging';

describe('The pages of a Link header', () => {
  const next = '<https://api.github.com/user/orgs?per_page=100&page=2>; rel="next"';

  it('are read by number, whatever the order', () => {
    assert.deepEqual(linkedPages(`${next}, <https://api.github.com/user/orgs?page=7&per_page=100>; rel="last"`), {
      next: 2,
      last: 7,
    });
    assert.deepEqual(linkedPages(`<https://x.example/?page=9>; rel=last, ${next}`), { next: 2, last: 9 });
  });

  it('are not confused by per_page', () => {
    assert.deepEqual(linkedPages('<https://api.github.com/user/orgs?per_page=100>; rel="next"').next, undefined);
  });

  for (const header of [
    undefined,
    '',
    'nonsense',
    '<?page=2>',
    '<https://x.example/?page=0>; rel="next"',
    '<https://x.example/?page=-1>; rel="next"',
    '<https://x.example/?page=99999999999999999999>; rel="next"',
    '<https://x.example/?page=2; rel="next"',
  ]) {
    it(`are none in ${JSON.stringify(header)}`, () => {
      assert.deepEqual(linkedPages(header), { next: undefined, last: undefined });
    });
  }
});

describe('Reading a whole list', () => {
  interface Row {
    readonly id: number;
  }

  function rows(from: number, to: number): Row[] {
    return Array.from({ length: to - from + 1 }, (_, index) => ({ id: from + index }));
  }

  function page(items: readonly Row[], next?: number, last?: number, unreadable = 0): Page<Row> {
    return { items, unreadable, next, last };
  }

  /** Pages by number; anything beyond them fails the test. */
  function pages(...list: readonly Page<Row>[]): (number: number) => Promise<Page<Row>> {
    return (number) => {
      const found = list[number - 1];
      assert.ok(found, `page ${number} was asked for`);
      return Promise.resolve(found);
    };
  }

  function read(source: (number: number) => Promise<Page<Row>>, maxPages = 100): Promise<Listing<Row>> {
    return listAll(source, ({ id }) => id, maxPages);
  }

  function ids({ items }: Listing<Row>): number[] {
    return items.map(({ id }) => id);
  }

  it('takes one page as it is', async () => {
    const listing = await read(pages(page(rows(1, 3))));
    assert.deepEqual(listing, { items: rows(1, 3), complete: true });
  });

  it('accepts an empty list', async () => {
    assert.deepEqual(await read(pages(page([]))), { items: [], complete: true });
  });

  it('puts pages together in their order, though they are read in parallel', async () => {
    const answers = [page(rows(1, 2), 2, 4), page(rows(3, 4), 3, 4), page(rows(5, 6), 4, 4), page(rows(7, 7))];
    const waiting: (() => void)[] = [];
    const listing = read(async (number) => {
      if (number > 1 && waiting.length < 3) {
        await new Promise<void>((resolve) => {
          waiting.unshift(resolve);
          if (waiting.length === 3) for (const release of waiting) release(); // the last that was asked answers first
        });
      }
      return pages(...answers)(number);
    });
    assert.deepEqual(ids(await listing), [1, 2, 3, 4, 5, 6, 7]);
    assert.equal((await listing).complete, true);
  });

  it('keeps to six requests at once', async () => {
    let atOnce = 0;
    let most = 0;
    const listing = await read(async (number) => {
      most = Math.max(most, ++atOnce);
      await Promise.resolve();
      atOnce--;
      return page(rows(number, number), number < 40 ? number + 1 : undefined, number < 40 ? 40 : undefined);
    });
    assert.equal(listing.items.length, 40);
    assert.equal(most, 6);
  });

  it('goes on from page to page where the server does not say which is the last', async () => {
    const listing = await read(pages(page(rows(1, 2), 2), page(rows(3, 4), 3), page(rows(5, 5))));
    assert.deepEqual(ids(listing), [1, 2, 3, 4, 5]);
    assert.equal(listing.complete, true);
  });

  it('stops at a page that names itself as the next, and says that the list may be incomplete', async () => {
    assert.deepEqual(await read(pages(page(rows(1, 2), 1))), {
      items: rows(1, 2),
      complete: false,
      gap: 'broken-links',
    });
    const listing = await read(pages(page(rows(1, 2), 2), page(rows(3, 4), 2)));
    assert.deepEqual(listing, { items: rows(1, 4), complete: false, gap: 'broken-links' });
  });

  it('stops at the first empty page of an absurd number', async () => {
    let asked = 0;
    const listing = await read((number) => {
      asked++;
      return Promise.resolve(number === 1 ? page(rows(1, 2), 2, 9_999_999) : page([]));
    }, 1000);
    assert.deepEqual(listing, { items: rows(1, 2), complete: false, gap: 'broken-links' });
    assert.ok(asked <= 10, `${asked} requests`);
  });

  it('never asks beyond the page that the server would refuse', async () => {
    const asked: number[] = [];
    const listing = await read((number) => {
      asked.push(number);
      return Promise.resolve(page(rows(number, number), number + 1, 5000));
    }, 5);
    assert.deepEqual(new Set(asked), new Set([1, 2, 3, 4, 5]));
    assert.equal(listing.complete, false);
  });

  it('shows an entry once when pages overlap, and says that the list may be incomplete', async () => {
    const listing = await read(pages(page(rows(1, 3), 2, 2), page(rows(3, 4))));
    assert.deepEqual(listing, { items: rows(1, 4), complete: false, gap: 'shifted' });
  });

  it('follows a list that grows while it is read', async () => {
    const listing = await read(pages(page(rows(1, 2), 2, 2), page(rows(3, 4), 3, 3), page(rows(5, 5))));
    assert.deepEqual(listing, { items: rows(1, 5), complete: true });
  });

  it('says that the server gives no more than so many', async () => {
    const listing = await read((number) => Promise.resolve(page(rows(number, number), number + 1, 101)), 5);
    assert.equal(listing.gap, 'capped');
    assert.equal(listing.items.length, 5);
  });

  /** A list that changes once a page was asked for so often; three entries a page. */
  function changing(
    before: readonly number[],
    after: readonly number[],
    atRequest: number,
  ): (number: number) => Promise<Page<Row>> {
    let requests = 0;
    return (number) => {
      const now = ++requests < atRequest ? before : after;
      const last = Math.ceil(now.length / 3);
      const items = now.slice((number - 1) * 3, number * 3).map((id) => ({ id }));
      return Promise.resolve(number < last ? page(items, number + 1, last) : page(items));
    };
  }

  const TEN = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  for (const [what, after] of [
    ['an entry of the first page goes', TEN.filter((id) => id !== 9)],
    ['an entry in the middle goes', TEN.filter((id) => id !== 5)],
    ['a new one comes', [11, ...TEN]],
    ['one goes and a new one comes', [11, ...TEN.filter((id) => id !== 5)]],
    ['one comes back in the middle', [10, 9, 8, 7, 6, 5.5, 5, 4, 3, 2, 1]],
    ['it shrinks by a page', TEN.slice(2)],
    ['it is emptied', []],
  ] as const) {
    for (let atRequest = 2; atRequest <= 6; atRequest++) {
      it(`has the whole list although ${what} before request ${atRequest}`, async () => {
        const listing = await read(changing(TEN, after, atRequest));
        assert.equal(listing.complete, true);
        // What was answered last may have been overtaken, but nothing that stayed is missing, and nothing is twice.
        const stayed = after.filter((id) => TEN.includes(id));
        for (const id of stayed) assert.ok(ids(listing).includes(id), `${id} of ${ids(listing).join()}`);
        assert.equal(new Set(ids(listing)).size, ids(listing).length);
      });
    }
  }

  it('says so when the list never stands still', async () => {
    let newest = 100;
    const listing = await read((number) => {
      newest++;
      const items = rows(newest - number * 3, newest - number * 3 + 2);
      return Promise.resolve(number < 4 ? page(items, number + 1, 4) : page(items));
    });
    assert.equal(listing.gap, 'shifted');
    assert.equal(listing.complete, false);
  });

  for (const expected of [2, 3, 4, 9]) {
    it(`takes no wrong number from an expectation of ${expected} pages where there are 3`, async () => {
      const answers = [page(rows(1, 2), 2, 3), page(rows(3, 4), 3, 3), page(rows(5, 5))];
      const source = (number: number): Promise<Page<Row>> => Promise.resolve(answers[number - 1] ?? page([]));
      const listing = await listAll(source, ({ id }) => id, 100, { expected });
      assert.deepEqual(listing, { items: rows(1, 5), complete: true });
    });
  }

  it('goes on from what is known, and tells of each page', async () => {
    const asked: number[] = [];
    const told: number[] = [];
    const known = [page(rows(1, 2), 2, 3), undefined, page(rows(5, 5))];
    const listing = await listAll(
      (number) => {
        asked.push(number);
        return Promise.resolve(known[number - 1] ?? page(rows(3, 4), 3, 3));
      },
      ({ id }) => id,
      100,
      { known, onPages: (all) => told.push(all.filter(Boolean).length) },
    );
    assert.deepEqual(listing, { items: rows(1, 5), complete: true });
    assert.deepEqual(asked, [2, 1, 3]);
    assert.deepEqual(told, [2, 3]);
  });

  it('says that entries it could not read are missing', async () => {
    assert.equal((await read(pages(page(rows(1, 2), undefined, undefined, 1)))).complete, false);
  });

  it('says so when a page in the middle ends the list', async () => {
    const listing = await read(pages(page(rows(1, 2), 2, 3), page(rows(3, 4)), page(rows(5, 5))));
    assert.equal(listing.complete, false);
  });

  it('fails when a page fails, whatever was read before', async () => {
    const broken = new Error('broken');
    await assert.rejects(
      read((number) => (number < 3 ? Promise.resolve(page(rows(1, 2), 2, 3)) : Promise.reject(broken))),
      broken,
    );
  });
});
