import assert from 'node:assert/strict';
import { enterpriseHost } from '../../../../src/github/hosts';
import {
  accountNode,
  deletedVersionsNode,
  isNode,
  loadMoreNode,
  messageNode,
  ownerNode,
  packageNode,
  versionNode,
  type Node,
} from '../../../../src/tree/nodes';
import { examplePackage, exampleVersion, MONA } from '../support/examples';

const owner = ownerNode(MONA, { kind: 'self', login: 'mona' }, undefined);
const pkg = packageNode(owner, examplePackage());
const deleted = deletedVersionsNode(pkg);

describe('Nodes', () => {
  it('have ids of their own', () => {
    const host = enterpriseHost('https://github.example.org');
    assert.ok(host);
    const nodes: Node[] = [
      accountNode(MONA),
      accountNode({ ...MONA, provider: 'github-enterprise', host }),
      owner,
      ownerNode(MONA, { kind: 'organization', login: 'mona' }, undefined),
      ...['deleted', 'more', 'version', 'a', 'a/b', 'a%2Fb', 'a/deleted', '__proto__'].flatMap((name) => {
        const one = packageNode(owner, examplePackage({ name }));
        return [one, deletedVersionsNode(one), versionNode(one, exampleVersion()), loadMoreNode(one, 1, true)];
      }),
      packageNode(owner, examplePackage({ type: 'container' })),
      versionNode(pkg, exampleVersion()),
      versionNode(deleted, exampleVersion()),
      loadMoreNode(deleted, undefined, false),
      messageNode(MONA, undefined, { kind: 'empty' }),
      messageNode(MONA, owner, { kind: 'empty' }),
      messageNode(MONA, owner, { kind: 'incomplete', gap: 'shifted' }, 'npm'),
      messageNode({ ...MONA, provider: 'github-enterprise', host }, undefined, { kind: 'empty' }),
    ];
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });

  it('keep their ids over a refresh, whatever has changed beside their name', () => {
    const again = packageNode(owner, examplePackage({ id: 2, versionCount: 99, visibility: 'private' }));
    assert.equal(again.id, pkg.id);
    assert.equal(versionNode(again, exampleVersion({ tags: ['new'] })).id, versionNode(pkg, exampleVersion()).id);
  });

  it('begin their ids with that of their parent, so that a branch can be forgotten', () => {
    for (const child of [
      deleted,
      versionNode(pkg, exampleVersion()),
      loadMoreNode(pkg, 1, true),
      messageNode(MONA, pkg, { kind: 'empty' }),
    ]) {
      assert.ok(child.id.startsWith(`${pkg.id}/`));
      assert.equal(child.parent, pkg);
    }
  });

  it('know by their place whether a version is active or deleted', () => {
    assert.equal(versionNode(pkg, exampleVersion()).state, 'active');
    assert.equal(versionNode(deleted, exampleVersion()).state, 'deleted');
  });

  it('are told from whatever else a command may be called with', () => {
    for (const node of [
      accountNode(MONA),
      owner,
      pkg,
      deleted,
      loadMoreNode(pkg, 1, true),
      messageNode(MONA, pkg, { kind: 'empty' }),
      versionNode(pkg, exampleVersion()),
    ]) {
      assert.ok(isNode(node));
    }
    for (const other of [undefined, null, 'package', 3, {}, [], { kind: 'package' }, { kind: 'file', id: 'x' }]) {
      assert.equal(isNode(other), false);
    }
  });
});
