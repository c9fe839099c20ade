import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { makeWorld } from '../github/seed';
import { HOSTILE_NAMES } from '../github/seed/hostile';
import { BIG_ORG, MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { collapse, expand, openPackagesView, quickPick, row, rows } from './workbench';

/** Pixels of a label that have to be in sight. */
const READABLE = 60;

describe('the tree in a side bar of 300 pixels', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({ world: makeWorld, settings: { 'window.autoDetectColorScheme': true } });
  });

  after(async () => {
    await session?.close();
  });

  it('shows every row with an icon, a label in sight and a spoken label, in the light and in the dark theme', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, github.url, MONA);
    await expand(row(page, OCTO_ORG));
    await expand(row(page, OCTO_PACKAGES.history));
    await expand(row(page, 'Deleted versions'));

    const bar = await page.locator('.part.sidebar').boundingBox();
    assert.ok(bar);
    assert.equal(Math.round(bar.width), 300);
    for (const one of await rows(page).all()) {
      assert.notEqual(await one.getAttribute('aria-label'), null);
      assert.equal(await one.locator('.custom-view-tree-node-item-icon').count(), 1);
      const label = await one.locator('.label-name').boundingBox();
      assert.ok(label && label.x + READABLE < bar.x + bar.width);
    }

    for (const [colorScheme, theme] of Object.entries({ light: 'vs', dark: 'vs-dark' })) {
      await page.emulateMedia({ colorScheme: colorScheme as 'light' | 'dark' });
      await page.locator(`.monaco-workbench.${theme}`).waitFor();
      await screenshot(`tree-${colorScheme}`);
    }
    await collapse(row(page, OCTO_ORG));
  });

  /** What is shown of a row that is pointed at. */
  async function pointAt(target: Locator, picture: string): Promise<string> {
    assert.ok(session);
    const { page, screenshot } = session;
    const hover = page.locator('.workbench-hover');
    await page.mouse.move(900, 500);
    await hover.waitFor({ state: 'detached' });
    await target.hover();
    await hover.waitFor();
    await screenshot(picture);
    return hover.innerText();
  }

  it('says everything else of a row that is pointed at', async () => {
    assert.ok(session);
    const { github, page } = session;
    await expand(row(page, OCTO_ORG));
    const pkg = await pointAt(row(page, OCTO_PACKAGES.popular), 'hover-1-package');
    for (const part of [
      `${OCTO_ORG}/${OCTO_PACKAGES.popular}`,
      /npm · public · about [\d,]+ versions/,
      /Updated \w+ \d+, \d{4}/,
      /Created \w+ \d+, \d{4}/,
      /Repository octo-org\//,
      `${github.url}/`,
      /Package id \d+/,
    ]) {
      assert.ok(typeof part === 'string' ? pkg.includes(part) : part.test(pkg), `${String(part)} in ${pkg}`);
    }
    await expand(row(page, OCTO_PACKAGES.popular));
    const version = await pointAt(rows(page).and(page.locator('[aria-level="3"]')).nth(1), 'hover-2-version');
    assert.match(version, /^\d+\.\d+\.\d+/);
    assert.match(version, /Created .*\n.*Version id \d+/s);
    await collapse(row(page, OCTO_ORG));
  });

  it('says in a word what failed, and all of it to whoever points at it or listens', async () => {
    assert.ok(session);
    const { github, page } = session;
    github.addFault({
      match: { method: 'GET', path: `/users/${MONA}/packages` },
      fault: { kind: 'status', status: 502 },
    });
    github.addFault({ match: { method: 'GET', path: '/user/packages' }, fault: { kind: 'status', status: 502 } });
    await expand(row(page, MONA));
    const failure = row(page, 'Packages not listed', 2);
    await failure.waitFor();
    const reason = await failure.locator('.label-description').boundingBox();
    const bar = await page.locator('.part.sidebar').boundingBox();
    assert.ok(reason && bar && reason.x + reason.width <= bar.x + bar.width);
    const words = await pointAt(failure, 'hover-3-failure');
    assert.match(words, /^Packages could not be listed\. .* has a problem of its own just now\.$/);
    assert.equal(await failure.getAttribute('aria-label'), words);
    github.clearFaults();
    await collapse(row(page, MONA));

    const hidden = rows(page).filter({ hasText: 'Authorize to see' });
    await hidden.waitFor();
    assert.match(await pointAt(hidden, 'hover-4-sso'), /^Single sign-on hides .*\. Authorize to see it\.$/);
  });

  it('shows names that are made to fool a person as they are', async () => {
    assert.ok(session);
    const { page } = session;
    await expand(row(page, BIG_ORG));
    await page.getByRole('button', { name: 'Find Package' }).click();
    await page.locator('.quick-input-box input').fill('img src=x');
    await quickPick(page, HOSTILE_NAMES.html).and(page.locator('.focused')).waitFor();
    await page.keyboard.press('Enter');
    const fooling = row(page, HOSTILE_NAMES.html);
    await fooling.and(page.locator('.selected')).waitFor();
    const words = await pointAt(fooling, 'hover-5-hostile');
    assert.ok(words.includes(`${BIG_ORG}/${HOSTILE_NAMES.html}`), words);
    assert.equal(await page.locator('.workbench-hover img, .workbench-hover a[href^="command:"]').count(), 0);
  });
});
