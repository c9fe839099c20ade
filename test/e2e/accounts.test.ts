import assert from 'node:assert/strict';
import { makeWorld } from '../github/seed';
import { HUBOT, MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { startSession, type Session } from './session';
import { ASKS, enterCode, grant, signIn } from './signIn';
import { until } from './until';
import {
  answerDialog,
  dialog,
  expand,
  openPackagesView,
  quickPick,
  resizeSideBar,
  row,
  rows,
  runCommand,
  signOut,
} from './workbench';

const CHOOSE = 'GitHub Packages: Sign In or Choose Accounts...';

describe('several accounts', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({ hosts: ['github.com', 'ghes'], world: makeWorld });
  });

  after(async () => {
    await session?.close();
  });

  it('stand side by side in one tree, each read with a token of its own', async () => {
    assert.ok(session);
    const { gitHubCom, enterprise, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, 'https://github.com', MONA);
    await row(page, OCTO_ORG, 1).waitFor();

    await runCommand(page, CHOOSE);
    await quickPick(page, 'Sign in to github.com with another account').click();
    await answerDialog(page, ASKS, 'Allow');
    await quickPick(page, 'Sign in to another account').click(); // the editor's own list of accounts
    await enterCode(page, HUBOT);
    await row(page, HUBOT, 1).waitFor();

    const host = new URL(enterprise.url).host;
    await runCommand(page, CHOOSE);
    await quickPick(page, `Sign in to ${host}`).click();
    await grant(page, MONA);
    await expand(row(page, OCTO_ORG, 2).nth(2));
    await row(page, OCTO_PACKAGES.large, 3).waitFor();
    assert.deepEqual(await accounts(), [`${MONA} on github.com`, `${HUBOT} on github.com`, `${MONA} on ${host}`]);
    await screenshot('accounts-300');
    await resizeSideBar(page, 620);
    await screenshot('accounts-wide');
    await resizeSideBar(page, 300);

    const readers = (github: typeof enterprise): Set<string | undefined> =>
      new Set(github.requests.flatMap(({ path, login }) => (path.endsWith('/user/orgs') ? [login] : [])));
    assert.deepEqual(readers(gitHubCom), new Set([MONA, HUBOT]));
    assert.deepEqual(readers(enterprise), new Set([MONA]));
    const read = ['read:org', 'read:packages'];
    assert.deepEqual([gitHubCom.scopeRequests, enterprise.scopeRequests], [[read, read], [read]]);
  });

  it('are forgotten and shown again without signing out or in', async () => {
    assert.ok(session);
    const { page, screenshot } = session;
    await runCommand(page, CHOOSE);
    await quickPick(page, `Stop showing ${HUBOT}`).waitFor();
    await screenshot('accounts-choose');
    await quickPick(page, `Stop showing ${HUBOT}`).click();
    await row(page, HUBOT, 1).waitFor({ state: 'detached' });
    assert.equal((await accounts()).length, 2);

    await runCommand(page, CHOOSE);
    await quickPick(page, `Show ${HUBOT}`).click();
    await row(page, HUBOT, 1).waitFor();
    assert.equal((await accounts()).length, 3);
    assert.equal(await dialog(page).count(), 0);
  });

  it('leave nothing behind when one signs out in the middle of a listing', async () => {
    assert.ok(session);
    const { gitHubCom, page, screenshot } = session;
    const sent = (): typeof gitHubCom.requests =>
      gitHubCom.requests.filter(({ login, path }) => login === HUBOT && path.startsWith(`/orgs/${OCTO_ORG}/`));
    gitHubCom.configure({ latency: ({ path }) => (path.startsWith(`/orgs/${OCTO_ORG}/`) ? 60_000 : 0) });
    await row(page, OCTO_ORG, 2).nth(1).click();
    await until('the listing has begun', () => sent().length > 0);

    await signOut(page, `${HUBOT} (GitHub)`);
    await row(page, HUBOT, 1).waitFor({ state: 'detached' });
    const before = sent();
    assert.deepEqual(new Set(before.map(({ status }) => status)), new Set([0]), 'nothing of it was answered');
    await screenshot('accounts-signed-out');
    assert.equal((await accounts()).length, 2);

    gitHubCom.configure({ latency: 0 });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expand(row(page, OCTO_ORG, 2).first());
    assert.equal(await rows(page).filter({ hasText: 'not listed' }).count(), 0);
    assert.deepEqual(sent(), before, 'and nothing more is asked for in that name');
    assert.deepEqual(gitHubCom.violations, []);
  });

  /** The first level, as it is spoken. */
  async function accounts(): Promise<string[]> {
    assert.ok(session);
    const found = await rows(session.page).and(session.page.locator('[aria-level="1"]')).all();
    const spoken = await Promise.all(found.map((one) => one.getAttribute('aria-label')));
    return spoken.map((text) => text?.replace(', account', '') ?? '');
  }
});
