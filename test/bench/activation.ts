import type { Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { startEditor } from '../vscode/editor';
import { extensionId } from '../vscode/project';
import { installBeside } from './extensions';
import { median, spread, type Row } from './table';

const EMPTY = 'bench.empty';

/** Starts the real VS Code with ours and an empty extension, and reads what it says about the time each took. */
export async function activationRow(rounds: number): Promise<Row> {
  const ours: number[] = [];
  const empty: number[] = [];
  const browser = await launchBrowser();
  try {
    // The editor looks for extensions as it starts, and now and then before the empty one is there.
    for (let tries = 0; ours.length < rounds && tries < 3 * rounds; tries++) {
      const editor = await startEditor({ mode: 'installed' });
      try {
        installBeside(editor.dataFolder, EMPTY, 'exports.activate = () => undefined;');
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        await page.goto(editor.url);
        await page.getByRole('tab', { name: 'GitHub Packages' }).click();
        await page.getByRole('button', { name: 'Sign In to GitHub' }).waitFor();
        const times = await activationTimes(page);
        const [one, other] = [times.get(extensionId), times.get(EMPTY)];
        if (one !== undefined && other !== undefined) {
          ours.push(one);
          empty.push(other);
        }
        await page.close();
      } finally {
        await editor.stop();
      }
    }
  } finally {
    await browser.close();
  }
  return {
    what: 'activation in VS Code, ms',
    ours: spread(ours),
    other: `an empty extension ${spread(empty)}`,
    ratio: median(ours) / median(empty),
    goal: '≤ 1.5',
  };
}

/** Milliseconds by extension id, from the editor that lists the running extensions. */
async function activationTimes(page: Page): Promise<Map<string, number>> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-box input');
  await input.waitFor();
  await input.fill('>Developer: Show Running Extensions');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Running Extensions' }).first().waitFor();
  await page.keyboard.press('Enter');
  const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
  await rows.filter({ hasText: 'Activation:' }).first().waitFor();
  await rows
    .filter({ hasText: EMPTY.split('.')[1] ?? '' })
    .first()
    .waitFor({ timeout: 5000 })
    .catch(() => undefined);
  const times = new Map<string, number>();
  for (const text of await rows.allInnerTexts()) {
    const ms = Number(/Activation:\s*(\d+)ms/.exec(text)?.[1]);
    if (text.includes('GitHub Packages')) times.set(extensionId, ms);
    if (/\bempty\b/.test(text)) times.set(EMPTY, ms);
  }
  return times;
}
