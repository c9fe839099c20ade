import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { SMALL } from '../github/seed/names';
import { setVersionCount } from '../unit/src/support/versions';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import { chooseFromMenu, expand, openPackagesView, row, rows, toast } from './workbench';

const NPM = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;
const CONTAINER = { owner: SMALL.org, type: 'container', name: SMALL.container } as const;
const COUNT = 125;

describe('a person who deletes', () => {
  let session: Session | undefined;

  function use(): Session {
    assert.ok(session);
    return session;
  }

  before(async () => {
    session = await startSession();
    const { github, page } = session;
    setVersionCount(github, NPM, COUNT);
    const popular = github.packageState(NPM)?.versions.filter(({ name }) => /\.(60|70)$/.test(name)) ?? [];
    for (const version of popular) version.downloads = 6000;
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await row(page, '1.0.124', 3).waitFor();
  });

  after(async () => {
    await session?.close();
  });

  function dialog(page: Page, text: string): ReturnType<Page['locator']> {
    return page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  function stored(name: string): boolean {
    const version = use()
      .github.packageState(NPM)
      ?.versions.find((one) => one.name === name);
    return version !== undefined && version.deletedAt === undefined;
  }

  it('deletes nothing by Enter, one version by the mouse, and brings it back', async () => {
    const { github, page, screenshot } = use();
    await chooseFromMenu(row(page, '1.0.124', 3), 'Delete Version...');
    const question = dialog(page, 'Delete 1.0.124');
    await question.waitFor();
    await screenshot('delete-1-confirm');
    for (let times = 0; times < 3; times++) await page.keyboard.press('Enter');
    await question.waitFor();
    assert.ok(!github.requests.some(({ method }) => method === 'DELETE'));
    await question.getByRole('button', { name: 'Delete Version', exact: true }).click();
    await grant(page, SMALL.user);
    const told = toast(page, '1 deleted');
    await told.waitFor();
    await screenshot('delete-2-deleted');
    assert.ok(!stored('1.0.124'));
    await told.getByRole('button', { name: 'Undo' }).click();
    await grant(page, SMALL.user);
    await toast(page, '1 restored').waitFor();
    await row(page, '1.0.124', 3).waitFor();
    await screenshot('delete-3-undone');
    assert.ok(stored('1.0.124'));
  });

  it('deletes 120 of which some are refused, by the keyboard, and brings them back', async () => {
    const { github, page, screenshot } = use();
    await page.keyboard.press('Escape');
    await clearToasts(page);
    await row(page, '1.0.124', 3).click();
    await page.keyboard.press('End');
    await rows(page).filter({ hasText: 'Load more' }).click();
    await page.keyboard.press('Home');
    await row(page, '1.0.124', 3).click();
    for (let step = 0; step < 119; step++) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Delete Version...', exact: true }).waitFor();
    await screenshot('bulk-1-menu');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const pick = page.locator('.quick-input-widget').filter({ hasText: 'Delete 120 versions' });
    await pick.waitFor();
    await screenshot('bulk-2-narrow');
    await page.keyboard.press('Enter');
    const question = dialog(page, 'Delete 120 versions?');
    await question.waitFor();
    await screenshot('bulk-3-confirm');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.notification-toast').filter({ hasText: ' of 120' }).waitFor();
    await page.locator('.notification-toast').filter({ hasText: 'a minute' }).waitFor({ timeout: 60_000 });
    await screenshot('bulk-4-progress');
    const told = toast(page, '118 deleted, 2 refused');
    await told.waitFor({ timeout: 100_000 });
    await screenshot('bulk-5-told');
    assert.match(await told.innerText(), /more than 5,000 downloads/);
    assert.equal(
      github.packageState(NPM)?.versions.filter(({ deletedAt }) => deletedAt === undefined).length,
      COUNT - 118,
    );
    await told.getByRole('button', { name: 'Undo' }).click();
    await toast(page, '118 restored').waitFor({ timeout: 100_000 });
    assert.equal(github.packageState(NPM)?.versions.filter(({ deletedAt }) => deletedAt === undefined).length, COUNT);
    await screenshot('bulk-6-undone');
  }).timeout(300_000);

  it('deletes a package from the palette by typing its name, and brings it back from there', async () => {
    const { github, page, screenshot } = use();
    await clearToasts(page);
    await row(page, SMALL.npm).click();
    await row(page, SMALL.npm).and(page.locator('[aria-expanded=false]')).waitFor();
    await command(page, 'GitHub Packages: Delete Package...');
    await choose(page, SMALL.org);
    await choose(page, SMALL.container);
    const input = page.locator('.quick-input-widget input');
    await page.locator('.quick-input-widget').filter({ hasText: 'Delete the package' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget').filter({ hasText: 'Nothing is deleted until' }).waitFor();
    await screenshot('package-1-type');
    assert.ok(github.packageState(CONTAINER)?.deletedAt === undefined);
    await input.fill(SMALL.container);
    await page.keyboard.press('Enter');
    await toast(page, 'Packages: 1 deleted').waitFor();
    assert.ok(github.packageState(CONTAINER)?.deletedAt);
    await row(page, SMALL.container).waitFor({ state: 'detached' });
    await expand(row(page, 'Recently deleted'));
    await row(page, SMALL.container, 3).waitFor();
    await screenshot('package-2-recently-deleted');
    await clearToasts(page);
    await command(page, 'GitHub Packages: Restore Package...');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: SMALL.container }).waitFor();
    await screenshot('package-3-restore');
    await choose(page, SMALL.container);
    await toast(page, 'Packages: 1 restored').waitFor();
    await row(page, SMALL.container, 2).waitFor();
    await row(page, 'Recently deleted').waitFor({ state: 'detached' });
    await screenshot('package-4-restored');
    assert.ok(github.packageState(CONTAINER)?.deletedAt === undefined);
    assert.deepEqual(github.violations, []);
  });
});

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click();
}

async function choose(page: Page, label: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().waitFor();
  await widget.locator('input').first().fill(label);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().click();
}

async function clearToasts(page: Page): Promise<void> {
  await command(page, 'Notifications: Clear All Notifications');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}
