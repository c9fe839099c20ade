import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { makeWorld } from '../github/seed';
import { MONA, OCTO_ORG, OCTO_PACKAGES, SAML_CORP } from '../github/seed/names';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import {
  answerDialog,
  chooseFromMenu,
  collapse,
  expand,
  openedPage,
  openPackagesView,
  row,
  rows,
  toast,
} from './workbench';

const HIDDEN = 'Authorize to see';
const NOT_LISTED = 'Authorize single sign-on...';
/** npm, public, of MONA herself. */
const OWN = 'tiny-logger';

describe('github.com in the web extension host', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession({ hosts: ['github.com'], world: makeWorld, extensionHost: 'web', logLevel: 'trace' });
  });

  after(async () => {
    await session?.close();
  });

  it('lets a person sign in, read and delete, with requests that a browser sends', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await openPackagesView(page);
    await signIn(page, 'https://github.com', MONA);
    await expand(row(page, MONA));
    await expand(row(page, OWN));
    const version = github
      .packageState({ owner: MONA, type: 'npm', name: OWN })
      ?.versions.reduce((one, other) => (one.createdAt > other.createdAt ? one : other)).name;
    assert.ok(version);
    await chooseFromMenu(row(page, version, 3), 'Delete Version...');
    await answerDialog(page, `Delete ${version}`, 'Delete Version');
    assert.match(await grant(page, MONA), /delete:packages/);
    await row(page, version, 3).waitFor({ state: 'detached' });
    await toast(page, 'deleted').waitFor();
    await screenshot('web-deleted');
    await collapse(row(page, MONA));

    const ours = github.requests.filter(({ path, method }) => path.startsWith('/user/') && method !== 'OPTIONS');
    assert.ok(ours.some(({ method, status }) => method === 'DELETE' && status === 204));
    const origin = new URL(page.url()).origin;
    assert.deepEqual(new Set(ours.map(({ headers }) => headers['origin'])), new Set([origin]));
    assert.deepEqual(github.scopeRequests, [
      ['read:org', 'read:packages'],
      ['delete:packages', 'read:packages'],
    ]);
    assert.deepEqual(github.violations, []);
  });

  it('shows what single sign-on hides after the person has passed it and signed in again', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    const hidden = rows(page).filter({ hasText: HIDDEN });
    await hidden.waitFor();
    await screenshot('sso-hidden');
    const browser = await page.context().newPage();
    await browser.goto(`https://github.com/orgs/${SAML_CORP}/sso`);
    await passSso(browser);

    await hidden.click();
    const asked = await grant(page, MONA, () => screenshot('sso-renew'));
    assert.match(asked, /Sign in again, and in the browser authorize the organizations/);
    await row(page, SAML_CORP).waitFor();
    assert.equal(await hidden.count(), 0);
    assert.deepEqual(github.scopeRequests.slice(2), [['read:org', 'read:packages']]);
  });

  it('names the organization that asks for single sign-on again, leads to its page, and reads it afterwards', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    for (const token of github.world.tokens) token.ssoAuthorized.clear();
    await expand(row(page, SAML_CORP));
    const message = row(page, NOT_LISTED, 2);
    await message.waitFor();
    await screenshot('sso-message');
    const spoken = await message.getAttribute('aria-label');
    assert.equal(spoken, 'Packages could not be listed. This organization wants you to authorize single sign-on.');
    await expand(row(page, OCTO_ORG));
    await row(page, OCTO_PACKAGES.large).waitFor();
    await collapse(row(page, OCTO_ORG));

    const browser = await openedPage(page, () => message.click());
    await browser.getByRole('heading', { name: 'Single sign-on' }).waitFor();
    const { host, pathname, searchParams } = new URL(browser.url());
    assert.deepEqual([host, pathname], ['github.com', `/orgs/${SAML_CORP}/sso`]);
    assert.ok(github.secrets.has(searchParams.get('authorization_request') ?? ''));
    await passSso(browser);

    const goOn = toast(page, `Sign in to ${SAML_CORP} in the browser`);
    await goOn.waitFor();
    await screenshot('sso-continue');
    await goOn.getByRole('button', { name: 'Continue' }).click();
    await grant(page, MONA);
    await row(page, 'ledger').waitFor();
    assert.equal(await message.count(), 0);
    await screenshot('sso-shown');
    assert.deepEqual(github.scopeRequests.slice(3), [['read:org', 'read:packages']], 'and asks for it once');
  });
});

/** What the person does on the organisation's page. */
async function passSso(page: Page): Promise<void> {
  await page.getByLabel('Account').selectOption(MONA);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Signed in' }).waitFor();
  await page.close();
}
