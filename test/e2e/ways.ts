import type { Locator, Page } from 'playwright-core';
import { dialog, expand, menuItem, quickPick, row, rows, settled, toast } from './workbench';

/** How a person gets something done: each from the workbench at rest, and back to it. */
export interface Way {
  readonly name: 'mouse' | 'keyboard' | 'palette';
  /** Leads to the question whether one version is to be deleted. */
  deleteOne(page: Page, place: Place, version: string): Promise<void>;
  /** The same for all from the first to the last of a row of versions; `look` is called where they can be taken out. */
  deleteMany(page: Page, place: Place, range: Range, look: () => Promise<void>): Promise<void>;
  /** Leads to where the name of a package is to be typed. */
  deletePackage(page: Page, place: Place): Promise<void>;
  /** Says yes to a question. */
  confirm(page: Page, button: string): Promise<void>;
  /** Takes back what was just told. */
  undo: Readonly<Record<'one' | 'many' | 'package', (page: Page, place: Place) => Promise<void>>>;
}

export interface Place {
  readonly owner: string;
  readonly name: string;
}

export interface Range {
  readonly first: string;
  readonly last: string;
  /** How many it is, and how many come after it. */
  readonly count: number;
  readonly after: number;
}

const DELETE_VERSION = 'Delete Version...';
const DELETE_PACKAGE = 'Delete Package...';
/** More rows than any list of these tests. */
const MOST_STEPS = 400;
/** More buttons than any message has. */
const MOST_TABS = 12;
/** Milliseconds in which the rows follow the wheel. */
const WHEEL_PAUSE = 400;
/** One notch of the wheel goes on by about two rows, and a finger turns several at once. */
const WHEEL = 100;
const NOTCHES = 4;

const MOUSE: Way = {
  name: 'mouse',
  async deleteOne(page, place, version) {
    await openPackage(page, place);
    await clickInMenu(page, version, DELETE_VERSION);
  },
  async deleteMany(page, place, { first, last }, look) {
    await openPackage(page, place);
    const more = rows(page).filter({ hasText: 'Load more' });
    await scrollTo(page, more);
    await more.click();
    await scrollTo(page, row(page, first, 3));
    await row(page, first, 3).click();
    await scrollTo(page, row(page, last, 3));
    await row(page, last, 3).click({ modifiers: ['Shift'] });
    await clickInMenu(page, last, DELETE_VERSION);
    await quickPick(page, first).first().waitFor();
    await look();
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK', exact: true }).click();
  },
  async deletePackage(page, { owner, name }) {
    await scrollTo(page, row(page, owner, 1));
    await expand(row(page, owner, 1));
    await scrollTo(page, row(page, name, 2));
    await clickInMenu(page, name, DELETE_PACKAGE, 2);
  },
  async confirm(page, button) {
    await dialog(page).getByRole('button', { name: button, exact: true }).click();
  },
  undo: { one: clickUndo, many: clickUndo, package: clickUndo },
};

const KEYBOARD: Way = {
  name: 'keyboard',
  async deleteOne(page, place, version) {
    await walkInto(page, place);
    await walkTo(page, version);
    await pressInMenu(page, DELETE_VERSION);
  },
  async deleteMany(page, place, { first, count }, look) {
    await walkInto(page, place);
    await walkTo(page, 'Load more');
    await page.keyboard.press('Enter');
    await rows(page).filter({ hasText: 'Load more' }).waitFor({ state: 'detached' });
    await settled(page);
    await page.keyboard.press('Home');
    await walkTo(page, first);
    await page.keyboard.press('Enter'); // the keys that go on from a row take it along only when it is selected
    for (let step = 1; step < count; step++) await page.keyboard.press('Shift+ArrowDown');
    await pressInMenu(page, DELETE_VERSION);
    await quickPick(page, first).first().waitFor();
    await look();
    await page.keyboard.press('Enter');
  },
  async deletePackage(page, { owner, name }) {
    await focusView(page);
    await walkTo(page, owner);
    await page.keyboard.press('ArrowRight');
    await walkTo(page, name);
    await pressInMenu(page, DELETE_PACKAGE);
  },
  confirm: tabTo,
  undo: { one: acceptToast, many: acceptToast, package: acceptToast },
};

const PALETTE: Way = {
  name: 'palette',
  async deleteOne(page, place, version) {
    await call(page, DELETE_VERSION);
    await choosePackage(page, place);
    await quickPick(page, version).first().waitFor();
    await page.keyboard.type(version);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.locator('.quick-input-count').filter({ hasText: '1 Selected' }).waitFor();
    await page.keyboard.press('Enter');
  },
  async deleteMany(page, place, { first, count, after }, look) {
    await call(page, DELETE_VERSION);
    await choosePackage(page, place);
    await quickPick(page, first).first().waitFor();
    await tickAll(page);
    await page.keyboard.press('End');
    for (let step = 0; step < after; step++) {
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowUp');
    }
    await page
      .locator('.quick-input-count')
      .filter({ hasText: `${String(count)} Selected` })
      .waitFor();
    await look();
    await page.keyboard.press('Enter');
  },
  async deletePackage(page, place) {
    await call(page, DELETE_PACKAGE);
    await choosePackage(page, place);
  },
  confirm: tabTo,
  undo: {
    async one(page) {
      await call(page, 'Restore Package...');
      await choose(page, 'Undo deleting');
    },
    async many(page, place) {
      await call(page, 'Restore Version...');
      await choosePackage(page, place);
      await page.getByPlaceholder(' versions of ').waitFor();
      await tickAll(page);
      await page
        .locator('.quick-input-count')
        .filter({ hasText: /^[1-9]\d* Selected/ })
        .waitFor();
      await page.keyboard.press('Enter');
    },
    async package(page, { name }) {
      await call(page, 'Restore Package...');
      await choose(page, name);
    },
  },
};

