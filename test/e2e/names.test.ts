import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { displayText } from '../../src/model/displayText';
import { makeWorld } from '../github/seed';
import { HOSTILE_NAMES } from '../github/seed/hostile';
import { BIG_ORG, MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import {
  collapse,
  dialog,
  expand,
  openedPage,
  openPackagesView,
  pickFrom,
  quickPick,
  row,
  rows,
  runCommand,
  settled,
} from './workbench';

const NEWEST = '3.2.2, latest, 3, 3.2';

describe('what a screen reader says', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({ world: makeWorld });
    await openPackagesView(session.page);
    await signIn(session.page, session.github.url, MONA);
    await row(session.page, OCTO_ORG).waitFor();
  });

  after(async () => {
    await session?.close();
  });

  it('of every kind of row is a name that reads well', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    const heard: string[] = [];
    const listen = async (): Promise<void> => {
      await settled(page);
      heard.push(...(await namesOf(page, 'treeitem')));
    };
    await expand(row(page, OCTO_ORG));
    await expand(row(page, OCTO_PACKAGES.large));
    await expand(row(page, NEWEST));
    await row(page, 'linux/amd64').waitFor();
    await listen();
    await screenshot('names-image');
    await row(page, OCTO_PACKAGES.large).focus();
    for (let times = 0; times < 4; times++) await page.keyboard.press('PageDown');
    await row(page, 'Load more (350)').waitFor();
    await listen();
    await page.keyboard.press('Home');
    await row(page, MONA, 1).waitFor();
    await collapse(row(page, OCTO_PACKAGES.large));
    await expand(row(page, OCTO_PACKAGES.history));
    await expand(row(page, 'Deleted versions'));
    await listen();
    github.addFault({ match: { method: 'GET', path: `/orgs/${BIG_ORG}/` }, fault: { kind: 'status', status: 451 } });
    await page.keyboard.press('Home');
    await row(page, MONA, 1).waitFor();
    await expand(row(page, BIG_ORG));
    await row(page, 'Packages not listed').waitFor();
    await listen();
    await screenshot('names-failure');
    github.clearFaults();
    await runCommand(page, 'GitHub Packages: Refresh');
    await rows(page).filter({ hasText: '312 packages' }).waitFor();
    await collapse(row(page, BIG_ORG));
    await filterByName(page, 'nothing has this name');
    await row(page, 'Nothing matches the filter').first().waitFor();
    await listen();
    await screenshot('names-filtered');
    await page.getByRole('button', { name: 'Clear Filter' }).click();

    for (const name of heard) assert.doesNotMatch(name, /\$\(|\.\.\.|sha256:|undefined|^$|\b(\w+) \1\b/, name);
    for (const kind of [
      `${MONA}, you`,
      `${OCTO_ORG}, organization, 19 packages`,
      /^api-gateway, Container package, private, about 450 versions, updated \w+/,
      'Deleted versions of api-gateway',
      /^Version tagged 3\.2\.2, latest, 3, 3\.2, .*created \w+/,
      /^linux\/amd64, [\d.]+ kB$/,
      'Attestation for linux/amd64',
      'Signature',
      /^Version without a tag of its own, created [\w ]+, digest [0-9a-f]{12}$/,
      /^Attachments, \d+ versions$/,
      'Load more (350)',
      /^Version 8\.5\.0, created [\w ]+$/,
      /^Version 0\.0\.0-pr\.412, deleted, 2\d days left$/,
      /^Packages could not be listed\. \S.*\.$/,
      'Nothing matches the filter. Clear it',
      /^Single sign-on hides #\d+\. Authorize to see it\.$/,
    ]) {
      assert.ok(
        heard.some((name) => (typeof kind === 'string' ? name === kind : kind.test(name))),
        `nobody said ${String(kind)} but ${heard.join('; ')}`,
      );
    }
  });

  it('of buttons, lists and boxes is what they are for', async () => {
    assert.ok(session);
    const { page } = session;
    await page.getByRole('button', { name: 'Filter...' }).waitFor();
    const buttons = await namesOf(page, 'button');
    for (const name of ['Find Package... (Shift+Alt+F)', 'Filter...', 'Refresh', 'Views and More Actions...']) {
      assert.ok(buttons.includes(name), `${name} is not among ${buttons.join()}`);
    }
    await page.keyboard.press('Home');
    await row(page, MONA, 1).waitFor();
    await expand(row(page, OCTO_ORG));
    await expand(row(page, OCTO_PACKAGES.history));
    await expand(row(page, 'Deleted versions'));
    const deleted = rows(page).filter({ hasText: 'days left' }).first();
    await deleted.hover();
    await deleted.getByRole('button', { name: 'Restore Version...' }).waitFor();

    await page.getByRole('button', { name: 'Filter...' }).click();
    await quickPick(page, 'Name...').waitFor();
    assert.deepEqual(await namesOf(page, 'textbox'), ['Narrow by - Filter Packages and Versions']);
    assert.deepEqual(await namesOf(page, 'option'), [
      'Name...',
      'Type...',
      'Visibility...',
      'Version or Tag...',
      'Tagged or Untagged...',
      'Older Than...',
    ]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Find Package' }).click();
    await quickPick(page, ' · ').first().waitFor();
    assert.deepEqual(await namesOf(page, 'textbox'), ['Name, type or owner of a package - Find Package']);
    await page.keyboard.type(OCTO_PACKAGES.large);
    await quickPick(page, OCTO_PACKAGES.large).first().waitFor();
    assert.ok((await namesOf(page, 'option')).includes(`${OCTO_PACKAGES.large}, ${OCTO_ORG} · Container`));
    await page.keyboard.press('Escape');
  });

  it('and what everybody sees of hostile names is text', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    const dialogs: string[] = [];
    page.on('dialog', (one) => {
      dialogs.push(one.message());
      void one.dismiss();
    });
    await collapse(row(page, OCTO_ORG));
    await filterByName(page, 'playground'); // their repository
    await expand(row(page, BIG_ORG));
    await settled(page);
    for (const name of Object.values(HOSTILE_NAMES)) await row(page, displayText(name)).waitFor();
    await rows(page)
      .filter({ hasText: displayText(HOSTILE_NAMES.markdownLink) })
      .hover();
    const tooltip = page.locator('.workbench-hover');
    await tooltip.filter({ hasText: 'Package id' }).waitFor();
    await screenshot('hostile-names');
    assert.ok((await tooltip.innerText()).startsWith(`${BIG_ORG}/${HOSTILE_NAMES.markdownLink}`));
    assert.deepEqual(await tooltip.locator('a, b, img').count(), 0);
    assert.equal(await rows(page).locator('a[href], img').count(), 0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear Filter' }).click();

    assert.deepEqual(dialogs, []);
    assert.equal(await dialog(page).count(), 0);
  });
});

