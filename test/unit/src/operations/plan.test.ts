import assert from 'node:assert/strict';
import type { Package, PackageVersion } from '../../../../src/github/resources';
import { narrow, planDeletion, planRestoration, stageOf, type Plan } from '../../../../src/operations/plan';
import type { PackageState, Survey } from '../../../../src/operations/survey';
import { packageKey, type PackageTarget, type VersionTarget } from '../../../../src/operations/targets';
import { DAY, examplePackage, exampleVersion, MONA, NOW } from '../support/examples';

const IMAGE: Partial<Package> = { type: 'container', name: 'web-app', id: 2 };

function version(id: number, part: Partial<PackageVersion> = {}): PackageVersion {
  return exampleVersion({ id, name: `1.0.${id}`, createdAt: NOW - 100 * DAY + id, ...part });
}

function target(of: PackageVersion, pkg: Partial<Package> = {}): VersionTarget {
  return { account: MONA, pkg: examplePackage(pkg), version: of };
}

function whole(pkg: Partial<Package> = {}): PackageTarget {
  return { account: MONA, pkg: examplePackage(pkg) };
}

/** What is there: the active versions of a package, in full unless said otherwise. */
function found(active: readonly PackageVersion[], pkg: Partial<Package> = {}, complete = true): Survey {
  return new Map([[packageKey(whole(pkg)), { active: { items: active, complete } }]]);
}

function state(of: PackageState, pkg: Partial<Package> = {}): Survey {
  return new Map([[packageKey(whole(pkg)), of]]);
}

function verdicts(plan: Plan): string[] {
  return plan.items.map(({ verdict, why }) => (why ? `${verdict}: ${why}` : verdict));
}

describe('A plan to delete', () => {
  const [one, two, three] = [version(1), version(2), version(3)];

  it('lets everything go that others outlive', () => {
    const plan = planDeletion([target(one), target(two)], found([one, two, three]));
    assert.deepEqual(verdicts(plan), ['go', 'go']);
  });

  it('leaves the newest of those that would be the last', () => {
    const plan = planDeletion([target(one), target(three), target(two)], found([one, two, three]));
    assert.deepEqual(verdicts(plan), ['go', 'refused: last-version', 'go']);
  });

  it('leaves the newest tagged version of a container, and lets untagged ones go', () => {
    const [a, b] = [version(1, { tags: ['a'] }), version(2, { tags: ['b'] })];
    const all = [a, b, three].map((each) => target(each, IMAGE));
    assert.deepEqual(verdicts(planDeletion(all, found([a, b, three], IMAGE))), [
      'go',
      'refused: last-tagged-version',
      'go',
    ]);
    const tagged = all.slice(0, 1);
    assert.deepEqual(verdicts(planDeletion(tagged, found([a, three], IMAGE))), ['refused: last-tagged-version']);
  });

  it('leaves the last version of a container without tags too', () => {
    assert.deepEqual(verdicts(planDeletion([target(one, IMAGE)], found([one], IMAGE))), ['refused: last-version']);
  });

  it('goes by the tags that are there now, not by those of the list on the screen', () => {
    const stale = target(version(1, { tags: ['old'] }), IMAGE);
    const now = [version(1, { tags: [] }), version(2, { tags: ['latest'] })];
    assert.deepEqual(verdicts(planDeletion([stale], found(now, IMAGE))), ['go']);
    const moved = target(version(1, { tags: [] }), IMAGE);
    const tagged = [version(1, { tags: ['latest'] }), version(2, { tags: [] })];
    assert.deepEqual(verdicts(planDeletion([moved], found(tagged, IMAGE))), ['refused: last-tagged-version']);
  });

  it('has nothing to do for what is gone', () => {
    assert.deepEqual(verdicts(planDeletion([target(one)], found([two, three]))), ['stay: gone']);
  });

  it('does not take for gone what may only be hidden', () => {
    const plan = planDeletion([target(one)], state({ current: undefined }));
    assert.deepEqual(verdicts(plan), ['go']);
    assert.equal(plan.unforeseen.length, 1);
    assert.deepEqual(verdicts(planDeletion([whole()], state({ current: undefined }))), ['go']);
  });

  it('foresees nothing from a list that may not be whole, and says so', () => {
    const plan = planDeletion([target(one), target(two)], found([one], {}, false));
    assert.deepEqual(verdicts(plan), ['go', 'go']);
    assert.deepEqual(
      plan.unforeseen.map(({ name }) => name),
      ['left-align'],
    );
    assert.equal(planDeletion([target(one)], new Map()).unforeseen.length, 1);
    assert.deepEqual(planDeletion([target(one)], found([one, two])).unforeseen, []);
  });

  it('deletes a package once, with all its versions', () => {
    const plan = planDeletion([target(one), whole(), target(two)], state({ current: examplePackage() }));
    assert.deepEqual(verdicts(plan), ['stay: with-package', 'go', 'stay: with-package']);
    assert.deepEqual(plan.unforeseen, []);
  });

  it('takes each target once, however often it is selected', () => {
    assert.equal(planDeletion([target(one), target(one)], found([one, two])).items.length, 1);
  });

  it('can be narrowed item by item', () => {
    const plan = planDeletion([target(one), target(two), target(three)], found([one, two, three]));
    const [first] = plan.items;
    assert.ok(first);
    const less = narrow(plan, new Set([first.target]));
    assert.deepEqual(verdicts(less), ['go', 'refused: last-version']);
  });
});

