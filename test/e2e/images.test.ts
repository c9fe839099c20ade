import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addIndex } from '../github/images';
import { SMALL } from '../github/seed/names';
import type { PackageVersion } from '../github/state';
import { isInstalled, pull, type Skopeo } from '../registry/skopeo';
import { temporaryFolder } from '../vscode/cleanup';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import { answerDialog, chooseFromMenu, expand, openPackagesView, row, rows, toast } from './workbench';

const CONTAINER = { owner: SMALL.org, type: 'container', name: SMALL.container } as const;
const LABEL = '0.2.0, 0.2, 0, latest';

describe('a person with images', () => {
  const folder = temporaryFolder();
  let session: Session | undefined;

  function use(): Session {
    assert.ok(session);
    return session;
  }
  const versions = (): PackageVersion[] =>
    (use().github.packageState(CONTAINER)?.versions ?? []).filter(({ deletedAt }) => deletedAt === undefined);
  const latest = (): PackageVersion => {
    const found = versions().find(({ tags }) => tags.includes('latest'));
    assert.ok(found);
    return found;
  };
  const manifestReads = (): number => use().github.requests.filter(({ path }) => path.includes('/manifests/')).length;
  const deletions = (): number => use().github.requests.filter(({ method }) => method === 'DELETE').length;

  before(async () => {
    session = await startSession();
    const { github, page } = session;
    // Another image that has the first platform too.
    const pkg = github.packageState(CONTAINER);
    const root = latest();
    const text = Buffer.from(github.world.blobs.get(root.name)?.bytes ?? []).toString();
    const [shared] = (JSON.parse(text) as { manifests: Parameters<typeof addIndex>[1] }).manifests;
    assert.ok(pkg && shared);
    const slim = addIndex(github.world.blobs, [shared]);
    pkg.versions.push({ ...root, id: 99, name: slim.digest, tags: ['slim'], createdAt: root.createdAt - 1000 });
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.container));
    await row(page, LABEL).waitFor();
  });
  after(async () => {
    await session?.close();
    folder.remove();
  });

  async function pulled(page: Page): Promise<string | undefined> {
    if (!(await isInstalled('skopeo'))) return undefined;
    const { github } = use();
    assert.ok(page);
    const password = github.issueToken(SMALL.user, ['read:packages']);
    const repository = `${new URL(github.url).host}/${SMALL.org}/${SMALL.container}`;
    const skopeo: Skopeo = { repository, folder: folder.path, password };
    return pull(skopeo, 'latest');
  }

  it('opens an index to its platforms, and sees what two images share', async () => {
    const { page, screenshot } = use();
    assert.equal(manifestReads(), 0, 'the list costs no download');
    await screenshot('images-1-list');
    await expand(row(page, 'slim'));
    await expand(row(page, LABEL));
    await row(page, 'linux/arm64').waitFor();
    const shared = rows(page).filter({ hasText: 'linux/amd64' }).filter({ hasText: 'shared with slim' });
    await shared.waitFor();
    await rows(page)
      .filter({ hasText: `shared with ${LABEL}` })
      .waitFor();
    await rows(page).filter({ hasText: 'Signature' }).waitFor();
    await screenshot('images-2-opened');
  });

  it('cannot delete a platform alone', async () => {
    const { page, screenshot } = use();
    await chooseFromMenu(row(page, 'linux/arm64'), 'Delete Version...');
    await toast(page, `It is a part of ${LABEL}, which would break; delete the image instead.`).waitFor();
    await screenshot('images-3-refused');
    assert.equal(deletions(), 0);
    await clearToasts(page);
  });

  it('deletes an image with its own parts, undoes it, and pulls it again with the same digest', async () => {
    const { page, screenshot } = use();
    const before = versions().map(({ name }) => name);
    const digest = await pulled(page);
    const reads = manifestReads();
    await chooseFromMenu(row(page, LABEL), 'Delete Version...');
    const question = page.locator('.monaco-dialog-box').filter({ hasText: 'Delete 0.2.0' });
    await question.waitFor();
    await screenshot('images-4-plan');
    assert.equal(manifestReads(), reads, 'the refusal before had read it all');
    const words = await answerDialog(page, 'Delete 0.2.0', 'Delete Version');
    assert.match(words, /4 versions that only this uses go along/);
    assert.match(words, /It is a part of slim too\./);
    await grant(page, SMALL.user);
    const told = toast(page, '5 deleted');
    await told.waitFor();
    await screenshot('images-5-deleted');
    assert.equal(versions().length, before.length - 5);
    await told.getByRole('button', { name: 'Undo' }).click();
    await grant(page, SMALL.user);
    await toast(page, '5 restored').waitFor();
    await row(page, LABEL).waitFor();
    await screenshot('images-6-undone');
    assert.deepEqual(new Set(versions().map(({ name }) => name)), new Set(before));
    assert.equal(await pulled(page), digest);
    if (digest !== undefined) assert.equal(digest, latest().name);
  });

  async function clearToasts(page: Page): Promise<void> {
    await page.keyboard.press('Escape');
    for (const close of await page.locator('.notification-toast .codicon-notifications-clear').all()) {
      await close.click({ force: true }).catch(() => undefined);
    }
  }
});
