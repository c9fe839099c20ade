import assert from 'node:assert/strict';
import { PACKAGE_TYPES } from '../../../../src/github/resources';
import { mayBePartOfAnImage, shortName, versionTitle } from '../../../../src/model/versions';
import { DIGEST, examplePackage, exampleVersion } from '../support/examples';

describe('A version', () => {
  it('has the first twelve digits of its digest for a short name', () => {
    assert.equal(shortName(exampleVersion({ name: DIGEST })), '0123456789ab');
  });

  it('keeps any other name whole', () => {
    for (const name of ['1.2.3', 'sha256:0123456789ab', `${DIGEST}0`, 'sha512:abc']) {
      assert.equal(shortName(exampleVersion({ name })), name);
    }
  });

  it('is called by all of its tags, or else by its name', () => {
    assert.equal(versionTitle(exampleVersion({ name: DIGEST, tags: ['latest', '1.0'] })), 'latest, 1.0');
    assert.equal(versionTitle(exampleVersion({ name: DIGEST })), '0123456789ab');
    assert.equal(
      versionTitle(exampleVersion({ name: DIGEST, tags: [`sha256-${'a'.repeat(64)}.sig`] })),
      '0123456789ab',
    );
    assert.equal(versionTitle(exampleVersion()), '1.2.3');
  });

  it('may be a part of an image where it has no tag in a registry of images', () => {
    const inDoubt = PACKAGE_TYPES.filter((type) => mayBePartOfAnImage(examplePackage({ type }), exampleVersion()));
    assert.deepEqual(inDoubt, ['container', 'docker']);
    assert.equal(mayBePartOfAnImage(examplePackage({ type: 'container' }), exampleVersion({ tags: ['1'] })), false);
  });
});