export const WAYS: readonly Way[] = [MOUSE, KEYBOARD, PALETTE];

async function openPackage(page: Page, { owner, name }: Place): Promise<void> {
  await scrollTo(page, row(page, owner, 1));
  await expand(row(page, owner, 1));
  await expand(row(page, name, 2));
  await settled(page);
}

/** Turns the wheel over the tree, from its top until something is in sight. */
async function scrollTo(page: Page, target: Locator): Promise<void> {
  const box = await page.locator('.pane-body [role=tree]').boundingBox();
  if (!box) throw new Error('There is no tree');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await turnUntil(page, rows(page).and(page.locator('[data-index="0"]')), [x, y], -WHEEL);
  await turnUntil(page, target, [x, y], WHEEL);
}

async function turnUntil(page: Page, target: Locator, [x, y]: readonly [number, number], by: number): Promise<void> {
  for (let turns = 0; turns < MOST_STEPS; turns++) {
    const isThere = target.waitFor({ timeout: WHEEL_PAUSE }).then(
      () => true,
      () => false,
    );
    if (await isThere) return;
    await page.mouse.move(x + (turns % 2) * 10, y); // no hand is so still, and what is shown of a row that is pointed at goes
    for (let notch = 0; notch < NOTCHES; notch++) await page.mouse.wheel(0, by);
  }
}

/** A menu does not listen to the mouse in its first moments, and a person clicks again. */
async function clickInMenu(page: Page, label: string, item: string, depth = 3): Promise<void> {
  await settled(page);
  await row(page, label, depth).click({ button: 'right' });
  const entry = menuItem(page, item);
  await entry.waitFor();
  while (await entry.isVisible()) await entry.click({ timeout: 500 }).catch(() => undefined);
}

/** Deleting is the last entry of a menu, so the way there is up. */
async function pressInMenu(page: Page, item: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  await menuItem(page, item).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
}

/** The progress below it goes a moment later than it is done, and what was above it moves. */
async function clickUndo(page: Page): Promise<void> {
  await toast(page, 'Cancel').waitFor({ state: 'detached' });
  await toast(page, 'Undo').getByRole('button', { name: 'Undo' }).click();
}

async function acceptToast(page: Page): Promise<void> {
  await toast(page, 'Undo').waitFor();
  await call(page, 'Notifications: Focus Notification Toast');
  await pressTabTo(page, page.locator('.notification-toast .monaco-button:focus'), 'Undo');
}

async function focusView(page: Page): Promise<void> {
  await call(page, 'Focus on GitHub Packages View');
  await page.locator('.pane-body [role=tree]:focus-within').waitFor();
  await page.keyboard.press('Home');
}

async function walkInto(page: Page, { owner, name }: Place): Promise<void> {
  await focusView(page);
  for (const label of [owner, name]) {
    await walkTo(page, label);
    await page.keyboard.press('ArrowRight');
    await settled(page);
  }
}

/** Goes down the rows until the one with a label has the focus. */
async function walkTo(page: Page, label: string): Promise<void> {
  const focused = page.locator('.pane-body [role=treeitem].focused .label-name');
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const [now = ''] = await focused.allInnerTexts();
    if (now === label || (label === 'Load more' && now.startsWith(label))) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`No row ${label}`);
}

/** Goes to a button of the dialog with Tab, and presses it. */
async function tabTo(page: Page, button: string): Promise<void> {
  await pressTabTo(page, dialog(page).locator('.monaco-button:focus'), button);
}

async function pressTabTo(page: Page, focused: Locator, button: string): Promise<void> {
  for (let steps = 0; steps < MOST_TABS; steps++) {
    if ((await focused.allInnerTexts())[0] === button) return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`No button ${button}`);
}

/** Runs a command from the palette without the mouse. */
export async function call(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.type(title);
  await quickPick(page, title).and(page.locator('.focused')).waitFor();
  await page.keyboard.press('Enter');
}

async function choosePackage(page: Page, { owner, name }: Place): Promise<void> {
  await choose(page, owner);
  await choose(page, name);
}

/** Chooses from a list by typing. */
async function choose(page: Page, label: string): Promise<void> {
  await quickPick(page, label).first().waitFor();
  await page.keyboard.type(label);
  await quickPick(page, label).and(page.locator('.focused')).waitFor();
  await page.keyboard.press('Enter');
}

/** From the field of a list to the box above it that ticks everything, and down to the list. */
async function tickAll(page: Page): Promise<void> {
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
}
