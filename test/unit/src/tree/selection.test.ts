import assert from 'node:assert/strict';
import { deletedVersionsNode, ownerNode, packageNode, versionNode } from '../../../../src/tree/nodes';
import { kindsOf } from '../../../../src/tree/selection';
import { examplePackage, exampleVersion, MONA } from '../support/examples';

describe('What is selected', () => {
  const owner = ownerNode(MONA, { kind: 'self', login: 'mona' }, undefined);
  const pkg = packageNode(owner, examplePackage());
  const active = versionNode(pkg, exampleVersion());
  const deleted = versionNode(deletedVersionsNode(pkg), exampleVersion({ id: 2 }));

  it('is versions or packages when all of it is, and neither when it is mixed, deleted or nothing', () => {
    assert.deepEqual(kindsOf([active, active]), { versions: true, packages: false });
    assert.deepEqual(kindsOf([pkg]), { versions: false, packages: true });
    for (const selection of [[], [owner], [pkg, active], [active, deleted], [deleted]]) {
      assert.deepEqual(kindsOf(selection), { versions: false, packages: false });
    }
  });
});