describe('a page on github.com', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({ hosts: ['github.com'], world: makeWorld });
    await openPackagesView(session.page);
    await signIn(session.page, 'https://github.com', MONA);
    await row(session.page, OCTO_ORG).waitFor();
  });

  after(async () => {
    await session?.close();
  });

  it('opens by its address as GitHub gave it, whatever the name holds', async () => {
    assert.ok(session);
    const { page } = session;
    for (const [owner, name] of [
      [OCTO_ORG, OCTO_PACKAGES.slash],
      [BIG_ORG, HOSTILE_NAMES.plus],
    ] as const) {
      await runCommand(page, 'GitHub Packages: Find Package...');
      await pickFrom(page, name);
      await row(page, name).and(page.locator('.selected')).waitFor();
      const opened = await openedPage(page, () => runCommand(page, 'GitHub Packages: Open on GitHub'));
      const address = `/orgs/${owner}/packages/container/package/${encodeURIComponent(name)}`;
      assert.equal(new URL(opened.url()).pathname, address);
      await opened.close();
    }
  });
});

/** What Chromium tells assistive technology of everything with a role, in the order of the page. */
async function namesOf(page: Page, role: string): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page);
  const { nodes } = await devTools.send('Accessibility.getFullAXTree');
  await devTools.detach();
  return nodes
    .filter((node) => !node.ignored && node.role?.value === role)
    .map(({ name }) => {
      const said: unknown = name?.value;
      return typeof said === 'string' ? said : '';
    });
}

async function filterByName(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Filter...' }).click();
  await pickFrom(page, 'Name...');
  await page.getByText('Part of the name of a package').waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
