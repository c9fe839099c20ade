import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { VersionNode } from '../../../../src/tree/nodes';
import { useLocalGitHub } from '../support/localGitHub';
import type { Reactions } from '../support/person';
import { setScene, type Scene, type SceneOptions } from '../support/scene';

const NPM = `${SMALL.org}/${SMALL.npm}`;

describe('The commands that change versions', () => {
  const github = useLocalGitHub();
  let scene: Scene;

  function commands(reactions: Reactions, options: SceneOptions = {}): Scene['act'] {
    scene = setScene(github, reactions, options);
    return scene.act;
  }

  function names(nodes: readonly VersionNode[]): string[] {
    return nodes.map(({ version }) => version.name);
  }

  it('delete a version after a yes, and say so with a way back', async () => {
    const act = commands({ confirm: true });
    const [target, ...others] = await scene.active();
    assert.ok(target);
    await act.deleteVersion(target);
    assert.deepEqual(scene.told(), [
      `confirm: Delete ${target.version.name} of ${NPM}?`,
      `progress: Deleting ${target.version.name} of ${NPM}`,
      `inform: Deleted ${target.version.name} of ${NPM}.`,
    ]);
    assert.deepEqual(scene.who.told.at(-1)?.choices, ['Undo']);
    assert.deepEqual(scene.changes(), ['DELETE delete:packages,read:packages']);
    assert.deepEqual(names(await scene.active()), names(others));
    assert.ok(names(await scene.deleted()).includes(target.version.name));
  });

  it('do nothing at all after a no', async () => {
    const act = commands({ confirm: false });
    const before = names(await scene.active());
    await act.deleteVersion((await scene.active())[0]);
    assert.equal(scene.who.told.length, 1);
    assert.deepEqual(scene.asked(), []);
    assert.deepEqual(scene.changes(), []);
    assert.deepEqual(names(await scene.active()), before);
  });

  it('ask for the permission after the yes, naming it, and stop where it is not given', async () => {
    const act = commands({ confirm: true }, { allows: () => false });
    await act.deleteVersion((await scene.active())[0]);
    await act.restoreVersion((await scene.deleted())[0]);
    assert.deepEqual(scene.asked(), ['allow delete', 'allow restore']);
    assert.match(scene.sessions.prompts[0]?.why ?? '', /delete:packages/);
    assert.match(scene.sessions.prompts[1]?.why ?? '', /write:packages/);
    assert.deepEqual(scene.changes(), []);
    assert.deepEqual(scene.told().slice(1), []);
  });

  it('delete many with one question, one permission and one message', async () => {
    const act = commands({ confirm: true });
    const targets = (await scene.active()).slice(0, 2);
    await act.deleteVersion(targets[0], targets);
    assert.deepEqual(scene.told(), [
      `narrow: Delete 2 versions of ${NPM}`,
      `confirm: Delete 2 versions of ${NPM}?`,
      `progress: Deleting 2 versions of ${NPM}`,
      `inform: Versions of ${NPM}: 2 deleted.`,
    ]);
    assert.deepEqual(scene.who.told[2]?.choices, ['1 of 2', '2 of 2']);
    assert.equal(scene.asked().length, 1);
    assert.equal((await scene.active()).length, 1);
  });

  it('undo a deletion, and ask for the permission to restore only then', async () => {
    const act = commands({ confirm: true, presses: ['Undo'] });
    const before = names(await scene.active());
    const targets = (await scene.active()).slice(0, 2);
    await act.deleteVersion(targets[0], targets);
    assert.deepEqual(scene.asked(), ['allow delete', 'allow restore']);
    assert.deepEqual(scene.changes().slice(2), ['POST write:packages', 'POST write:packages']);
    assert.equal(scene.told().at(-1), `inform: Versions of ${NPM}: 2 restored.`);
    assert.deepEqual(scene.who.told.at(-1)?.choices, [], 'a restored version has no undo');
    assert.deepEqual(names(await scene.active()), before);
  });

  it('undo only what they did themselves', async () => {
    const act = commands({ confirm: true, presses: ['Undo'] });
    const [gone, mine] = await scene.active();
    assert.ok(gone && mine);
    await github.api().deleteVersion(gone.pkg, gone.version.id, new AbortController().signal);
    await act.deleteVersion(gone, [gone, mine]);
    assert.equal(scene.changes().filter((change) => change.startsWith('POST')).length, 1);
    assert.deepEqual(names(await scene.active()).includes(gone.version.name), false);
  });

  it('restore without a question, since nothing is lost', async () => {
    const act = commands({});
    const [target] = await scene.deleted();
    assert.ok(target);
    await act.restoreVersion(target);
    const name = `${target.version.name} of ${NPM}`;
    assert.deepEqual(scene.told(), [`progress: Restoring ${name}`, `inform: Restored ${name}.`]);
    assert.deepEqual(scene.changes(), ['POST write:packages']);
    assert.deepEqual(await scene.deleted(), []);
    assert.ok(names(await scene.active()).includes(target.version.name));
  });

  it('tell what was refused and why, offer the log, and leave the tree as it is', async () => {
    const act = commands({ confirm: true, presses: ['Show Log'] });
    const [target] = await scene.active();
    assert.ok(target);
    const before = names(await scene.active());
    github.server.addFault({
      match: { method: 'DELETE' },
      fault: { kind: 'status', status: 404, body: { message: 'Package not found.' } },
    });
    await act.deleteVersion(target);
    assert.equal(
      scene.told().at(-1),
      `warn: Refused: ${target.version.name} of ${NPM} was not deleted. Only an admin of the package may do this; ask one of them.`,
    );
    assert.deepEqual(scene.who.told.at(-1)?.choices, ['Allow Repository Access...', 'Show Log']);
    assert.equal(scene.logShown, 1);
    assert.deepEqual(names(await scene.active()), before);
  });

  it('log each outcome with the server’s own words', async () => {
    const act = commands({ confirm: true });
    const [one, two] = await scene.active();
    assert.ok(one && two);
    const message = 'You cannot delete the last version of a package.';
    github.server.addFault({
      match: { method: 'DELETE' },
      nth: 2,
      fault: { kind: 'status', status: 400, body: { message } },
    });
    await act.deleteVersion(one, [one, two]);
    assert.equal(scene.lines.length, 2);
    assert.match(scene.lines[0] ?? '', /^delete .* octo-org npm hello-world-npm version \d+ \(.+\): done$/);
    assert.match(
      scene.lines[1] ?? '',
      /: refused: last-version, You cannot delete the last version of a package\., request /,
    );
    assert.doesNotMatch(scene.lines.join(), /gho_/);
  });

  it('move only what is certain when they are cancelled', async () => {
    const act = commands({ confirm: true, cancelAfter: 1 });
    const before = await scene.active();
    const all = before.slice(0, 2);
    await act.deleteVersion(all[0], all);
    assert.equal(scene.told().at(-1), `warn: Versions of ${NPM}: 1 deleted, 1 not started.`);
    assert.deepEqual(scene.who.told.at(-1)?.choices, ['Undo', 'Go On', 'Show Log']);
    assert.deepEqual(names(await scene.active()), names(before.slice(1)));
  });

  it('take from a mixed selection only what they are for', async () => {
    const act = commands({ confirm: true });
    const pkg = await scene.packageElement();
    const [one] = await scene.active();
    const [gone] = await scene.deleted();
    assert.ok(one && gone);
    await act.deleteVersion(pkg, [pkg, one, gone]);
    assert.equal(scene.told()[0], `confirm: Delete ${one.version.name} of ${NPM}?`);
    await act.restoreVersion(pkg, [pkg, gone]);
    assert.deepEqual(scene.changes(), ['DELETE delete:packages,read:packages', 'POST write:packages']);
  });

  it('do nothing for something they are not for', async () => {
    const act = commands({ confirm: true });
    const pkg = await scene.packageElement();
    const [one] = await scene.active();
    const [gone] = await scene.deleted();
    for (const [node, nodes] of [[pkg], [gone], [{ kind: 'version' }], ['text'], [null], [pkg, [pkg]]] as const) {
      await act.deleteVersion(node, nodes);
    }
    await act.restoreVersion(one);
    assert.deepEqual(scene.who.told, []);
    assert.deepEqual(scene.changes(), []);
  });

  it('ask which version where none is given', async () => {
    commands({});
    const [target] = await scene.deleted();
    assert.ok(target);
    const reactions = { picks: [SMALL.org, SMALL.npm], ticks: [target.version.name], confirm: true };
    await commands(reactions).restoreVersion();
    assert.equal(scene.told().at(-1), `inform: Restored ${target.version.name} of ${NPM}.`);
    await commands(reactions).deleteVersion();
    assert.equal(scene.told().at(-1), `inform: Deleted ${target.version.name} of ${NPM}.`);
    assert.equal((await scene.deleted()).length, 1);
  });
});
