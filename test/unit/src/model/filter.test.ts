import assert from 'node:assert/strict';
import {
  describeFilter,
  isFiltered,
  matchesPackage,
  matchesVersion,
  NO_FILTER,
  type Filter,
} from '../../../../src/model/filter';
import { groupOf, isNewestFirst, sortPackages, sortVersions } from '../../../../src/model/arrangement';
import { addedOwner, addedOwners } from '../../../../src/model/addedOwners';
import { DAY, examplePackage, exampleVersion, NOW } from '../support/examples';

function filter(part: Partial<Filter>): Filter {
  return { ...NO_FILTER, ...part };
}

describe('A filter', () => {
  it('that is empty leaves everything in', () => {
    assert.equal(isFiltered(NO_FILTER), false);
    assert.equal(matchesPackage(NO_FILTER, examplePackage()), true);
    assert.equal(matchesVersion(NO_FILTER, exampleVersion(), NOW), true);
    assert.equal(describeFilter(NO_FILTER), '');
  });

  it('finds packages by name and by repository, whatever the case', () => {
    const pkg = examplePackage({ name: 'Left-Align', repository: { fullName: 'mona/Text', htmlUrl: '' } });
    for (const text of ['left', 'ALIGN', 'mona/text']) assert.equal(matchesPackage(filter({ text }), pkg), true, text);
    assert.equal(matchesPackage(filter({ text: 'right' }), pkg), false);
  });

  it('wants all of its facets', () => {
    const pkg = examplePackage({ type: 'npm', visibility: 'private' });
    assert.equal(matchesPackage(filter({ types: ['npm', 'maven'], visibilities: ['private'] }), pkg), true);
    assert.equal(matchesPackage(filter({ types: ['npm'], visibilities: ['public'] }), pkg), false);
    assert.equal(matchesPackage(filter({ types: ['maven'] }), pkg), false);
  });

  it('finds versions by name, tag and age', () => {
    const version = exampleVersion({ name: 'sha256:abc', tags: ['v1.2', 'latest'], createdAt: NOW - 10 * DAY });
    assert.equal(matchesVersion(filter({ version: 'LATEST' }), version, NOW), true);
    assert.equal(matchesVersion(filter({ version: 'abc', tagged: 'tagged', olderThanDays: 9 }), version, NOW), true);
    assert.equal(matchesVersion(filter({ tagged: 'untagged' }), version, NOW), false);
    assert.equal(matchesVersion(filter({ olderThanDays: 10 }), version, NOW), false);
  });

  it('is told in words that cannot disguise themselves', () => {
    const words = describeFilter(filter({ text: 'a\u202eb', types: ['npm'], tagged: 'untagged', olderThanDays: 30 }));
    assert.equal(words, '“a\ufffdb” · npm · untagged · older than 30 days');
  });
});

describe('The order', () => {
  const packages = [
    examplePackage({ id: 1, name: 'b10', updatedAt: 1, createdAt: 3, versionCount: 2 }),
    examplePackage({ id: 2, name: 'B9', updatedAt: 3, createdAt: 1, versionCount: 3 }),
    examplePackage({ id: 3, name: 'a', updatedAt: 2, createdAt: 2, versionCount: 1 }),
  ];

  it('of packages is the one that was chosen', () => {
    const ids = (order: Parameters<typeof sortPackages>[1]): number[] =>
      sortPackages(packages, order).map(({ id }) => id);
    assert.deepEqual(
      [ids('name'), ids('updated'), ids('created'), ids('versions')],
      [
        [3, 2, 1],
        [2, 3, 1],
        [1, 3, 2],
        [2, 1, 3],
      ],
    );
    assert.equal(packages[0]?.id, 1, 'what was given stays as it is');
  });

  it('of versions is the one that was chosen', () => {
    const versions = [
      exampleVersion({ id: 1, name: '1.10.0', createdAt: 2 }),
      exampleVersion({ id: 2, name: '1.9.0', createdAt: 3 }),
      exampleVersion({ id: 3, name: '1.2.0', createdAt: 1 }),
    ];
    const ids = (order: Parameters<typeof sortVersions>[1]): number[] =>
      sortVersions(versions, order).map(({ id }) => id);
    assert.deepEqual(
      [ids('newest'), ids('oldest'), ids('name')],
      [
        [2, 1, 3],
        [3, 1, 2],
        [3, 2, 1],
      ],
    );
    assert.equal(isNewestFirst(versions), false);
    assert.equal(isNewestFirst(sortVersions(versions, 'newest')), true);
  });

  it('of versions by name has images without a tag of their own last', () => {
    const versions = [
      exampleVersion({ id: 1, name: `sha256:${'0'.repeat(64)}` }),
      exampleVersion({ id: 2, name: `sha256:${'f'.repeat(64)}`, tags: ['v10'] }),
      exampleVersion({ id: 3, name: `sha256:${'1'.repeat(64)}`, tags: ['V9'] }),
    ];
    assert.deepEqual(
      sortVersions(versions, 'name').map(({ id }) => id),
      [3, 2, 1],
    );
  });

  it('of the first few versions is that of all', () => {
    const versions = Array.from({ length: 500 }, (_, index) =>
      exampleVersion({ id: index, name: `1.${(index * 7919) % 500}.0`, createdAt: (index * 104_729) % 50 }),
    );
    for (const order of ['newest', 'oldest', 'name'] as const) {
      const all = sortVersions(versions, order);
      for (const count of [1, 40, 499, 600]) {
        assert.deepEqual(sortVersions(versions, order, count), all.slice(0, count), `${count} ${order}`);
      }
    }
  });

  it('of groups is by what the packages have in common', () => {
    const pkg = examplePackage({ repository: { fullName: 'mona/text', htmlUrl: '' } });
    assert.deepEqual(
      (['type', 'visibility', 'repository'] as const).map((grouping) => groupOf(pkg, grouping)),
      ['npm', 'public', 'mona/text'],
    );
    assert.equal(groupOf(examplePackage(), 'repository'), '');
  });
});

describe('An owner added by hand', () => {
  for (const [text, host, login] of [
    ['octo', undefined, 'octo'],
    [' @octo ', undefined, 'octo'],
    ['GHE.example.org/octo', 'ghe.example.org', 'octo'],
    ['https://github.com/octo/', 'github.com', 'octo'],
    ['octo_corp', undefined, 'octo_corp'],
  ] as const) {
    it(`is read from ${JSON.stringify(text)}`, () => {
      assert.deepEqual(addedOwner(text), { host, login });
    });
  }

  for (const text of ['', 'a b', '../x', 'a/b/c', 'octo?x=1', '/octo', '-octo']) {
    it(`is none in ${JSON.stringify(text)}`, () => {
      assert.equal(addedOwner(text), undefined);
    });
  }

  it('survives whatever a setting holds', () => {
    assert.deepEqual(addedOwners('octo'), []);
    assert.deepEqual(addedOwners([1, null, 'octo', {}, 'a b']), [{ host: undefined, login: 'octo' }]);
  });
});
