import assert from 'node:assert/strict';
import { DEFAULT_ARRANGEMENT, type Arrangement } from '../../../../src/model/arrangement';
import type { PackageTree } from '../../../../src/tree/packageTree';
import { editorTree, type EditorTree } from '../support/editorTree';
import { MONA, NOW } from '../support/examples';
import { LARGE, largeOwner } from '../support/largeOwner';
import { treeOver } from '../support/treeOver';
import { virtualTime, type VirtualTime } from '../support/virtualTime';

const HOP = 5;
/** A person's hand is anywhere at any time. */
const PROBE = 7;

interface Watched {
  readonly tree: PackageTree;
  readonly editor: EditorTree;
  readonly time: VirtualTime;
  readonly events: (string | undefined)[];
  readonly container: string;
  readonly owner: string;
  readonly arrange: (change: Partial<Arrangement>) => void;
  /** What part of the probes of rows in sight found no element, while a piece of work was going on. */
  readonly lost: (work: () => Promise<unknown>, isProbed?: (id: string) => boolean) => Promise<number>;
}

/** An owner in the editor's tree, whose pages take a while each. */
function watch(packages: number, versions: number, latency = 150): Watched {
  const time = virtualTime(NOW);
  const wait = (): Promise<void> => time.sleep(latency);
  let arrangement = DEFAULT_ARRANGEMENT;
  const tree = treeOver(
    {
      accounts: () => Promise.resolve([MONA]),
      api: () => largeOwner({ packages, versions, wait }),
      seesRepositories: () => Promise.resolve(true),
      now: time.now,
    },
    {
      later: (callback, ms) => void time.sleep(ms).then(callback),
      arrangement: () => arrangement,
      images: () => ({
        known: () => Promise.resolve(new Map()),
        read: () => Promise.resolve({ manifests: new Map(), failures: new Map(), stopped: undefined }),
      }),
    },
  );
  const events: (string | undefined)[] = [];
  tree.onDidChange((node) => events.push(node?.id));
  const owner = `github/1/organization/${LARGE.login}`;
  const editor = editorTree(tree, time, HOP);
  return {
    tree,
    editor,
    time,
    events,
    owner,
    container: `${owner}/container/a-container`,
    arrange(change) {
      arrangement = { ...arrangement, ...change };
      tree.redraw();
    },
    async lost(work, isProbed = () => true) {
      let probes = 0;
      let misses = 0;
      let isOver = false;
      const over = work().finally(() => (isOver = true));
      while (!isOver) {
        const inSight = editor.rows().filter(isProbed);
        probes += inSight.length;
        misses += inSight.filter((id) => editor.argument(id) === undefined).length;
        await time.sleep(PROBE);
      }
      await over;
      return probes === 0 ? 0 : misses / probes;
    },
  };
}

