import assert from 'node:assert/strict';
import { SMALL } from '../github/seed/names';
import { startGitHub, type GitHub } from '../github/server';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { expand, openPackagesView, row, rows } from './workbench';

describe('when GitHub goes away in the middle of browsing', () => {
  let session: Session | undefined;
  let again: GitHub | undefined;

  before(async () => {
    session = await startSession();
  });

  after(async () => {
    await again?.close();
    await session?.close();
  });

  it('keeps what is there, says what is wrong where it is wrong, and recovers on refresh', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await row(page, '1.0.1').waitFor();

    const { world, port } = github;
    await github.close();
    await expand(row(page, SMALL.container));
    const message = rows(page).filter({ hasText: 'unreachable' });
    await message.waitFor();
    assert.equal(await message.count(), 1);
    assert.equal(await row(page, '1.0.1').count(), 1);
    await screenshot('outage');

    again = await startGitHub({ world, port });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await rows(page).filter({ hasText: 'latest' }).first().waitFor();
    assert.equal(await message.count(), 0);
    assert.equal(await row(page, '1.0.1').count(), 1);
    await screenshot('outage-over');
  });
});
