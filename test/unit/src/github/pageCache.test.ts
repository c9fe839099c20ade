import assert from 'node:assert/strict';
import { createPageCache, type KnownPage } from '../../../../src/github/pageCache';
import { readSnapshot, writeSnapshot } from '../../../../src/model/snapshot';
import { examplePackage } from '../support/examples';

function page(items: number, next?: number): KnownPage {
  const list = Array.from({ length: items }, (_, index) => examplePackage({ id: index + 1 }));
  return { etag: 'W/"x"', page: { items: list, unreadable: 0, next, last: undefined } };
}

describe('The pages that an account was answered', () => {
  it('are a whole list once the last of them is there', () => {
    const cache = createPageCache();
    cache.put('list', 1, page(2, 2));
    assert.equal(cache.whole('list'), undefined);
    cache.put('list', 3, page(1));
    assert.equal(cache.whole('list'), undefined, 'the second is missing');
    cache.put('list', 2, page(2, 3));
    assert.equal(cache.whole('list')?.length, 3);
  });

  it('end where the list ends now', () => {
    const cache = createPageCache();
    cache.put('list', 1, page(2, 2));
    cache.put('list', 2, page(2));
    cache.put('list', 1, page(1));
    assert.equal(cache.whole('list')?.length, 1);
    assert.equal(cache.get('list', 2), undefined);
  });

  it('are dropped when there are too many, those asked for longest ago first', () => {
    const cache = createPageCache(10);
    cache.put('a', 1, page(4));
    cache.put('b', 1, page(4));
    cache.get('a', 1);
    cache.put('c', 1, page(4));
    assert.deepEqual(
      cache.lists().map(([name]) => name),
      ['a', 'c'],
    );
  });

  it('outlive a session, but for versions', () => {
    const cache = createPageCache();
    cache.put('GET /orgs/{owner}/packages?package_type=npm', 1, page(2));
    cache.put('GET /orgs/{owner}/packages/{type}/{name}/versions?name=a', 1, page(2));
    const next = createPageCache();
    next.restore(readSnapshot(writeSnapshot(cache.lists())));
    assert.equal(JSON.stringify(next.lists()), JSON.stringify(cache.lists().slice(0, 1)));
  });

  it('are bounded there', () => {
    const cache = createPageCache();
    for (let list = 0; list < 100; list++) cache.put(`list ${list}`, 1, page(100));
    const kept = readSnapshot(writeSnapshot(cache.lists()));
    assert.equal(kept.length, 50);
    assert.equal(kept.at(-1)?.[0], 'list 99');
  });

  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"form":0,"lists":[]}',
    '{"form":1,"lists":[["a",[{"page":{"items":[{"id":"1"}]}}]]]}',
    '{"form":1,"lists":[["a",[{"page":null}]]]}',
    '{"form":1,"lists":[[1,[]]]}',
  ]) {
    it(`are none in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readSnapshot(text), []);
    });
  }
});
