import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { makeWorld } from '../github/seed';
import { MONA } from '../github/seed/names';
import { addLargeOrganization, LARGE_CONTAINER } from '../github/seed/scale';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import {
  chooseAtOnce,
  closeNotifications,
  expand,
  openedPageUnless,
  openPackagesView,
  quickPick,
  row,
  rows,
  settled,
  toast,
} from './workbench';

const HUGE = 'huge-org';
const TIMES = 6;
/**
 * Milliseconds for each answer, so that lists are still arriving when a menu has been used several times. All of them
 * together stay below what GitHub spends on answers in one minute, or the rest would wait for the next.
 */
const SLOW = { packages: 1200, versions: 1000 };

describe('a person whose lists are still arriving', () => {
  let session: Session | undefined;

  function use(): Session {
    assert.ok(session);
    return session;
  }

  before(async () => {
    session = await startSession({
      world: (now) =>
        addLargeOrganization(makeWorld(now), now, { login: HUGE, owner: MONA, packages: 3000, versions: 10_000 }),
    });
    const { github, page } = session;
    await openPackagesView(page);
    await signIn(page, github.url, MONA);
    await row(page, HUGE).waitFor();
  });

  after(async () => {
    await session?.close();
  });

  /**
   * Opens the page of a row from its menu several times, and says how often the list was still arriving after it. For a
   * moment while it draws changed rows anew, VS Code cannot tell an extension which of them a menu was for; the person is
   * then told so, and nothing else happens.
   * @param most so many menus may meet such a moment
   */
  async function openSeveralTimes(
    page: Page,
    label: string,
    isArriving: () => Promise<boolean>,
    most: number,
  ): Promise<number> {
    const hasChanged = toast(page, 'has just changed');
    let whileArriving = 0;
    let lost = 0;
    for (let times = 0; times < TIMES; times++) {
      const opened = await openedPageUnless(page, () => chooseAtOnce(row(page, label), 'Open on GitHub'), hasChanged);
      await opened?.close();
      if (!opened) await closeNotifications(page);
      if (!opened) lost++;
      if (await isArriving()) whileArriving++;
    }
    assert.ok(lost <= most, `${String(lost)} menus lost their row`);
    return whileArriving;
  }

  it('uses the menu of a package while 3,000 arrive', async () => {
    const { github, page, screenshot } = use();
    github.configure({ latency: SLOW.packages });
    await expand(row(page, HUGE));
    await row(page, 'api-0000').waitFor();
    const isWhole = rows(page).filter({ hasText: '3,001 packages' });
    const times = await openSeveralTimes(page, 'api-0000', async () => (await isWhole.count()) === 0, 1);
    await screenshot('arriving-1-packages');
    assert.ok(times > 0, 'the list was there before the menu was used');
    await isWhole.waitFor();
  });

  it('uses the menu of a version while 10,000 arrive', async () => {
    const { github, page, screenshot } = use();
    github.configure({ latency: 0 });
    await page.getByRole('button', { name: 'Find Package' }).click();
    await page.locator('.quick-input-box input').fill(LARGE_CONTAINER);
    await quickPick(page, LARGE_CONTAINER).and(page.locator('.focused')).waitFor();
    await page.keyboard.press('Enter');
    await row(page, LARGE_CONTAINER).and(page.locator('.selected')).waitFor();
    await expand(row(page, LARGE_CONTAINER));
    await row(page, 'v100000').waitFor();
    github.configure({ latency: SLOW.versions });
    await page.getByRole('button', { name: 'Filter...' }).click();
    await quickPick(page, 'Version or Tag').waitFor();
    await page.locator('.quick-input-box input').fill('Version or Tag');
    await page.keyboard.press('Enter');
    await page.getByText('Part of a version or a tag').waitFor();
    await page.locator('.quick-input-box input').fill('v');
    await page.keyboard.press('Enter');
    const reading = page.locator('.pane-body .message', { hasText: 'still reading' });
    await reading.waitFor();
    // From here on only the number of those that are left to load changes.
    await page
      .locator('.pane-body .message')
      .filter({ hasText: /of [1-9],\d00 versions/ })
      .waitFor();
    const times = await openSeveralTimes(page, 'v100000', () => reading.isVisible(), 0);
    await screenshot('arriving-2-versions');
    assert.ok(times > 0, 'the list was there before the menu was used');
    github.configure({ latency: 0 });
    await page.locator('.pane-body .message', { hasText: '2,000 of 10,000 versions' }).waitFor();
    assert.equal(await page.getByText('may be incomplete').count(), 0);
    const left = row(page, 'Load more (1,900)');
    for (let pages = 0; pages < 5 && (await left.count()) === 0; pages++) {
      await page.keyboard.press('PageDown');
      await settled(page);
    }
    await left.waitFor();
    assert.deepEqual(github.violations, []);
  });
});
