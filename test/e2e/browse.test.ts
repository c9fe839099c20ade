import assert from 'node:assert/strict';
import { makeWorld } from '../github/seed';
import { MONA } from '../github/seed/names';
import { addLargeOrganization, LARGE_CONTAINER } from '../github/seed/scale';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { expand, openPackagesView, row, rows } from './workbench';

const HUGE = 'huge-org';
const LATENCY = 150;

describe('an owner with 3,000 packages and a container with 10,000 versions', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({
      world: (now) =>
        addLargeOrganization(makeWorld(now), now, { login: HUGE, owner: MONA, packages: 3000, versions: 10_000 }),
    });
    await openPackagesView(session.page);
    await signIn(session.page, session.github.url, MONA);
    await row(session.page, HUGE).waitFor();
    session.github.configure({ latency: LATENCY });
  });

  after(async () => {
    await session?.close();
  });

  it('shows the first packages at once and the rest as it comes, and says how many there are', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    const started = Date.now();
    await expand(row(page, HUGE));
    await rows(page).filter({ hasText: 'api-0000' }).waitFor();
    const first = Date.now() - started;
    await screenshot('huge-loading');
    await rows(page).filter({ hasText: '3,001 packages' }).waitFor();
    assert.ok(first < 20 * LATENCY, `${first} ms`);
    await screenshot('huge-loaded');
  });

  it('finds one of them among all', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await page.getByRole('button', { name: 'Find Package' }).click();
    const input = page.locator('.quick-input-box input');
    await input.fill(LARGE_CONTAINER);
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: LARGE_CONTAINER }).waitFor();
    await screenshot('huge-find');
    await page.keyboard.press('Enter');
    await row(page, LARGE_CONTAINER).and(page.locator('.selected')).waitFor();
    await screenshot('huge-found');
  });

  it('shows 100 of its versions, and how many more there are', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await expand(row(page, LARGE_CONTAINER));
    await row(page, 'v100000').waitFor();
    await screenshot('versions-first');
    await row(page, LARGE_CONTAINER).focus();
    for (let times = 0; times < 4; times++) await page.keyboard.press('PageDown');
    await row(page, 'Load more (9,900)').waitFor();
    await screenshot('versions-more');
  });

  it('filters and sorts all of them, says how many match, and clears the filter with one click', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    const items = page.locator('.quick-input-list .monaco-list-row');
    const input = page.locator('.quick-input-box input');
    await page.getByRole('button', { name: 'Filter...' }).click();
    await items.filter({ hasText: 'Version or Tag' }).waitFor();
    await input.fill('Version or Tag');
    await page.keyboard.press('Enter');
    await page.getByText('Part of a version or a tag').waitFor();
    await input.fill('v9000');
    await page.keyboard.press('Enter');
    const message = page.locator('.pane-body .message', { hasText: 'of 10,000 versions' });
    await message.waitFor();
    await screenshot('versions-filtered');
    assert.match(await message.innerText(), /version “v9000” · 1 of 10,000 versions/);
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await message.waitFor({ state: 'hidden' });
    await screenshot('versions-unfiltered');
  });
});
