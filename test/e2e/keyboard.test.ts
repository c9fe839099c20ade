import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { makeWorld } from '../github/seed';
import { MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { startSession, type Session } from './session';
import { grant } from './signIn';
import { openedPage, pickFrom, quickPick, row, rows, settled } from './workbench';

const { large: IMAGES, history: NPM } = OCTO_PACKAGES;

describe('a person without a mouse', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({ world: makeWorld });
  });

  after(async () => {
    await session?.close();
  });

  it('reaches the view and signs in', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await page.getByRole('tab', { name: 'GitHub Packages' }).waitFor();
    await command(page, 'GitHub Packages: Focus on GitHub Packages View');
    const button = page.getByRole('button', { name: 'Sign In to GitHub' });
    await button.waitFor();
    const isReached = button.and(page.locator(':focus'));
    await pressUntil(page, 'Tab', async () => (await isReached.count()) > 0);
    await screenshot('keyboard-welcome');
    await page.keyboard.press('Enter');
    await pickFrom(page, new URL(github.url).host);
    await grant(page, MONA); // in dialogs of the editor, and in the browser
    await row(page, OCTO_ORG).waitFor();
  });

  it('goes down to packages, groups and versions, and loads more', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await command(page, 'GitHub Packages: Focus on GitHub Packages View');
    await openRow(page, OCTO_ORG);
    await openRow(page, IMAGES);
    await row(page, 'Load more (350)').or(row(page, 'Deleted versions')).first().waitFor();
    await settled(page);
    await goTo(page, 'Load more (350)');
    await page.keyboard.press('Enter');
    await row(page, 'Load more (350)').waitFor({ state: 'detached' });
    await settled(page);
    await page.keyboard.press('ArrowUp'); // the focus has gone along with the row, out of sight
    await goTo(page, 'Load more (250)');
    await screenshot('keyboard-more');
    await page.keyboard.press('Home');
    await goTo(page, IMAGES);
    await page.keyboard.press('ArrowLeft');
    await openRow(page, NPM);
    await openRow(page, 'Deleted versions');
    await rows(page).filter({ hasText: 'days left' }).first().waitFor();
  });

  it('finds, filters, sorts and groups', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await page.keyboard.press('Shift+Alt+F');
    await pickFrom(page, OCTO_PACKAGES.slash);
    await focused(page, OCTO_PACKAGES.slash).waitFor();
    await screenshot('keyboard-found');

    await command(page, 'GitHub Packages: Filter...');
    await pickFrom(page, 'Name...');
    await page.getByText('Part of the name of a package').waitFor();
    await page.keyboard.type('gateway');
    await page.keyboard.press('Enter');
    const message = page.locator('.pane-body .message', { hasText: 'Filter: “gateway”' });
    await message.waitFor();
    await row(page, NPM).waitFor({ state: 'detached' });
    await command(page, 'GitHub Packages: Clear Filter');
    await message.waitFor({ state: 'hidden' });

    await command(page, 'GitHub Packages: Sort By...');
    await pickFrom(page, 'Packages by Number of Versions');
    await command(page, 'GitHub Packages: Focus on GitHub Packages View');
    await page.keyboard.press('Home');
    await row(page, IMAGES).and(page.locator('[aria-posinset="1"]')).waitFor();
    await command(page, 'GitHub Packages: Group By...');
    await pickFrom(page, 'Visibility');
    await row(page, 'internal').waitFor();
    await screenshot('keyboard-grouped');
    await command(page, 'GitHub Packages: Group By...');
    await pickFrom(page, 'Nothing');
    await row(page, NPM).waitFor();
  });

  it('copies and opens from the context menu', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await command(page, 'GitHub Packages: Focus on GitHub Packages View');
    await page.keyboard.press('Home');
    await goTo(page, NPM);
    await settled(page);
    await chooseByKeys(page, 'Copy Name', () => screenshot('keyboard-menu'));
    await pasted(page, new RegExp(`^${NPM}$`));
    await chooseByKeys(page, 'Copy Install Command');
    await pasted(page, new RegExp(`^npm install @${OCTO_ORG}/${NPM}@`));
    const opened = await openedPage(page, () => chooseByKeys(page, 'Open on GitHub'));
    assert.match(new URL(opened.url()).pathname, new RegExp(`/${OCTO_ORG}/`));
    await opened.close();
  });
});

/** Runs a command from the palette. */
async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await quickPick(page, title).first().waitFor();
  await page.keyboard.press('Enter');
}

/** The row that the keys act on. */
function focused(page: Page, label: string): ReturnType<typeof row> {
  return row(page, label).and(page.locator('.focused'));
}

async function pressUntil(page: Page, key: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 400; presses++) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead there`);
}

async function goTo(page: Page, label: string): Promise<void> {
  await pressUntil(page, 'ArrowDown', async () => (await focused(page, label).count()) > 0);
}

async function openRow(page: Page, label: string): Promise<void> {
  await row(page, label).waitFor();
  await settled(page);
  await goTo(page, label);
  await page.keyboard.press('ArrowRight');
  await row(page, label).and(page.locator('[aria-expanded=true]')).waitFor();
}

/** Chooses from the context menu of the row that has the focus, which then has it again. */
async function chooseByKeys(page: Page, item: string, look?: () => Promise<void>): Promise<void> {
  await page.keyboard.press('Shift+F10');
  const entry = page.getByRole('menuitem', { name: item, exact: true });
  await entry.waitFor();
  await look?.();
  const chosen = page.locator('.monaco-menu .action-item.focused').filter({ has: entry });
  await pressUntil(page, 'ArrowDown', async () => (await chosen.count()) > 0);
  await page.keyboard.press('Enter');
  await entry.waitFor({ state: 'detached' });
}

/** Pastes until it is what was to be copied, which takes the editor a moment. */
async function pasted(page: Page, wanted: RegExp): Promise<void> {
  const input = page.locator('.quick-input-widget input');
  await page.keyboard.press('F1');
  await input.waitFor();
  await pressUntil(page, 'Control+V', async () => {
    const text = await input.inputValue();
    await page.keyboard.press('Control+A');
    return wanted.test(text);
  });
  await page.keyboard.press('Escape');
  await input.waitFor({ state: 'hidden' });
  await command(page, 'GitHub Packages: Focus on GitHub Packages View');
  await input.waitFor({ state: 'hidden' });
}
