import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** Opens the extension's view from the activity bar. */
export async function openPackagesView(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'GitHub Packages' }).click();
}

/** The rows of the extension's tree, as far as they are in sight. */
export function rows(page: Page): Locator {
  return page.locator('.pane-body [role=tree] [role=treeitem]');
}

/** The rows with a label; at one depth where it is told (owners are at 1). */
export function row(page: Page, label: string, depth?: number): Locator {
  const whole = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  const found = rows(page).filter({ has: page.locator('.label-name', { hasText: whole }) });
  return depth === undefined ? found : found.and(page.locator(`[aria-level="${String(depth)}"]`));
}

/** Milliseconds in which nothing moves, and after which whatever moves is looked at all the same. */
const QUIET = 500;
const MOST_UNREST = 10_000;

/**
 * Waits until nothing is being read for the side bar, and nothing moves there: a person, too, looks before they click.
 * What happens to those who do not is in `arriving.test.ts`.
 */
export async function settled(page: Page): Promise<void> {
  await page.locator('.part.sidebar .monaco-progress-container.active').waitFor({ state: 'detached' });
  const bar = page.locator('.part.sidebar');
  let before = '';
  for (const end = Date.now() + MOST_UNREST; Date.now() < end;) {
    const now = await bar.innerHTML();
    if (now === before) return;
    before = now;
    await delay(QUIET);
  }
}

/** Opens a row, if it is not open. */
export async function expand(target: Locator): Promise<void> {
  await settled(target.page());
  if ((await target.getAttribute('aria-expanded')) !== 'true') await target.click();
  await target.and(target.page().locator('[aria-expanded=true]')).waitFor();
}

/** Closes a row, if it is open. */
export async function collapse(target: Locator): Promise<void> {
  await settled(target.page());
  if ((await target.getAttribute('aria-expanded')) === 'true') await target.click();
  await target.and(target.page().locator('[aria-expanded=false]')).waitFor();
}

/** An entry of the open menu by its own words: its accessible name may have a key as well. */
export function menuItem(page: Page, words: string): Locator {
  return page.getByRole('menuitem').filter({ has: page.getByText(words, { exact: true }) });
}

/** Chooses from the context menu of a row, once nothing moves any more. */
export async function chooseFromMenu(target: Locator, item: string): Promise<void> {
  await settled(target.page());
  await chooseAtOnce(target, item);
}

/** Chooses from the context menu of a row, whatever else is going on. */
export async function chooseAtOnce(target: Locator, item: string): Promise<void> {
  const page = target.page();
  await target.click({ button: 'right' });
  const menu = page.locator('.context-view .monaco-menu');
  const entry = menuItem(page, item);
  await entry.waitFor();
  await chooseFocused(page, entry);
  await menu.waitFor({ state: 'detached' });
}

/** Presses a button of the modal dialog that says something, and waits until the dialog is gone. Answers with its words. */
export async function answerDialog(page: Page, text: string | RegExp, button: string): Promise<string> {
  const asked = dialog(page, text);
  await asked.waitFor();
  const words = await asked.innerText();
  await asked.getByRole('button', { name: button, exact: true }).click();
  await asked.waitFor({ state: 'detached' });
  return words;
}

/** The modal dialog that says something; any, when nothing is told. */
export function dialog(page: Page, text: string | RegExp = ''): Locator {
  return page.locator('.monaco-dialog-box').filter({ hasText: text });
}

/** An entry of the list that VS Code shows at the top. */
export function quickPick(page: Page, text: string | RegExp): Locator {
  return page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
}

/** The notification that says something. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast').filter({ hasText: text });
}

/** The page that an act opens in the browser. VS Code asks first whether an address outside of this machine may be opened. */
export async function openedPage(page: Page, act: () => Promise<void>): Promise<Page> {
  const opened = await openedPageUnless(page, act, page.locator(':not(*)'));
  if (!opened) throw new Error('No page was opened');
  return opened;
}

/** The same; undefined where something else is shown in its place. */
export async function openedPageUnless(
  page: Page,
  act: () => Promise<void>,
  other: Locator,
): Promise<Page | undefined> {
  const opened = page.context().waitForEvent('page');
  opened.catch(() => undefined); // where something else is shown, nobody waits for it
  await act();
  const asks = dialog(page, 'open the external website');
  await Promise.race([opened, asks.or(other).first().waitFor()]);
  if (await asks.isVisible()) await asks.getByRole('button', { name: 'Open', exact: true }).click();
  return (await other.isVisible()) ? undefined : opened;
}

/** Closes all notifications. */
export async function closeNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}

/** Runs a command by its title, as the palette shows it. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await quickPick(page, title).first().click();
}

/** Chooses from the list that VS Code shows at the top by typing. */
export async function pickFrom(page: Page, label: string): Promise<void> {
  await quickPick(page, '').first().waitFor();
  await page.locator('.quick-input-widget input[type=text]').fill(label);
  await quickPick(page, label).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Signs an account out through the Accounts menu of VS Code. */
export async function signOut(page: Page, account: string): Promise<void> {
  await page.getByRole('button', { name: /^Accounts/ }).click();
  const entry = page.getByRole('menuitem', { name: account });
  const signOutEntry = page.getByRole('menuitem', { name: 'Sign Out', exact: true });
  await entry.hover();
  await signOutEntry.waitFor();
  await chooseFocused(page, signOutEntry);
  await answerDialog(page, 'Sign out from', 'Sign Out');
}

/** Makes the side bar wider or narrower by its edge. */
export async function resizeSideBar(page: Page, width: number): Promise<void> {
  const bar = page.locator('.part.sidebar');
  const box = await bar.boundingBox();
  if (!box) throw new Error('There is no side bar');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + width, y, { steps: 5 });
  await page.mouse.up();
}

/** Moves the focus of an open menu down to an entry and chooses it: to the mouse a menu does not listen in its first moments. */
async function chooseFocused(page: Page, entry: Locator): Promise<void> {
  const menu = page.locator('.monaco-menu').filter({ has: entry }).last();
  const chosen = menu.locator('.action-item.focused').filter({ has: entry });
  for (let steps = await menu.getByRole('menuitem').count(); steps > 0 && (await chosen.count()) === 0; steps--) {
    await page.keyboard.press('ArrowDown');
  }
  await chosen.press('Enter');
}
