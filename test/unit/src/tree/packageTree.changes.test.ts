import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { PackageVersion } from '../../../../src/github/resources';
import type { Node } from '../../../../src/tree/nodes';
import type { Change } from '../../../../src/tree/packageTree';
import { useLocalGitHub } from '../support/localGitHub';
import { growTree, versionNames, type TestTree } from '../support/testTree';

describe('The tree after our own changes', () => {
  const github = useLocalGitHub();
  let view: TestTree;
  const LAG = { listLag: 3_600_000 };

  beforeEach(() => {
    view = growTree(github);
  });

  /** Makes the change on the server, as a command does before it tells the tree. */
  async function change(name: string, state: Change['state']): Promise<Change> {
    const { account, pkg, version } = await view.child(
      state === 'deleted' ? await view.npmPackage() : await view.deletedGroup(),
      'version',
      `version ${name}`,
    );
    const api = github.api();
    const signal = new AbortController().signal;
    if (state === 'active') await api.restoreVersion(pkg, version.id, signal);
    else await api.deleteVersion(pkg, version.id, signal);
    const now: PackageVersion = state === 'deleted' ? { ...version, deletedAt: github.server.clock.now() } : version;
    return { account, pkg, version: now, state };
  }

  async function names(): Promise<{ active: string[]; deleted: string[] }> {
    return {
      active: versionNames(await view.tree.children(await view.npmPackage())),
      deleted: versionNames(await view.tree.children(await view.deletedGroup())),
    };
  }

  it('moves a deleted version although the server’s lists still show it', async () => {
    github.server.configure(LAG);
    const before = await names();
    const [gone = ''] = before.active;
    const pkg = await view.npmPackage();
    await view.tree.rows(pkg);
    const told = new Promise<Node | undefined>((resolve) => view.tree.onDidChange(resolve));
    view.tree.apply([await change(gone, 'deleted')]);
    assert.equal((await told)?.id, pkg.id);
    const after = await names();
    assert.deepEqual(after.active, before.active.slice(1));
    assert.ok(after.deleted.includes(gone));
  });

  it('shows it once where the lists are up to date', async () => {
    const [gone = ''] = (await names()).active;
    view.tree.apply([await change(gone, 'deleted')]);
    const { active, deleted } = await names();
    assert.equal(active.includes(gone), false);
    assert.deepEqual(
      deleted.filter((name) => name === gone),
      [gone],
    );
  });

  it('moves a restored version back among the others, in its place', async () => {
    const [back = ''] = (await names()).deleted;
    view.tree.apply([await change(back, 'active')]);
    const { active, deleted } = await names();
    assert.deepEqual(deleted, []);
    assert.ok(active.includes(back));
    const nodes = await view.tree.children(await view.npmPackage());
    const times = nodes.flatMap((node) => (node.kind === 'version' ? [node.version.createdAt] : []));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
  });

  it('can follow a version there and back', async () => {
    github.server.configure(LAG);
    const before = await names();
    const [name = ''] = before.active;
    view.tree.apply([await change(name, 'deleted')]);
    await names();
    view.tree.apply([await change(name, 'active')]);
    assert.deepEqual(await names(), before);
  });

  it('believes the server again once the person refreshes', async () => {
    github.server.configure(LAG);
    const before = await names();
    const [gone = ''] = before.active;
    view.tree.apply([await change(gone, 'deleted')]);
    await names();
    for (const node of [await view.npmPackage(), await view.organization(), undefined]) {
      view.tree.refresh(node);
      assert.deepEqual((await names()).active, before.active);
    }
  });

  it('leaves other packages as they are', async () => {
    const other = await view.child(await view.organization(), 'package', `package ${SMALL.container}`);
    const known = await view.tree.children(other);
    const [gone = ''] = (await names()).active;
    view.tree.apply([await change(gone, 'deleted')]);
    assert.equal(await view.tree.children(other), known);
  });
});
