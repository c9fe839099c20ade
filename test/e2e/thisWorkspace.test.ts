import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SMALL } from '../github/seed/names';
import { temporaryFolder } from '../vscode/cleanup';
import { runs } from '../vscode/runs';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { openPackagesView, row, rows, settled, toast } from './workbench';

/** In the seed: has an npm package and a container. */
const APP = `${SMALL.org}/app`;
/** Is private, as is its Maven package: read:packages does not show it. */
const LIBRARY = `${SMALL.org}/library`;

const git = (folder: string, ...args: string[]): Promise<unknown> =>
  promisify(execFile)('git', ['-C', folder, ...args]);

describe('the repository that is open, as the built-in git extension knows it', () => {
  const clone = temporaryFolder();
  const plain = temporaryFolder();
  let session: Session | undefined;

  before('there is a git', async function () {
    if (!(await runs('git', ['--version']))) this.skip();
    session = await startSession({ settings: { 'git.enabled': true } });
    await git(clone.path, 'init', '--quiet');
    await git(clone.path, 'remote', 'add', 'origin', `${session.github.url}/${APP}.git`);
    await session.open(clone.path);
  });

  after(async () => {
    await session?.close();
    clone.remove();
    plain.remove();
  });

  it('comes first, open, with its packages alone', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await row(page, SMALL.container, 2).waitFor();
    await row(page, SMALL.npm, 2).waitFor();
    assert.match(await rows(page).first().innerText(), new RegExp(`This workspace\\s*${APP}`));
    assert.equal(await row(page, SMALL.maven).count(), 0);
    await settled(page);
    await screenshot('this-workspace');
  });

  it('follows when its remote is another one, and says what it may not see there', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await git(clone.path, 'remote', 'set-url', 'origin', `git@${new URL(github.url).hostname}:${LIBRARY}.git`);
    await rows(page).filter({ hasText: LIBRARY }).waitFor();
    await rows(page)
      .and(page.locator('[aria-level="2"]'))
      .filter({ hasText: 'Show private packages of repositories too' })
      .waitFor();
    assert.match(await rows(page).first().innerText(), new RegExp(`This workspace\\s*${LIBRARY}`));
    await row(page, SMALL.npm).waitFor({ state: 'detached' });
    await screenshot('this-workspace-followed');
  });

  it('is not there for a folder without git, and nobody is told of an error', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await session.open(plain.path);
    await openPackagesView(page);
    await row(page, SMALL.org).waitFor();
    await settled(page);
    assert.equal(await row(page, 'This workspace').count(), 0);
    assert.equal(await toast(page, '').count(), 0);
    await screenshot('this-workspace-without-git');
  });
});
