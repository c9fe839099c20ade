import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { Permission } from '../../../../src/github/scopes';
import { createVersionCommands, type VersionCommands } from '../../../../src/commands/changeVersions';
import type { Account } from '../../../../src/model/accounts';
import type { Node, PackageNode, VersionNode } from '../../../../src/tree/nodes';
import { createPackageTree, type PackageTree } from '../../../../src/tree/packageTree';
import { useLocalGitHub } from '../support/localGitHub';
import { person, type Person, type Reactions } from '../support/person';

describe('The commands that change versions', () => {
  const github = useLocalGitHub();
  let tree: PackageTree;
  let who: Person;
  /** What the person was asked to allow. */
  let asked: { readonly permission: Permission; readonly why: string }[];
  let lines: string[];
  let logShown: number;

  function commands(reactions: Reactions, allows = true): VersionCommands {
    asked = [];
    lines = [];
    logShown = 0;
    who = person(reactions);
    tree = createPackageTree({
      accounts: () => Promise.resolve([github.account]),
      api: (account) => github.api(account),
      now: () => github.server.clock.now(),
    });
    return createVersionCommands({
      tree,
      api: (account) => github.api(account),
      sessions: {
        allow(_: Account, permission, why) {
          asked.push({ permission, why });
          return Promise.resolve(allows);
        },
      },
      dialogs: who,
      surroundings: () => ({ now: github.server.clock.now(), locale: 'en' }),
      showLog: () => logShown++,
      log: (line) => lines.push(line),
    });
  }

  async function packageElement(): Promise<PackageNode> {
    const owner = (await tree.children()).find((node) => node.kind === 'owner' && node.owner.kind === 'organization');
    const pkg = (await tree.children(owner)).find((node) => node.kind === 'package' && node.pkg.name === SMALL.npm);
    assert.equal(pkg?.kind, 'package');
    return pkg;
  }

  function versions(nodes: readonly Node[]): VersionNode[] {
    return nodes.filter((node) => node.kind === 'version');
  }

  async function active(): Promise<VersionNode[]> {
    return versions(await tree.children(await packageElement()));
  }

  async function deleted(): Promise<VersionNode[]> {
    const [group] = await tree.children(await packageElement());
    return versions(await tree.children(group));
  }

  function names(nodes: readonly VersionNode[]): string[] {
    return nodes.map(({ version }) => version.name);
  }

  /** Requests that change something, as method and scopes. */
  function changes(): string[] {
    return github.server.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, scopes }) => `${method} ${(scopes ?? []).join()}`);
  }

  function told(): string[] {
    return who.told.map(({ kind, text }) => `${kind}: ${text.split('\n')[0] ?? ''}`);
  }

  it('delete a version after a yes, and say so with a way back', async () => {
    const act = commands({ confirm: true });
    const [target, ...others] = await active();
    assert.ok(target);
    await act.deleteVersion(target);
    assert.deepEqual(told(), [
      `confirm: Delete ${target.version.name} of ${SMALL.org}/${SMALL.npm}?`,
      'progress: Deleting versions',
      'inform: Versions: 1 deleted.',
    ]);
    assert.deepEqual(who.told.at(-1)?.choices, ['Undo']);
    assert.deepEqual(changes(), ['DELETE delete:packages,read:packages']);
    assert.deepEqual(names(await active()), names(others));
    assert.ok(names(await deleted()).includes(target.version.name));
  });

  it('do nothing at all after a no', async () => {
    const act = commands({ confirm: false });
    const before = names(await active());
    await act.deleteVersion((await active())[0]);
    assert.equal(who.told.length, 1);
    assert.deepEqual(asked, []);
    assert.deepEqual(changes(), []);
    assert.deepEqual(names(await active()), before);
  });

  it('ask for the permission after the yes, naming it, and stop where it is not given', async () => {
    const act = commands({ confirm: true }, false);
    await act.deleteVersion((await active())[0]);
    await act.restoreVersion((await deleted())[0]);
    assert.deepEqual(
      asked.map(({ permission }) => permission),
      ['delete', 'restore'],
    );
    assert.match(asked[0]?.why ?? '', /delete:packages/);
    assert.match(asked[1]?.why ?? '', /write:packages/);
    assert.deepEqual(changes(), []);
    assert.deepEqual(told().slice(1), []);
  });

  it('delete many with one question, one permission and one message', async () => {
    const act = commands({ confirm: true });
    const targets = (await active()).slice(0, 2);
    await act.deleteVersion(targets[0], targets);
    assert.deepEqual(told(), [
      'confirm: Delete 2 versions?',
      'progress: Deleting versions',
      'inform: Versions: 2 deleted.',
    ]);
    assert.deepEqual(who.told[1]?.choices, ['1 of 2', '2 of 2']);
    assert.equal(asked.length, 1);
    assert.equal((await active()).length, 1);
  });

  it('undo a deletion, and ask for the permission to restore only then', async () => {
    const act = commands({ confirm: true, presses: ['Undo'] });
    const before = names(await active());
    const targets = (await active()).slice(0, 2);
    await act.deleteVersion(targets[0], targets);
    assert.deepEqual(
      asked.map(({ permission }) => permission),
      ['delete', 'restore'],
    );
    assert.deepEqual(changes().slice(2), ['POST write:packages', 'POST write:packages']);
    assert.equal(told().at(-1), 'inform: Versions: 2 restored.');
    assert.deepEqual(who.told.at(-1)?.choices, [], 'a restored version has no undo');
    assert.deepEqual(names(await active()), before);
  });

  it('undo only what they did themselves', async () => {
    const act = commands({ confirm: true, presses: ['Undo'] });
    const [gone, mine] = await active();
    assert.ok(gone && mine);
    await github.api().deleteVersion(gone.pkg, gone.version.id, new AbortController().signal);
    await act.deleteVersion(gone, [gone, mine]);
    assert.equal(changes().filter((change) => change.startsWith('POST')).length, 1);
    assert.deepEqual(names(await active()).includes(gone.version.name), false);
  });

  it('restore without a question, since nothing is lost', async () => {
    const act = commands({});
    const [target] = await deleted();
    assert.ok(target);
    await act.restoreVersion(target);
    assert.deepEqual(told(), ['progress: Restoring versions', 'inform: Versions: 1 restored.']);
    assert.deepEqual(changes(), ['POST write:packages']);
    assert.deepEqual(await deleted(), []);
    assert.ok(names(await active()).includes(target.version.name));
  });

  it('tell what was refused and why, offer the log, and leave the tree as it is', async () => {
    const act = commands({ confirm: true, presses: ['Show Log'] });
    const [target] = await active();
    assert.ok(target);
    const before = names(await active());
    github.server.addFault({
      match: { method: 'DELETE' },
      fault: { kind: 'status', status: 404, body: { message: 'Package not found.' } },
    });
    await act.deleteVersion(target);
    assert.equal(told().at(-1), 'warn: Versions: 0 deleted, 1 refused. Only an admin of the package may do this.');
    assert.deepEqual(who.told.at(-1)?.choices, ['Show Log']);
    assert.equal(logShown, 1);
    assert.deepEqual(names(await active()), before);
  });

  it('log each outcome with the server’s own words', async () => {
    const act = commands({ confirm: true });
    const [one, two] = await active();
    assert.ok(one && two);
    const message = 'You cannot delete the last version of a package.';
    github.server.addFault({
      match: { method: 'DELETE' },
      nth: 2,
      fault: { kind: 'status', status: 400, body: { message } },
    });
    await act.deleteVersion(one, [one, two]);
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /^delete .* octo-org npm hello-world-npm version \d+ \(.+\): done$/);
    assert.match(
      lines[1] ?? '',
      /: refused: last-version, You cannot delete the last version of a package\., request /,
    );
    assert.doesNotMatch(lines.join(), /gho_/);
  });

  it('move only what is certain when they are cancelled', async () => {
    const act = commands({ confirm: true, cancelAfter: 1 });
    const all = await active();
    await act.deleteVersion(all[0], all);
    assert.equal(told().at(-1), 'warn: Versions: 1 deleted, 2 not started.');
    assert.deepEqual(who.told.at(-1)?.choices, ['Undo', 'Show Log']);
    assert.deepEqual(names(await active()), names(all.slice(1)));
  });

  it('take from a mixed selection only what they are for', async () => {
    const act = commands({ confirm: true });
    const pkg = await packageElement();
    const [one] = await active();
    const [gone] = await deleted();
    assert.ok(one && gone);
    await act.deleteVersion(pkg, [pkg, one, gone]);
    assert.equal(told()[0], `confirm: Delete ${one.version.name} of ${SMALL.org}/${SMALL.npm}?`);
    await act.restoreVersion(pkg, [pkg, gone]);
    assert.deepEqual(changes(), ['DELETE delete:packages,read:packages', 'POST write:packages']);
  });

  it('do nothing for something they are not for', async () => {
    const act = commands({ confirm: true });
    const pkg = await packageElement();
    const [one] = await active();
    const [gone] = await deleted();
    for (const [node, nodes] of [[pkg], [gone], [{ kind: 'version' }], ['text'], [null], [pkg, [pkg]]] as const) {
      await act.deleteVersion(node, nodes);
    }
    await act.restoreVersion(one);
    assert.deepEqual(who.told, []);
    assert.deepEqual(changes(), []);
  });

  it('ask which version where none is given', async () => {
    commands({});
    const [target] = await deleted();
    assert.ok(target);
    const reactions = { picks: [SMALL.org, SMALL.npm, target.version.name], confirm: true };
    await commands(reactions).restoreVersion();
    assert.equal(told().at(-1), 'inform: Versions: 1 restored.');
    await commands(reactions).deleteVersion();
    assert.equal(told().at(-1), 'inform: Versions: 1 deleted.');
    assert.equal((await deleted()).length, 1);
  });
});
