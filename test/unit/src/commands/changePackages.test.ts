import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { Node } from '../../../../src/tree/nodes';
import { useLocalGitHub } from '../support/localGitHub';
import { setScene, type Scene } from '../support/scene';

const IMAGE = { owner: SMALL.org, type: 'container', name: SMALL.container } as const;

describe('The commands that change packages', () => {
  const github = useLocalGitHub();

  function isDeleted(): boolean {
    return github.server.packageState(IMAGE)?.deletedAt !== undefined;
  }

  /** The organisation's elements: kind, and name where they have one. */
  async function shown({ tree }: Scene): Promise<string[]> {
    const owner = (await tree.children()).find((node) => node.kind === 'owner' && node.owner.kind === 'organization');
    return (await tree.children(owner)).map((node) => ('pkg' in node ? `${node.kind} ${node.pkg.name}` : node.kind));
  }

  async function recently({ tree }: Scene): Promise<readonly Node[]> {
    const owner = (await tree.children()).find((node) => node.kind === 'owner' && node.owner.kind === 'organization');
    const group = (await tree.children(owner)).find(({ kind }) => kind === 'deletedPackages');
    return group ? tree.children(group) : [];
  }

  it('delete a package once its name is typed, and show it where it can be restored', async () => {
    const scene = setScene(github, { types: SMALL.container });
    await scene.act.deletePackage(await scene.packageElement(SMALL.container));
    assert.deepEqual(scene.told(), [
      `type: Delete the package ${SMALL.org}/${SMALL.container}?`,
      `progress: Deleting the package ${SMALL.org}/${SMALL.container}`,
      `inform: Deleted the package ${SMALL.org}/${SMALL.container}.`,
    ]);
    assert.deepEqual(scene.who.told[0]?.choices, [SMALL.container]);
    assert.equal(isDeleted(), true);
    const labels = await shown(scene);
    assert.ok(!labels.includes(`package ${SMALL.container}`));
    assert.ok(labels.includes('deletedPackages'));
    assert.deepEqual(
      (await recently(scene)).map((node) => (node.kind === 'deletedPackage' ? node.pkg.name : node.kind)),
      [SMALL.container],
    );
  });

  it('delete nothing when something else is typed', async () => {
    const scene = setScene(github, { types: 'web-ap' });
    await scene.act.deletePackage(await scene.packageElement(SMALL.container));
    assert.equal(scene.told().length, 1);
    assert.deepEqual(scene.changes(), []);
  });

  it('undo it from the message, and from the tree', async () => {
    const scene = setScene(github, { types: SMALL.container, presses: ['Undo'] });
    await scene.act.deletePackage(await scene.packageElement(SMALL.container));
    assert.equal(scene.told().at(-1), `inform: Restored the package ${SMALL.org}/${SMALL.container}.`);
    assert.equal(isDeleted(), false);
    const labels = await shown(scene);
    assert.ok(labels.includes(`package ${SMALL.container}`) && !labels.includes('deletedPackages'));

    await scene.act.deletePackage(await scene.packageElement(SMALL.container));
    const [node] = await recently(scene);
    await scene.act.restorePackage(node);
    assert.equal(isDeleted(), false);
    assert.deepEqual(await recently(scene), []);
  });

  it('show the new state while the server’s lists lag behind, and undo all the same', async () => {
    const scene = setScene(github, { types: SMALL.container, confirm: true, presses: ['Undo'] });
    const [version] = await scene.active();
    const pkg = await scene.packageElement(SMALL.container);
    github.server.configure({ listLag: 3_600_000 });
    await scene.act.deleteVersion(version);
    assert.equal(scene.told().at(-1), `inform: Restored ${version?.version.name ?? ''} of ${SMALL.org}/${SMALL.npm}.`);
    assert.deepEqual(
      scene.changes().map((change) => change.split(' ')[0]),
      ['DELETE', 'POST'],
    );
    await scene.act.deletePackage(pkg);
    assert.ok(!(await shown(scene)).includes(`package ${SMALL.container}`));
  });

  it('delete several packages when their number is typed', async () => {
    const scene = setScene(github, { types: 'delete 2 packages' });
    const both = [await scene.packageElement(SMALL.container), await scene.packageElement()];
    await scene.act.deletePackage(both[0], both);
    assert.deepEqual(scene.told().slice(0, 2), ['narrow: Delete 2 packages', 'type: Delete 2 packages?']);
    assert.equal(scene.told().at(-1), 'inform: Packages: 2 deleted.');
  });

  it('can be told to ask less, or more', async () => {
    const modal = setScene(github, { confirm: true }, { confirmDelete: 'modal' });
    await modal.act.deletePackage(await modal.packageElement(SMALL.container));
    assert.equal(modal.told()[0], `confirm: Delete the package ${SMALL.org}/${SMALL.container}?`);
    assert.equal(isDeleted(), true);
    const typed = setScene(github, { confirm: true, types: 'nothing' }, { confirmDelete: 'always-type' });
    await typed.act.deleteVersion((await typed.active())[0]);
    assert.match(typed.told()[0] ?? '', /^type: Delete /);
    assert.equal(typed.changes().length, 1, 'the deletion of the package before');
  });

  it('offer the package where its last version stays', async () => {
    const scene = setScene(github, { confirm: true, presses: ['Delete Package...'], types: SMALL.npm });
    const all = await scene.active();
    await scene.act.deleteVersion(all[0], all);
    const warning = scene.who.told.find(({ kind }) => kind === 'warn');
    assert.equal(
      warning?.text,
      `Versions of ${SMALL.org}/${SMALL.npm}: 2 deleted, 1 refused. ` +
        'GitHub keeps the last version of a package; the package can be deleted instead.',
    );
    assert.equal(scene.told().at(-1), `inform: Deleted the package ${SMALL.org}/${SMALL.npm}.`);
  });

  it('restore a package that was deleted elsewhere by owner, type and name', async () => {
    const api = github.api();
    const owner = { kind: 'organization', login: SMALL.org } as const;
    const signal = new AbortController().signal;
    await api.deletePackage({ owner, type: 'container', name: SMALL.container }, signal);
    const way = 'A package deleted elsewhere, by its name...';
    const scene = setScene(github, { picks: [way, SMALL.org, 'Container'], types: SMALL.container });
    await scene.act.restorePackage();
    assert.equal(scene.told().at(-1), `inform: Restored the package ${SMALL.org}/${SMALL.container}.`);
    assert.equal(isDeleted(), false);
    const again = setScene(github, { picks: [way, SMALL.org, 'Container'], types: SMALL.container });
    await again.act.restorePackage();
    assert.equal(
      again.told().at(-1),
      `inform: Nothing to do: the package ${SMALL.org}/${SMALL.container} is there already.`,
    );
    assert.equal(scene.changes().length, 2, 'nothing more is sent for what is there');
  });

  it('lead to GitHub’s own list of deleted packages', async () => {
    const scene = setScene(github, { picks: ['See deleted packages on GitHub', SMALL.org] });
    await scene.act.restorePackage();
    assert.equal(scene.told().at(-1), `page: ${github.server.url}/organizations/${SMALL.org}/settings/packages`);
  });

  it('undo an earlier deletion of versions', async () => {
    const scene = setScene(github, { confirm: true, picks: [`Undo deleting 2 versions of ${SMALL.org}/${SMALL.npm}`] });
    const two = (await scene.active()).slice(0, 2);
    await scene.act.deleteVersion(two[0], two);
    await scene.act.restorePackage();
    assert.equal(scene.told().at(-1), `inform: Versions of ${SMALL.org}/${SMALL.npm}: 2 restored.`);
    assert.equal((await scene.active()).length, 3);
    github.server.clock.advance(1000);
    await scene.act.restorePackage();
    const offered = scene.who.told.at(-1)?.choices.filter((label) => label.startsWith('Undo'));
    assert.deepEqual(offered, [], 'what is undone is not offered again');
  });

  it('say that a package can no longer be restored, and forget it', async () => {
    const scene = setScene(github, { types: SMALL.container });
    await scene.act.deletePackage(await scene.packageElement(SMALL.container));
    const [node] = await recently(scene);
    github.server.world.packages.splice(
      github.server.world.packages.findIndex(({ name }) => name === SMALL.container),
      1,
    );
    await scene.act.restorePackage(node);
    assert.match(
      scene.told().at(-1) ?? '',
      /^warn: Refused: the package \S+ was not restored\. It can no longer be restored/,
    );
    assert.deepEqual(await recently(scene), []);
  });

  it('say that the name of a package is taken again', async () => {
    const scene = setScene(github, { types: SMALL.container });
    await scene.act.deletePackage(await scene.packageElement(SMALL.container));
    const [node] = await recently(scene);
    const old = github.server.packageState(IMAGE);
    assert.ok(old);
    const fresh = { ...old, id: 999_999, versions: [] };
    Reflect.deleteProperty(fresh, 'deletedAt');
    github.server.world.packages.push(fresh);
    await scene.act.restorePackage(node);
    assert.match(
      scene.told().at(-1) ?? '',
      /^warn: Refused: the package \S+ was not restored\. Its name is taken again/,
    );
  });
});

