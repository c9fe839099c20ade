import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import { pickNode, type Sought } from '../../../../src/commands/pickNode';
import type { Node } from '../../../../src/tree/nodes';
import { useLocalGitHub } from '../support/localGitHub';
import { person, type Person } from '../support/person';
import { growTree } from '../support/testTree';
import { setVersionCount } from '../support/versions';

describe('Picking from the palette', () => {
  const github = useLocalGitHub();

  function pick(sought: Sought, who: Person): Promise<Node | undefined> {
    const { tree } = growTree(github);
    const isSought = (node: Node): node is Node =>
      sought === 'version' ? node.kind === 'version' : node.kind === 'package';
    const surroundings = (): { now: number; locale: string } => ({ now: github.server.clock.now(), locale: 'en' });
    return pickNode(sought, isSought, tree, who, surroundings);
  }

  it('leads to a package, and shows nothing below it', async () => {
    const who = person({ picks: [SMALL.org, SMALL.npm] });
    const node = await pick('package', who);
    assert.equal(node?.kind === 'package' && node.pkg.name, SMALL.npm);
    assert.deepEqual(
      who.told.map(({ text, choices }) => [text, choices]),
      [
        ['Owner', [SMALL.user, SMALL.org]],
        [`Package of ${SMALL.org}`, [SMALL.maven, SMALL.npm, SMALL.container]],
      ],
    );
  });

  it('leads to an active version, and offers no deleted one', async () => {
    const name =
      github.server.packageState({ owner: SMALL.org, type: 'npm', name: SMALL.npm })?.versions[0]?.name ?? '';
    const who = person({ picks: [SMALL.org, SMALL.npm, name] });
    const node = await pick('version', who);
    assert.equal(node?.kind === 'version' && node.version.name, name);
    assert.equal(who.told[2]?.choices.length, 3);
  });

  it('goes on to further pages', async () => {
    setVersionCount(github.server, { owner: SMALL.org, type: 'npm', name: SMALL.npm }, 120);
    const node = await pick('version', person({ picks: [SMALL.org, SMALL.npm, 'Load more (20)', '1.0.0'] }));
    assert.equal(node?.kind === 'version' && node.version.name, '1.0.0');
  });

  it('ends without a choice when the person leaves, at any step', async () => {
    for (const picks of [[], [SMALL.org], [SMALL.org, SMALL.npm]]) {
      const who = person({ picks });
      assert.equal(await pick('version', who), undefined);
      assert.equal(who.told.length, picks.length + 1);
    }
  });

  it('shows what went wrong, and ends there', async () => {
    github.server.addFault({ match: { path: '/packages' }, fault: { kind: 'status', status: 403 } });
    const who = person({ picks: [SMALL.org, 'Packages not listed'] });
    assert.equal(await pick('package', who), undefined);
    assert.deepEqual(who.told[1]?.choices, ['Packages not listed']);
  });
});
