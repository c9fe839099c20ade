import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { useGitHub } from './harness';

const { oneImage: IMAGE, deleted: GONE, history: NPM } = OCTO_PACKAGES;
const RECENT = 'Recently deleted';

describe('deleting and restoring packages', () => {
  const { github, person, requests, labels, find } = useGitHub(MONA);

  async function isDeleted(type: 'container' | 'npm', name: string): Promise<boolean> {
    return (await github.packageState({ owner: OCTO_ORG, type, name }))?.deletedAt !== undefined;
  }

  it('asks for the name, deletes, remembers it in the editor’s storage, and brings it back from the tree', async () => {
    person.types = IMAGE;
    await vscode.commands.executeCommand('githubPackages.deletePackage', await find(OCTO_ORG, IMAGE));
    assert.deepEqual(
      person.seen.map(({ kind }) => kind),
      ['type', 'sign-in', 'progress', 'inform'],
    );
    assert.ok(await isDeleted('container', IMAGE));
    assert.ok(!(await labels(OCTO_ORG)).includes(IMAGE));
    const node = await find(OCTO_ORG, RECENT, IMAGE);

    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.ok((await labels(OCTO_ORG, RECENT)).includes(IMAGE));
    await vscode.commands.executeCommand('githubPackages.restorePackage', node);
    assert.match(person.seen.at(-1)?.text ?? '', /^Restored the package \S+\.$/);
    assert.ok(!(await isDeleted('container', IMAGE)));
    assert.ok((await labels(OCTO_ORG)).includes(IMAGE));
  });

  it('restores by name what was deleted elsewhere', async () => {
    person.picks.push('A package deleted elsewhere, by its name...', OCTO_ORG, 'npm');
    person.types = GONE;
    await vscode.commands.executeCommand('githubPackages.restorePackage');
    assert.match(person.seen.at(-1)?.text ?? '', /^Restored the package \S+\.$/);
    assert.ok(!(await isDeleted('npm', GONE)));
  });

  it('changes nothing in read-only mode', async () => {
    const settings = vscode.workspace.getConfiguration('githubPackages');
    const version = (await labels(OCTO_ORG, NPM))[1] ?? '';
    const nodes = [await find(OCTO_ORG, NPM, version), await find(OCTO_ORG, NPM)];
    await settings.update('readOnly', true, vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('githubPackages.deleteVersion', nodes[0]);
      await vscode.commands.executeCommand('githubPackages.deletePackage', nodes[1]);
      assert.deepEqual(
        person.seen.map(({ kind, text }) => `${kind} ${text}`),
        Array.from({ length: 2 }, () => 'inform Read-only mode is on, so nothing is deleted or restored.'),
      );
      assert.deepEqual(
        (await requests()).filter(({ method }) => method !== 'GET'),
        [],
      );
    } finally {
      await settings.update('readOnly', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
