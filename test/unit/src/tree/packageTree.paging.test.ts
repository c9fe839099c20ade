import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { LoadMoreNode } from '../../../../src/tree/nodes';
import { useLocalGitHub } from '../support/localGitHub';
import { growTree, versionNames, type TestTree } from '../support/testTree';
import { setVersionCount } from '../support/versions';

const NPM = { owner: SMALL.org, type: 'npm', name: SMALL.npm };

describe('The tree with more versions than one page holds', () => {
  const github = useLocalGitHub();
  let view: TestTree;
  const COUNT = 250;
  beforeEach(() => {
    setVersionCount(github.server, NPM, COUNT);
    view = growTree(github);
  });

  const loadMoreBelow = async (): Promise<LoadMoreNode> => view.child(await view.npmPackage(), 'loadMore');
  const shown = async (): Promise<number> => versionNames(await view.tree.children(await view.npmPackage())).length;

  it('shows a page, and how many more there are', async () => {
    assert.equal(await shown(), 100);
    assert.equal((await loadMoreBelow()).remaining, COUNT - 100);
  });

  it('reads the next page only, when it is asked to', async () => {
    const more = await loadMoreBelow();
    await view.tree.rows(more.parent);
    github.server.requests.length = 0;
    await view.tree.loadMore(more);
    assert.deepEqual(view.changed, [more.parent.id]);
    assert.equal(await shown(), 200);
    assert.deepEqual(
      github.server.requests.map(({ query }) => query['page']),
      ['2'],
    );
  });

  it('ends at the last page', async () => {
    await view.tree.loadMore(await loadMoreBelow());
    await view.tree.loadMore(await loadMoreBelow());
    const children = await view.tree.children(await view.npmPackage());
    assert.equal(new Set(versionNames(children)).size, COUNT);
    assert.equal(
      children.some(({ kind }) => kind === 'loadMore'),
      false,
    );
  });

  it('shows a version once when pages overlap', async () => {
    github.server.addFault({ fault: { kind: 'overlap', by: 5 } });
    await view.tree.loadMore(await loadMoreBelow());
    const children = await view.tree.children(await view.npmPackage());
    assert.equal(new Set(children.map(({ id }) => id)).size, children.length);
    assert.equal(versionNames(children).length, 195);
  });

  it('loads one page when it is asked twice at once', async () => {
    const more = await loadMoreBelow();
    await Promise.all([view.tree.loadMore(more), view.tree.loadMore(more)]);
    assert.equal(await shown(), 200);
  });

  it('keeps what it has when the next page fails, and can try again', async () => {
    github.server.addFault({ match: { page: 2 }, fault: { kind: 'status', status: 403 } });
    await view.tree.loadMore(await loadMoreBelow());
    assert.equal(await shown(), 100);
    await view.child(await view.npmPackage(), 'message', 'failure refused: versions');
    github.server.clearFaults();
    await view.tree.loadMore(await loadMoreBelow());
    assert.equal(await shown(), 200);
    assert.equal(
      (await view.tree.children(await view.npmPackage())).some(({ kind }) => kind === 'message'),
      false,
    );
  });

  it('reads as many pages again on a refresh of the package, and one after a refresh of everything', async () => {
    await view.tree.loadMore(await loadMoreBelow());
    view.tree.refresh(await view.npmPackage());
    assert.equal(await shown(), 200);
    view.tree.refresh();
    assert.equal(await shown(), 100);
  });

  it('shows the pages before one that fails on a refresh', async () => {
    await view.tree.loadMore(await loadMoreBelow());
    await view.tree.loadMore(await loadMoreBelow());
    github.server.addFault({ match: { page: 2 }, fault: { kind: 'status', status: 403 } });
    view.tree.refresh(await view.npmPackage());
    assert.equal(await shown(), 100);
    assert.equal((await loadMoreBelow()).remaining, COUNT - 100);
  });
});