describe('The tree under a person’s hand', () => {
  for (const { latency, most } of [
    { latency: 150, most: 6 },
    { latency: 1000, most: 10 },
  ]) {
    it(`keeps its rows while 600 packages and 10,000 versions arrive in pages of ${String(latency)} ms`, async () => {
      const { editor, time, events, owner, container, arrange, lost } = watch(600, 10_000, latency);
      await time.run(editor.start());
      const part = await time.run(
        lost(async () => {
          await editor.expand(owner);
          await editor.expand(container);
          arrange({ versions: 'oldest' }); // which page has them is not known
          await time.sleep(20 * latency + 1000);
        }),
      );
      assert.equal(editor.rows().filter((id) => id.includes('/version/')).length, 100);
      assert.equal(editor.argument(`${container}/version/1`)?.kind, 'version', 'all are read');
      assert.ok(events.length <= most, `${String(events.length)} changes`);
      assert.ok(!events.includes(undefined), 'the first level is as it was');
      assert.ok(part < 0.01, `${String(100 * part)} % of the time`);
    });
  }

  it('keeps every row while more of a list arrives than it has rows for, and says how much is left', async () => {
    const { editor, time, events, owner, container, arrange, lost } = watch(60, 10_000, 1000);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(12_000));
    await time.run(editor.expand(container));
    await time.run(time.sleep(1000));
    const more = `${container}/more`;
    const left = (): number | undefined => {
      const node = editor.argument(more);
      return node?.kind === 'loadMore' ? node.remaining : undefined;
    };
    assert.equal(left(), 9900);
    arrange({ filter: { ...DEFAULT_ARRANGEMENT.filter, version: 'v' } });
    await time.run(time.sleep(2500)); // the first of the others are there
    events.length = 0;
    const part = await time.run(lost(() => time.sleep(12_000)));
    assert.equal(part, 0);
    assert.ok(events.length > 1 && events.every((id) => id === more), events.join());
  });

  it('keeps what is open elsewhere while 100 pages of packages arrive', async () => {
    const { editor, time, owner, lost } = watch(10_000, 100);
    await time.run(editor.start());
    await time.run(editor.expand('github/1/self/mona'));
    await time.run(time.sleep(1000));
    const isElsewhere = (id: string): boolean => !id.startsWith(`${owner}/`);
    const part = await time.run(
      lost(async () => {
        await editor.expand(owner);
        await time.sleep(3000);
      }, isElsewhere),
    );
    assert.equal(part, 0);
  });

  it('loses nothing that is open when a list is read again and is as it was', async () => {
    const { tree, editor, time, owner, container, events, lost } = watch(600, 500);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(1000));
    await time.run(editor.expand(container));
    await time.run(time.sleep(1000));
    events.length = 0;
    const before = editor.rows();
    const part = await time.run(
      lost(async () => {
        tree.refresh(editor.argument(owner));
        await time.sleep(2000);
      }),
    );
    assert.deepEqual(events, [owner, owner], 'the number of its packages is not known for a while');
    assert.deepEqual(editor.rows(), before);
    assert.ok(part < 0.05, `${String(100 * part)} % of the time`);
  });

  it('tells of nothing while an answer is on its way, for which the editor would wait with all it has forgotten', async () => {
    const { editor, time, owner, container, lost } = watch(3000, 100, 1000);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(900)); // more packages are about to arrive
    const part = await time.run(lost(() => editor.expand(container)));
    assert.equal(part, 0);
  });

  it('does not let everything else wait for an answer that takes long', async () => {
    const { editor, time, owner, container } = watch(100, 100, 10_000);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(12_000));
    const started = time.now();
    await time.run(editor.expand(container));
    assert.ok(time.now() - started < 5000);
    await time.run(time.sleep(10_000));
    assert.equal(editor.rows().filter((id) => id.includes('/version/')).length, 100, 'it is there in the end');
  });

  it('does not draw the first level anew when everything is read again and is as it was', async () => {
    const { tree, editor, time, owner, events, lost } = watch(60, 100);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(1000));
    events.length = 0;
    const isFirst = (id: string): boolean => !id.startsWith(`${owner}/`);
    const part = await time.run(
      lost(async () => {
        tree.refresh();
        tree.refresh();
        await time.sleep(2000);
      }, isFirst),
    );
    assert.equal(part, 0);
    assert.ok(!events.includes(undefined));
    assert.ok(events.includes(owner), 'dates are drawn anew');
  });

  it('draws a closed row anew when it says something else', async () => {
    const { editor, time, owner, events, arrange } = watch(60, 100);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(1000));
    editor.collapse(owner);
    events.length = 0;
    arrange({ filter: { ...DEFAULT_ARRANGEMENT.filter, text: 'nothing' } });
    await time.run(time.sleep(1000));
    assert.ok(events.includes(owner), 'it says how many of its packages match');
    assert.ok(!events.includes(undefined));
    events.length = 0;
    arrange({ packages: 'updated' });
    await time.run(time.sleep(1000));
    assert.deepEqual(events, [], 'and is left alone when it does not');
  });

  it('shows what was deleted as gone at once, however long the list takes to be read again', async () => {
    const { tree, editor, time, owner, container } = watch(60, 100, 10_000);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(time.sleep(12_000));
    await time.run(editor.expand(container));
    await time.run(time.sleep(12_000));
    const versions = (): string[] => editor.rows().filter((id) => id.includes('/version/'));
    const gone = versions()[0] ?? '';
    const node = editor.argument(gone);
    assert.ok(node?.kind === 'version');
    tree.apply([{ ...node, state: 'deleted' }]);
    await time.run(time.sleep(1000));
    assert.equal(versions().length, 99);
    assert.ok(!versions().includes(gone));
  });

  it('has the row of a version back, once it was asked for', async () => {
    const { tree, editor, time, owner, container } = watch(60, 100);
    await time.run(editor.start());
    await time.run(editor.expand(owner));
    await time.run(editor.expand(container));
    await time.run(time.sleep(1000));
    const [first = ''] = editor.rows().filter((id) => id.includes('/version/'));
    tree.refresh(editor.argument(container));
    await time.run(time.sleep(1));
    assert.equal(editor.argument(first), undefined, 'the editor forgets at once');
    await time.run(time.sleep(3 * HOP));
    assert.equal(editor.argument(first)?.id, first, 'although the server has not answered yet');
  });
});
