import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { temporaryFolder } from '../vscode/cleanup';
import { startEditor } from '../vscode/editor';
import { median, spread, type Row } from './table';

/** Our view, and the one of an extension that does nothing else. */
const OURS = 'GitHub Packages';
const EMPTY = 'Empty';

/** Milliseconds in which VS Code starts its own extensions, whose time would be taken for that of the two. */
const START = 4000;

/**
 * Starts the real VS Code with ours and an empty extension, twice in each round: looks at the one's view while VS Code is
 * still busy with its start and at the other's when it is not, and the other way round. Answers what VS Code says about the
 * time that loading and activating each of them took.
 */
export async function activationRows(rounds: number): Promise<readonly Row[]> {
  const atStart = new Map<string, number[]>([OURS, EMPTY].map((name) => [name, []]));
  const later = new Map<string, number[]>([OURS, EMPTY].map((name) => [name, []]));
  const folder = temporaryFolder();
  writeEmpty(folder.path);
  const browser = await launchBrowser();
  try {
    for (let round = 0; round < 2 * rounds; round++) {
      const [first, second] = round % 2 === 0 ? ([OURS, EMPTY] as const) : ([EMPTY, OURS] as const);
      const times = await oneStart(browser, folder.path, first, second);
      atStart.get(first)?.push(times.get(first) ?? NaN);
      later.get(second)?.push(times.get(second) ?? NaN);
    }
  } finally {
    await browser.close();
    folder.remove();
  }
  return [row('activation while VS Code starts, ms', atStart, '≤ 1.5'), row('activation later, ms', later, '')];
}

function row(what: string, times: ReadonlyMap<string, readonly number[]>, goal: string): Row {
  const [ours, empty] = [times.get(OURS) ?? [], times.get(EMPTY) ?? []];
  // VS Code counts whole milliseconds: a ratio to less than one says nothing.
  const ratio = median(empty) > 1 ? median(ours) / median(empty) : undefined;
  return { what, ours: spread(ours), other: `an empty extension ${spread(empty)}`, ratio, goal };
}

/** Milliseconds by name. */
async function oneStart(browser: Browser, others: string, first: string, second: string): Promise<Map<string, number>> {
  const settings = { 'workbench.editor.useModal': 'off' };
  const editor = await startEditor({ mode: 'installed', others: [others], settings });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1800 } });
    await page.goto(editor.url);
    await look(page, first);
    await delay(START);
    await look(page, second);
    const times = await activationTimes(page);
    await page.close();
    return times;
  } finally {
    await editor.stop();
  }
}

/** An extension like ours with nothing in it: activated by its view, one file. */
function writeEmpty(folder: string): void {
  const manifest = {
    ...{ publisher: 'bench', name: 'empty', displayName: EMPTY, version: '0.0.1', engines: { vscode: '^1.98.0' } },
    main: './main.js',
    contributes: {
      viewsContainers: { activitybar: [{ id: 'empty', title: EMPTY, icon: 'icon.svg' }] },
      views: { empty: [{ id: 'empty.view', name: EMPTY }] },
      viewsWelcome: [{ view: 'empty.view', contents: 'Nothing' }],
    },
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, 'main.js'), 'exports.activate = () => undefined;');
  fs.writeFileSync(path.join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
}

/** Opens a view, which activates its extension, and waits until there is something in it. */
async function look(page: Page, view: string): Promise<void> {
  await page.getByRole('tab', { name: view }).click();
  await page
    .locator('.part.sidebar .welcome-view-content')
    .filter({ hasText: view === OURS ? 'Sign In' : 'Nothing' })
    .waitFor();
}

/** Milliseconds by name, from the editor that lists the running extensions. */
async function activationTimes(page: Page): Promise<Map<string, number>> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-box input');
  await input.waitFor();
  await input.fill('>Developer: Show Running Extensions');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Running Extensions' }).first().waitFor();
  await page.keyboard.press('Enter');
  const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
  const times = new Map<string, number>();
  for (const name of [OURS, EMPTY]) {
    const row = rows.filter({ hasText: name }).filter({ hasText: 'Activation:' }).first();
    const ms = /Activation:\s*(\d+)ms/.exec(await row.innerText())?.[1];
    times.set(name, Number(ms));
  }
  return times;
}