describe('Read-only mode', () => {
  const github = useLocalGitHub();

  it('refuses everything that changes anything, whatever asks for it', async () => {
    const scene = setScene(github, { confirm: true, types: SMALL.npm }, { isReadOnly: () => true });
    const [one] = await scene.active();
    const [gone] = await scene.deleted();
    await scene.act.deleteVersion(one);
    await scene.act.restoreVersion(gone);
    await scene.act.deletePackage(await scene.packageElement());
    assert.equal(scene.told().length, 3);
    for (const told of scene.told())
      assert.equal(told, 'inform: Read-only mode is on, so nothing is deleted or restored.');
    assert.deepEqual(scene.changes(), []);
  });

  it('stops what is under way when it is switched on', async () => {
    let readOnly = false;
    const scene = setScene(github, { confirm: true, presses: ['Undo'] }, { isReadOnly: () => readOnly });
    const progress = scene.who.progress.bind(scene.who);
    Object.assign(scene.who, {
      progress: (title: string, task: Parameters<Scene['who']['progress']>[1]) =>
        progress(title, (report, signal) =>
          task((share, text) => {
            readOnly = true;
            report(share, text);
          }, signal),
        ),
    });
    const all = (await scene.active()).slice(0, 2);
    await scene.act.deleteVersion(all[0], all);
    assert.equal(
      scene.told().at(-2),
      `warn: Versions of ${SMALL.org}/${SMALL.npm}: 1 deleted, 1 not started. Read-only mode is on.`,
    );
    assert.match(scene.told().at(-1) ?? '', /^inform: Read-only mode is on/, 'nor is it undone');
    assert.equal(scene.changes().length, 1);
  });
});
