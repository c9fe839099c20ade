import assert from 'node:assert/strict';
import { OCTO_ORG, OCTO_PACKAGES, MONA } from '../github/seed/names';
import { makeWorld } from '../github/seed';
import { startSession, type Session } from './session';
import { signIn } from './signIn';
import { chooseFromMenu, expand, openPackagesView, rows, row, toast } from './workbench';

/** A release of the large container, well down the list of those that are shown. */
const TAGGED = /^\d+\.\d+\.\d+/;

describe('a person with images in a browser', () => {
  let session: Session | undefined;

  function use(): Session {
    assert.ok(session);
    return session;
  }
  const deletions = (): number => use().github.requests.filter(({ method }) => method === 'DELETE').length;

  before(async () => {
    session = await startSession({ world: makeWorld, extensionHost: 'web' });
    const { github, page } = session;
    github.setUncertainties({ registryCors: false });
    await openPackagesView(page);
    await signIn(page, github.url, MONA);
    await expand(row(page, OCTO_ORG));
    await expand(row(page, OCTO_PACKAGES.large));
  });
  after(async () => {
    await session?.close();
  });

  it('is told that the registry cannot be read from there, and still sees the list', async () => {
    const { page, screenshot } = use();
    const image = rows(page).filter({ hasText: TAGGED }).first();
    await expand(image);
    await rows(page).filter({ hasText: 'Image not read' }).first().waitFor();
    await screenshot('images-browser-1-unread');
    assert.ok((await rows(page).count()) > 10);
  });

  it('cannot delete what could be a part of an image', async () => {
    const { page, screenshot } = use();
    await chooseFromMenu(rows(page).filter({ hasText: TAGGED }).nth(1), 'Delete Version...');
    await toast(page, 'so nobody knows what would break').waitFor();
    await screenshot('images-browser-2-refused');
    assert.equal(deletions(), 0);
  });

  it('sees how many manifests are read where it can be read, and may stop waiting', async () => {
    const { page, github, screenshot } = use();
    github.setUncertainties({ registryCors: true });
    github.configure({ latency: ({ path }) => (path.includes('/manifests/') ? 1000 : 0) });
    await toast(page, 'so nobody knows what would break').getByRole('button', { name: 'Try Again' }).click();
    const waiting = toast(page, /Looking at what is there now: [1-9]\d* of \d+ manifests/);
    await waiting.waitFor();
    await screenshot('images-browser-3-counting');
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    await waiting.waitFor({ state: 'detached' });
    assert.equal(deletions(), 0);
  });
});
