import assert from 'node:assert/strict';
import type { Package, PackageVersion } from '../../../../src/github/resources';
import { askToDelete, planText, wordsToType, type Question } from '../../../../src/operations/planText';
import type { VersionTarget } from '../../../../src/operations/targets';
import { HOSTILE_NAMES } from '../../../github/seed/hostile';
import { DIGEST, examplePackage, exampleVersion, MONA } from '../support/examples';

function target(pkg: Partial<Package> = {}, version: Partial<PackageVersion> = {}): VersionTarget {
  return { account: MONA, pkg: examplePackage(pkg), version: exampleVersion(version) };
}

function ask(...targets: VersionTarget[]): Question {
  return askToDelete({ action: 'delete', items: targets.map((target) => ({ target, verdict: 'go' })), unforeseen: [] });
}

const ELSEWHERE = 'Images elsewhere that refer to it by its digest cannot be known; they would break.';
const KEPT = 'GitHub keeps deleted versions for 30 days. Until then they can be restored.';

describe('The question before a deletion', () => {
  it('names one version, its package and every tag that goes with it', () => {
    const question = ask(target({ type: 'container', name: 'web-app' }, { name: DIGEST, tags: ['latest', '1.0'] }));
    assert.deepEqual(question, {
      message: 'Delete latest, 1.0 of mona/web-app?',
      detail: `mona/web-app · Container · latest, 1.0\n\n2 tags go: latest, 1.0\n\n${ELSEWHERE}\n${KEPT}`,
      confirm: 'Delete Version',
    });
  });

  it('counts many, on the button too, and lists them', () => {
    const question = ask(target(), target({ name: 'right-align' }, { id: 2, name: '2.0.0' }));
    assert.deepEqual(question, {
      message: 'Delete 2 versions?',
      detail: `mona/left-align · npm · 1.2.3\nmona/right-align · npm · 2.0.0\n\n${KEPT}`,
      confirm: 'Delete 2 Versions',
    });
  });

  it('fits on a screen, and says how many are not listed', () => {
    const { detail, message } = ask(...Array.from({ length: 40 }, (_, id) => target({}, { id })));
    assert.equal(message, 'Delete 40 versions of mona/left-align?');
    assert.match(detail, /^and 32 more$/m);
    assert.equal(detail.split('\n').length, 8 + 3);
  });

  it('cannot be given other lines by a name', () => {
    for (const name of Object.values(HOSTILE_NAMES)) {
      const { message, detail } = ask(target({ name }, { tags: [name] }), target({ name }, { tags: [name] }));
      assert.equal(detail.split('\n').length, 6);
      assert.doesNotMatch(message + detail, /[\u202e\u200b]/);
      assert.doesNotMatch(ask(target({ name }, { name })).message, /[\n\u202e\u200b]/);
    }
  });

  it('says what stays and why, and what could not be foreseen', () => {
    const { detail } = askToDelete({
      action: 'delete',
      items: [
        { target: target(), verdict: 'go' },
        { target: target({}, { id: 2, name: '2.0.0' }), verdict: 'refused', why: 'last-version' },
      ],
      unforeseen: [examplePackage()],
    });
    assert.match(detail, /^Stays: mona\/left-align · npm · 2\.0\.0\. GitHub keeps the last version of a package/m);
    assert.match(detail, /^The versions of mona\/left-align could not be listed in full/m);
  });

  it('says how long many take', () => {
    assert.match(ask(...Array.from({ length: 500 }, (_, id) => target({}, { id }))).detail, /about 3 minutes/);
  });

  it('counts what goes with a package', () => {
    const whole = { account: MONA, pkg: examplePackage({ versionCount: 12 }) };
    const plan = { action: 'delete', items: [{ target: whole, verdict: 'go' }], unforeseen: [] } as const;
    assert.match(askToDelete(plan).detail, /^About 12 versions go with it, tags and all\.$/m);
    assert.equal(wordsToType([whole]), 'left-align');
    assert.equal(wordsToType([whole, target()]), 'delete 1 package and 1 version');
  });

  it('can be copied as a whole, with the permission that is needed', () => {
    const items = [
      { target: target({ type: 'container' }, { name: DIGEST, tags: ['latest'] }), verdict: 'go' },
      { target: target({}, { id: 2, name: '2.0.0' }), verdict: 'stay', why: 'gone' },
    ] as const;
    assert.equal(
      planText({ action: 'delete', items, unforeseen: [] }),
      [
        'Delete latest of mona/left-align',
        `+ mona/left-align · Container · latest (${DIGEST})`,
        '- mona/left-align · npm · 2.0.0: It is gone already.',
        'Needs on github.com, as mona: read:packages, delete:packages',
      ].join('\n'),
    );
  });
});
