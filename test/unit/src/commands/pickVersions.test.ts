import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import { useLocalGitHub } from '../support/localGitHub';
import type { Reactions } from '../support/person';
import { setScene, type Scene } from '../support/scene';
import { setVersionCount } from '../support/versions';

const NPM = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;
const NAME = `${SMALL.org}/${SMALL.npm}`;

describe('Versions that are chosen from the palette', () => {
  const github = useLocalGitHub();

  function scene(reactions: Reactions): Scene {
    return setScene(github, { picks: [SMALL.org, SMALL.npm], confirm: true, ...reactions });
  }

  function active(): number {
    return github.server.packageState(NPM)?.versions.filter(({ deletedAt }) => deletedAt === undefined).length ?? 0;
  }

  it('are all there to choose from, however few the tree shows, and none is chosen yet', async () => {
    setVersionCount(github.server, NPM, 250);
    const at = scene({ ticks: ['1.0.3', '1.0.249'] });
    await at.act.deleteVersion();
    const asked = at.who.told.find(({ kind }) => kind === 'tick');
    assert.equal(asked?.text, `Choose Versions to Delete\n250 versions of ${NAME}`);
    assert.equal(asked.choices.length, 250);
    assert.deepEqual(at.told().slice(-3), [
      `confirm: Delete 2 versions of ${NAME}?`,
      `progress: Deleting 2 versions of ${NAME}`,
      `inform: Versions of ${NAME}: 2 deleted.`,
    ]);
    assert.equal(active(), 248);
  });

  it('are not asked for again before they are deleted, and come back together', async () => {
    const at = scene({ ticks: 'all', picks: [SMALL.org, SMALL.npm, SMALL.org, SMALL.npm] });
    await at.act.deleteVersion();
    assert.equal(active(), 1);
    assert.ok(!at.told().some((line) => line.startsWith('narrow')));
    await at.act.restoreVersion();
    assert.equal(at.told().at(-1), `inform: Versions of ${NAME}: 3 restored.`);
    assert.equal(active(), 4);
  });

  it('are left alone when the person leaves, at any step', async () => {
    for (const reactions of [
      { picks: [] },
      { picks: [SMALL.org] },
      {},
      { ticks: [] },
      { ticks: 'all', confirm: false },
    ]) {
      const at = scene(reactions as Reactions);
      await at.act.deleteVersion();
      assert.deepEqual(at.changes(), []);
    }
  });

  it('can be chosen one at a time only, where some are missing from the list', async () => {
    setVersionCount(github.server, NPM, 250);
    github.server.addFault({ match: { path: 'page=3' }, fault: { kind: 'status', status: 500 } });
    const at = scene({ ticks: 'all', picks: [SMALL.org, SMALL.npm, '1.0.249'] });
    await at.act.deleteVersion();
    assert.ok(!at.told().some((line) => line.startsWith('tick')));
    const asked = at.who.told.filter(({ kind }) => kind === 'pick').at(-1);
    assert.equal(asked?.text, `Not all versions of ${NAME} could be listed, so choose one at a time`);
    assert.equal(active(), 249);
  });

  it('are none where there are none, which is said', async () => {
    const at = scene({ picks: [SMALL.user, SMALL.personal] });
    await at.act.restoreVersion();
    assert.equal(at.told().at(-1), `inform: ${SMALL.user}/${SMALL.personal} has no deleted versions.`);
  });

  it('are none where they cannot be read, and why is said', async () => {
    const at = scene({});
    await at.tree.children();
    github.server.addFault({ match: { path: '/versions' }, fault: { kind: 'status', status: 401 } });
    await at.act.deleteVersion();
    assert.match(at.told().at(-1) ?? '', /^inform: .* no longer accepts this sign-in\.$/);
  });
});
