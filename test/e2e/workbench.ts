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

/** Opens a row, if it is not open. */
export async function expand(target: Locator): Promise<void> {
  await target.waitFor();
  if ((await target.getAttribute('aria-expanded')) === 'false') await target.click();
  await target.and(target.page().locator('[aria-expanded=true]')).waitFor();
}

/** Chooses from the context menu of a row, by keys: a menu does not listen to the mouse in its first moments. */
export async function chooseFromMenu(target: Locator, item: string): Promise<void> {
  const page = target.page();
  await target.click({ button: 'right' });
  const menu = page.locator('.context-view .monaco-menu');
  const entry = page.getByRole('menuitem', { name: item, exact: true });
  await entry.waitFor();
  const chosen = menu.locator('.action-item.focused').filter({ has: entry });
  for (let steps = await menu.getByRole('menuitem').count(); steps > 0 && (await chosen.count()) === 0; steps--) {
    await page.keyboard.press('ArrowDown');
  }
  await chosen.press('Enter');
  await menu.waitFor({ state: 'detached' });
}

/** Presses a button of the modal dialog that says something, and waits until the dialog is gone. Answers with its words. */
export async function answerDialog(page: Page, text: string | RegExp, button: string): Promise<string> {
  const dialog = page.locator('.monaco-dialog-box').filter({ hasText: text });
  await dialog.waitFor();
  const words = await dialog.innerText();
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  return words;
}

/** The notification that says something. */
export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast').filter({ hasText: text });
}
