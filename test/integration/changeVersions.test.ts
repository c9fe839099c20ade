import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Uncertainties } from '../github/state';
import { HUBOT, MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { useGitHub } from './harness';

const { history: NPM } = OCTO_PACKAGES;
const DELETED = 'Deleted versions';

/** What nobody knows of GitHub: the extension has to be right under either answer. */
const ANSWERS: Readonly<Record<string, Partial<Uncertainties>>> = {
  'as most reports have it': {},
  'if the open questions are answered the other way': {
    deletedAtGiven: false,
    countIncludesDeleted: true,
    etags: false,
    tagsReturn: false,
    newestFirst: false,
    lastVersionRuleEverywhere: false,
    restoreRefusal: 'bad-request',
  },
};

for (const [name, uncertainties] of Object.entries(ANSWERS)) {
  describe(`deleting and restoring, ${name}`, () => {
    const { github, person, requests, labels, find } = useGitHub(MONA);

    beforeEach(() => github.configure({ uncertainties }));

    it('shows what goes, asks for each permission once, deletes, and brings back', async () => {
      const node = await find(OCTO_ORG, NPM, (await versions())[0] ?? '');
      assert.ok(node.kind === 'version');
      const title = node.version.name;

      await vscode.commands.executeCommand('githubPackages.deleteVersion', node);
      assert.deepEqual(
        person.seen.map(({ kind }) => kind),
        ['confirm', 'sign-in', 'progress', 'inform'],
      );
      assert.match(person.seen[0]?.text ?? '', new RegExp(`${title}[^]*30 days`));
      assert.match(
        person.seen[1]?.text ?? '',
        /^delete:packages read:packages: To delete versions or packages, .* delete:packages permission/,
      );
      assert.ok(!(await versions()).includes(title));
      assert.ok((await labels(OCTO_ORG, NPM, DELETED)).includes(title));
      const stored = await github.packageState({ owner: OCTO_ORG, type: 'npm', name: NPM });
      assert.ok(stored?.versions.find(({ id }) => id === node.version.id)?.deletedAt);

      person.seen.length = 0;
      await vscode.commands.executeCommand('githubPackages.restoreVersion', await find(OCTO_ORG, NPM, DELETED, title));
      assert.deepEqual(
        person.seen.map(({ kind }) => kind),
        ['sign-in', 'progress', 'inform'],
      );
      assert.match(
        person.seen[0]?.text ?? '',
        /^write:packages: To restore versions or packages, .* write:packages permission/,
      );
      assert.ok((await versions()).includes(title));
      assert.ok(!(await labels(OCTO_ORG, NPM, DELETED)).includes(title));

      const changes = (await requests()).filter(({ method }) => method !== 'GET');
      assert.deepEqual(
        changes.map(({ method, status, scopes }) => ({ method, status, scopes })),
        [
          { method: 'DELETE', status: 204, scopes: ['delete:packages', 'read:packages'] },
          { method: 'POST', status: 204, scopes: ['write:packages'] }, // GitHub leaves out what is implied
        ],
      );
    });

    it('shows the new state even while the lists lag behind', async () => {
      await github.configure({ listLag: 60_000 });
      const title = (await versions())[0] ?? '';
      await vscode.commands.executeCommand('githubPackages.deleteVersion', await find(OCTO_ORG, NPM, title));
      assert.ok(!(await versions()).includes(title));
      assert.ok((await labels(OCTO_ORG, NPM, DELETED)).includes(title));
    });

    async function versions(): Promise<string[]> {
      return (await labels(OCTO_ORG, NPM)).filter((label) => label !== DELETED);
    }
  });
}

describe('deleting and restoring', () => {
  const { github, person, requests, children, labels, find } = useGitHub(MONA);

  async function someVersions(count: number): Promise<Awaited<ReturnType<typeof children>>> {
    return (await children(OCTO_ORG, NPM)).filter(({ kind }) => kind === 'version').slice(0, count);
  }

  async function changesSent(): Promise<string[]> {
    return (await requests()).filter(({ method }) => method !== 'GET').map(({ method }) => method);
  }

  it('sends nothing when the dialog is cancelled', async () => {
    person.confirms = false;
    await vscode.commands.executeCommand('githubPackages.deleteVersion', (await someVersions(1))[0]);
    assert.deepEqual(
      person.seen.map(({ kind }) => kind),
      ['confirm'],
    );
    assert.deepEqual(await changesSent(), []);
  });

  it('leaves everything as it was, without a word, when the permission is refused', async () => {
    person.allows = false;
    await vscode.commands.executeCommand('githubPackages.deleteVersion', (await someVersions(1))[0]);
    assert.deepEqual(
      person.seen.map(({ kind }) => kind),
      ['confirm', 'sign-in'],
    );
    assert.deepEqual(await changesSent(), []);
  });

  it('deletes the selected ones together and undoes it with one button', async () => {
    const selected = await someVersions(3);
    person.presses = 'Undo';
    await vscode.commands.executeCommand('githubPackages.deleteVersion', selected[0], selected);
    assert.deepEqual(await changesSent(), ['DELETE', 'DELETE', 'DELETE', 'POST', 'POST', 'POST']);
    const ids = new Set((await someVersions(100)).map(({ id }) => id));
    assert.ok(selected.every(({ id }) => ids.has(id)));
  });

  it('takes a version that somebody else has deleted for deleted', async () => {
    const [node] = await someVersions(1);
    await github.addFault({ match: { method: 'DELETE' }, fault: { kind: 'status', status: 502, after: true } });
    await vscode.commands.executeCommand('githubPackages.deleteVersion', node);
    assert.match(person.seen.at(-1)?.text ?? '', /^Deleted \S+ of \S+\.$/);
  });

  it('says in one sentence why the last tagged version stays', async () => {
    const name = OCTO_PACKAGES.oneTagged;
    const nodes = await children(OCTO_ORG, name);
    const tagged = nodes.find((node) => node.kind === 'version' && node.version.tags.length > 0);
    await vscode.commands.executeCommand('githubPackages.deleteVersion', tagged);
    const told = person.seen.at(-1);
    assert.equal(told?.kind, 'warn');
    assert.match(
      told.text,
      /^Refused: .+ GitHub keeps the last tagged version of a package; the package can be deleted/,
    );
    assert.equal((await labels(OCTO_ORG, name)).length, nodes.length);
  });

  it('finds a version from the palette alone', async () => {
    const title = (await labels(OCTO_ORG, NPM)).find((label) => label !== DELETED) ?? '';
    person.picks.push(OCTO_ORG, NPM, title);
    await vscode.commands.executeCommand('githubPackages.deleteVersion');
    assert.deepEqual(await changesSent(), ['DELETE']);
    person.picks.push(OCTO_ORG, NPM, title);
    await vscode.commands.executeCommand('githubPackages.restoreVersion');
    assert.deepEqual(await changesSent(), ['DELETE', 'POST']);
    assert.ok((await find(OCTO_ORG, NPM, title)).kind === 'version');
  });

  it('ignores arguments that are no versions', async () => {
    await vscode.commands.executeCommand('githubPackages.deleteVersion', { kind: 'nonsense' }, 'nonsense');
    assert.deepEqual(person.seen, []);
    assert.deepEqual(await changesSent(), []);
  });
});

describe('deleting without being an admin', () => {
  const { person, requests, children } = useGitHub(HUBOT);

  it('says that it is not allowed, not that there is nothing', async () => {
    const node = (await children(OCTO_ORG, NPM)).find(({ kind }) => kind === 'version');
    await vscode.commands.executeCommand('githubPackages.deleteVersion', node);
    assert.match(
      person.seen.at(-1)?.text ?? '',
      /^Refused: .+ was not deleted\. Only an admin of the package may do this; ask one of them\./,
    );
    assert.ok((await requests()).some(({ method, status }) => method === 'DELETE' && status === 404));
  });
});
