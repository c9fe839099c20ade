import assert from 'node:assert/strict';
import { makeWorld } from '../github/seed';
import { BIG_ORG, MONA, OCTO_ORG } from '../github/seed/names';
import { addLargeOrganization, LARGE_CONTAINER } from '../github/seed/scale';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { until } from './until';
import {
  chooseFromMenu,
  collapse,
  expand,
  openPackagesView,
  pickFrom,
  row,
  rows,
  runCommand,
  settled,
} from './workbench';

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

  it('shows an organization with 300 packages in full', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await expand(row(page, BIG_ORG));
    await rows(page).and(page.locator('[aria-level="2"]')).first().waitFor();
    await screenshot('big-loading');
    await rows(page).filter({ hasText: '312 packages' }).waitFor();
    await settled(page);
    await screenshot('big-loaded');
    await collapse(row(page, BIG_ORG));
  });

  it('reads everything again from the title, whatever has the focus, and from the menu of a row what is below it', async () => {
    assert.ok(session);
    const { github, page } = session;
    const reads = (): string[] => github.requests.map(({ path }) => path);
    await row(page, BIG_ORG).focus();
    github.requests.length = 0;
    await page.getByRole('button', { name: 'Refresh' }).click();
    await until('everything is read again', () => reads().includes('/api/v3/user/orgs'));
    await settled(page);
    github.requests.length = 0;
    await expand(row(page, BIG_ORG));
    await settled(page);
    github.requests.length = 0;
    await chooseFromMenu(row(page, BIG_ORG), 'Refresh');
    await until('its packages are read again', () => reads().includes(`/api/v3/orgs/${BIG_ORG}/packages`));
    await settled(page);
    assert.ok(!reads().includes('/api/v3/user/orgs'));
    await collapse(row(page, BIG_ORG));
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

  it('goes on to the end of the rows, and further', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await settled(page);
    await row(page, HUGE).focus();
    await page.keyboard.press('End');
    const more = rows(page).filter({ hasText: 'Load more (2,001)' });
    await more.waitFor();
    await screenshot('huge-end');
    await more.click();
    await rows(page).filter({ hasText: 'Load more (2,001)' }).waitFor({ state: 'detached' });
    await settled(page);
    await screenshot('huge-more');
    await page.keyboard.press('End');
    await rows(page).filter({ hasText: 'Load more (1,001)' }).waitFor();
    await page.keyboard.press('Home');
  });

  it('sorts and filters all of them', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await runCommand(page, 'GitHub Packages: Sort By...');
    await pickFrom(page, 'Packages by Number of Versions');
    await row(page, LARGE_CONTAINER).waitFor();
    await screenshot('huge-sorted');
    await runCommand(page, 'GitHub Packages: Sort By...');
    await pickFrom(page, 'Packages by Name');
    await row(page, LARGE_CONTAINER).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Filter...' }).click();
    await pickFrom(page, 'Name...');
    await page.getByText('Part of the name of a package').waitFor();
    await page.keyboard.type('gateway-29');
    await page.keyboard.press('Enter');
    await rows(page).filter({ hasText: ' of 3,001 packages' }).waitFor();
    await row(page, OCTO_ORG).filter({ hasText: '0 of ' }).waitFor();
    await screenshot('huge-filtered');
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await row(page, 'api-0000').waitFor();
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
    await row(page, 'Load more (9,900)').click();
    await rows(page).filter({ hasText: 'Load more (9,900)' }).waitFor({ state: 'detached' });
    await settled(page);
    await page.keyboard.press('ArrowUp'); // the focus has gone along with the row, out of sight
    await page.keyboard.press('ArrowDown');
    await row(page, 'Load more (9,800)').waitFor();
  });

  it('sorts all of them by name', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await runCommand(page, 'GitHub Packages: Find Package...');
    await pickFrom(page, LARGE_CONTAINER);
    await row(page, LARGE_CONTAINER).and(page.locator('.selected')).waitFor();
    await runCommand(page, 'GitHub Packages: Sort By...');
    await pickFrom(page, 'Versions by Name');
    await page.locator('.part.sidebar .monaco-progress-container.active').waitFor();
    await screenshot('versions-sorting');
    await row(page, 'v90005').waitFor();
    await settled(page);
    await screenshot('versions-sorted');
    await runCommand(page, 'GitHub Packages: Sort By...');
    await pickFrom(page, 'Newest Versions First');
    await row(page, 'v100000').waitFor();
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
    await row(page, 'v100000').waitFor({ state: 'detached' });
    await row(page, 'v90005').waitFor();
    await screenshot('versions-filtered');
    assert.match(await message.innerText(), /version “v9000” · 1 of 10,000 versions in opened packages$/);
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await message.waitFor({ state: 'hidden' });
    await row(page, 'v100000').waitFor();
    await screenshot('versions-unfiltered');
  });
});
