import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { SMALL } from '../github/seed/names';
import { startSession, type Session } from './session';
import { ASKS } from './signIn';
import {
  answerDialog,
  chooseFromMenu,
  expand,
  openedPage,
  openPackagesView,
  quickPick,
  row,
  rows,
  toast,
} from './workbench';

const VERSION = '1.0.1';

describe('an enterprise host where a person signs in with a token of their own', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession();
  });

  after(async () => {
    await session?.close();
  });

  it('reads, deletes and restores, although GitHub names only the scopes that no other implies', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    const active = row(page, VERSION, 3);
    const deleted = row(page, VERSION, 4);
    await openPackagesView(page);
    await page.getByRole('button', { name: 'Sign In to GitHub' }).click();
    await quickPick(page, new URL(github.url).host).click();
    await grantByToken(page, [], () => screenshot('token-page'));
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await active.waitFor();

    await chooseFromMenu(active, 'Delete Version...');
    await answerDialog(page, 'Delete', 'Delete Version');
    await grantByToken(page, []);
    await active.waitFor({ state: 'detached' });
    await expand(row(page, 'Deleted versions'));

    await chooseFromMenu(deleted, 'Restore Version...');
    await grantByToken(page, ['read:packages']); // as GitHub's own page ticks it along
    await deleted.waitFor({ state: 'detached' });
    await active.waitFor();
    await screenshot('token-restored');

    const used = new Set(github.requests.flatMap(({ route, scopes }) => (route ? [scopes?.join(' ') ?? ''] : [])));
    assert.deepEqual(used, new Set(['read:org read:packages', 'delete:packages read:packages', 'write:packages']));
    assert.equal(await rows(page).filter({ hasText: 'not listed' }).count(), 0);
    assert.equal(await toast(page, /failed/).count(), 0);
    assert.deepEqual(github.violations, []);
  });
});

/**
 * Lets the extension have what it asks for by the editor's other way: allows it, refuses the one-time code, makes a token
 * on the page that GitHub opens and pastes it.
 * @param more scopes to tick beside those that are ticked already
 */
async function grantByToken(page: Page, more: readonly string[], look?: () => Promise<void>): Promise<void> {
  await answerDialog(page, ASKS, 'Allow');
  await answerDialog(page, 'Your Code', 'Cancel');
  await toast(page, 'personal access token').getByRole('button', { name: 'Yes' }).click();
  const github = await openedPage(page, async () => {
    await answerDialog(page, 'Personal Access Token', 'Continue to GitHub');
  });
  for (const scope of more) await github.getByRole('checkbox', { name: scope }).check();
  await github.getByLabel('Account').selectOption(SMALL.user);
  await github.getByRole('button', { name: 'Generate token' }).click();
  const token = await github.getByLabel('Copy it now').inputValue();
  await github.close();
  const box = page.getByPlaceholder('ghp_1a2b3c4...');
  await box.waitFor();
  await look?.();
  await box.fill(token);
  await box.press('Enter');
}
