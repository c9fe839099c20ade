import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makeSmallWorld } from '../github/seed';
import { SMALL } from '../github/seed/names';
import { startGitHub, type GitHub } from '../github/server';
import { temporaryFolder } from '../vscode/cleanup';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { answerDialog, expand, openPackagesView, row, runCommand } from './workbench';

describe('a folder that brings settings of its own', () => {
  const folder = temporaryFolder();
  const settings = path.join(folder.path, '.vscode', 'settings.json');
  let session: Session | undefined;
  let other: GitHub | undefined;

  before(async () => {
    other = await startGitHub({ world: makeSmallWorld });
    fs.mkdirSync(path.dirname(settings));
    fs.writeFileSync(settings, JSON.stringify({ 'github-enterprise.uri': other.url }));
    session = await startSession({
      settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
    });
    await session.open(folder.path);
  });

  after(async () => {
    await session?.close();
    await other?.close();
    folder.remove();
  });

  it('changes nothing in Restricted Mode, where the extension works as everywhere', async () => {
    assert.ok(session && other);
    const { github, page, screenshot } = session;
    await openPackagesView(page);
    await page.getByText('Restricted Mode').first().waitFor();
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await row(page, '1.0.1').waitFor();
    await screenshot('folder-restricted');
    assert.deepEqual(other.requests, []);
  });

  it('reaches no other host when it is trusted, and the own one is back when the folder lets go', async () => {
    assert.ok(session && other);
    const { github, page, screenshot } = session;
    const before = github.requests.length;
    await runCommand(page, 'Workspaces: Manage Workspace Trust');
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await row(page, SMALL.org).waitFor({ state: 'detached' });
    const trust = page.locator('.monaco-modal-editor-block');
    await trust
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await trust.waitFor({ state: 'detached' });
    await page.getByText('no folder decides where you sign in').waitFor();
    await screenshot('folder-trusted');
    await page.getByRole('button', { name: 'Sign In to GitHub' }).click();
    await answerDialog(page, /wants to sign in using GitHub\./, 'Cancel'); // the one host that is left
    await page.getByRole('button', { name: 'Refresh' }).click();

    assert.equal(github.requests.length, before, 'nor is the own host asked by way of the other');

    fs.writeFileSync(settings, '{}');
    await session.open(folder.path);
    await openPackagesView(page);
    await row(page, SMALL.org).waitFor();
    assert.deepEqual(other.requests, []);
    assert.deepEqual(other.scopeRequests, []);
    assert.deepEqual(github.scopeRequests, [['read:org', 'read:packages']]);
  });
});

describe('a folder that brings an enterprise host of its own', () => {
  const folder = temporaryFolder();
  let session: Session | undefined;

  before(async () => {
    fs.mkdirSync(path.join(folder.path, '.vscode'));
    const settings = JSON.stringify({ 'github-enterprise.uri': 'https://elsewhere.example' });
    fs.writeFileSync(path.join(folder.path, '.vscode', 'settings.json'), settings);
    session = await startSession({ hosts: ['github.com', 'ghes'] });
    await session.open(folder.path);
  });

  after(async () => {
    await session?.close();
    folder.remove();
  });

  it('leaves no enterprise host, which the tree says', async () => {
    assert.ok(session);
    const { enterprise, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, 'https://github.com', SMALL.user);
    await row(page, SMALL.org, 1).waitFor();
    await row(page, 'No enterprise host in this folder', 1).waitFor();
    await screenshot('folder-host-overruled');
    assert.deepEqual(enterprise.requests, []);
  });
});