describe('A plan to restore', () => {
  const gone = version(1, { deletedAt: NOW - DAY });

  it('restores what GitHub still has', () => {
    assert.deepEqual(verdicts(planRestoration([target(gone)], found([]), NOW)), ['go']);
  });

  it('knows what GitHub will not do', () => {
    const old = version(2, { deletedAt: NOW - 31 * DAY });
    const other = version(9, { name: gone.name });
    const plan = (which: PackageVersion, survey: Survey): string[] =>
      verdicts(planRestoration([target(which)], survey, NOW));
    assert.deepEqual(plan(old, found([])), ['refused: expired']);
    assert.deepEqual(plan(gone, found([other])), ['refused: name-taken']);
    assert.deepEqual(plan(gone, state({ current: undefined })), ['go'], 'it may only be hidden');
  });

  it('asks for what a list that lags behind still shows', () => {
    assert.deepEqual(verdicts(planRestoration([target(gone)], found([gone]), NOW)), ['go']);
  });

  it('does not take an approximate day for the last one', () => {
    const guessed = version(3, { updatedAt: NOW - 40 * DAY });
    assert.deepEqual(verdicts(planRestoration([target(guessed)], found([]), NOW)), ['go']);
  });

  it('restores versions of a package that comes back with them', () => {
    const plan = planRestoration([target(gone), whole()], state({ current: undefined }), NOW);
    assert.deepEqual(verdicts(plan), ['go', 'go']);
  });

  it('tells a package that is back from another with its name', () => {
    const plan = (current: Package | undefined, pkg: Partial<Package> = {}): string[] =>
      verdicts(planRestoration([whole(pkg)], state({ current }), NOW));
    assert.deepEqual(plan(undefined), ['go']);
    assert.deepEqual(plan(examplePackage()), ['go']);
    assert.deepEqual(plan(examplePackage({ id: 77 })), ['refused: name-taken']);
    assert.deepEqual(plan(examplePackage({ id: 77 }), { id: 0 }), ['stay: already-active']);
  });
});

describe('The order of a run', () => {
  it('takes tags away before what they point to, and gives them back after it', () => {
    const [index, part] = [target(version(1, { tags: ['latest'] }), IMAGE), target(version(2), IMAGE)];
    assert.ok(stageOf('delete', index) < stageOf('delete', part));
    assert.ok(stageOf('restore', part) < stageOf('restore', index));
    assert.ok(stageOf('restore', whole()) < stageOf('restore', part));
  });
});
