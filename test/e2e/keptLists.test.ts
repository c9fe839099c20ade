import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SMALL } from '../github/seed/names';
import { startGitHub, type GitHub } from '../github/server';
import { extensionId } from '../vscode/project';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { until } from './until';
import { expand, openPackagesView, row, rows, settled, signOut } from './workbench';

/** Milliseconds that GitHub takes for each answer while it is slow. */
const SLOW = 12_000;

/** What a package is called after the restart. */
const RENAMED = 'renamed-meanwhile';

describe('lists that outlive a session', () => {
  let session: Session | undefined;
  let again: GitHub | undefined;

  before(async () => {
    session = await startSession();
  });

  after(async () => {
    await again?.close();
    await session?.close();
  });

  /** What was last known, as it is on the disk. */
  function kept(): string {
    assert.ok(session);
    const folder = path.join(session.dataFolder, 'data', 'User', 'globalStorage', extensionId, 'lists');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    return files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8')).join('\n');
  }

  it('are painted at once after a restart, and then become what they are now', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await row(page, SMALL.container).waitFor();
    await until('the lists are kept', () => kept().includes(SMALL.container));
    await settled(page);

    const renamed = github.world.packages.findIndex(({ name }) => name === SMALL.npm);
    const model = github.world.packages[renamed];
    assert.ok(model);
    github.world.packages[renamed] = { ...model, name: RENAMED };
    github.configure({ latency: SLOW });
    const before = github.requests.length;
    await session.open();
    await openPackagesView(page);
    await expand(row(page, SMALL.org));
    await row(page, SMALL.container).waitFor();
    await row(page, SMALL.npm).waitFor();
    assert.deepEqual(
      github.requests.slice(before).filter(({ status }) => status !== 0),
      [],
      'nothing has been answered yet',
    );
    await screenshot('kept-lists');

    await row(page, RENAMED).waitFor({ timeout: 5 * SLOW });
    assert.equal(await row(page, SMALL.npm).count(), 0);
    github.configure({ latency: 0 });
    await settled(page);
    await screenshot('kept-lists-updated');
  });

  it('stay where GitHub cannot be reached, and say so', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    const { world, port } = github;
    await until('the new lists are kept', () => kept().includes(RENAMED));
    await github.close();
    await session.open();
    await openPackagesView(page);
    await expand(row(page, SMALL.org));
    await row(page, RENAMED).waitFor();
    await rows(page).filter({ hasText: 'Shown as it was last time' }).waitFor();
    await screenshot('kept-lists-outage');
    again = await startGitHub({ world, port });
  });

  it('are gone from the disk when the person signs out', async () => {
    assert.ok(session);
    const { page } = session;
    await signOut(page, `${SMALL.user} (`);
    await page.getByRole('button', { name: 'Sign In to GitHub' }).waitFor();
    await until('nothing is kept', () => kept() === '');
  });
});
