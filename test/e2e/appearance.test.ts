import assert from 'node:assert/strict';
import { makeWorld } from '../github/seed';
import { MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { expand, openPackagesView, row, rows } from './workbench';

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
  });
});
