import assert from 'node:assert/strict';
import type { Package, PackageVersion } from '../../../../src/github/resources';
import { NO_FILTER, type Filter } from '../../../../src/model/filter';
import type { List, ListReader } from '../../../../src/model/listReader';
import type { Lists } from '../../../../src/model/lists';
import { filterLine } from '../../../../src/tree/summaries';
import { examplePackage, exampleVersion, MONA, NOW } from '../support/examples';

function reader<T>(items: readonly T[], { complete = true, reading = false } = {}): ListReader<T> {
  const list = { items, known: true, stale: false, complete, reading } as unknown as List<T>;
  return { current: () => list, isReading: () => reading } as unknown as ListReader<T>;
}

function line(
  filter: Partial<Filter>,
  packages: ListReader<Package>,
  versions: ListReader<PackageVersion>,
): string | undefined {
  const scope = { account: MONA };
  const lists = {
    knownPackages: () => [{ scope, reader: packages }],
    knownVersions: () => [{ scope, reader: versions }],
  } as unknown as Lists;
  return filterLine(lists, { ...NO_FILTER, ...filter }, NOW, 'en');
}

describe('The line above a tree that is filtered', () => {
  const packages = [examplePackage({ name: 'one' }), examplePackage({ name: 'two' })];
  const versions = [exampleVersion({ name: '1.0.0' }), exampleVersion({ name: '2.0.0' }), exampleVersion()];
  const partly = { complete: false };

  it('is not there without a filter', () => {
    assert.equal(line({}, reader(packages), reader(versions)), undefined);
  });

  it('counts the hits among packages, or among the versions of opened packages', () => {
    assert.equal(line({ text: 'two' }, reader(packages), reader(versions)), 'Filter: “two” · 1 of 2 packages');
    assert.equal(
      line({ version: '.0.0' }, reader(packages), reader(versions)),
      'Filter: version “.0.0” · 2 of 3 versions in opened packages',
    );
  });

  it('says that more is being read', () => {
    const reading = reader(packages, { ...partly, reading: true });
    assert.match(line({ text: 'two' }, reading, reader(versions)) ?? '', /· still reading…$/);
  });

  it('says that something may be missing, but only of what it counts', () => {
    assert.match(line({ text: 'two' }, reader(packages, partly), reader(versions)) ?? '', /may be incomplete$/);
    assert.match(line({ version: '1' }, reader(packages), reader(versions, partly)) ?? '', /may be incomplete$/);
    assert.doesNotMatch(line({ text: 'two' }, reader(packages), reader(versions, partly)) ?? '', /incomplete/);
    assert.doesNotMatch(line({ version: '1' }, reader(packages, partly), reader(versions)) ?? '', /incomplete/);
  });
});
