import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addIndex, type Blobs, type Descriptor } from '../github/images';
import { addCosign, referrerTag } from '../github/oci/artifacts';
import { makeSmallWorld } from '../github/seed';
import { SMALL } from '../github/seed/names';
import type { PackageVersion, World } from '../github/state';
import { createMirror, type Mirror } from '../registry/mirror';
import { pull, type Skopeo } from '../registry/skopeo';
import { temporaryFolder } from '../vscode/cleanup';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import {
  answerDialog,
  chooseFromMenu,
  collapse,
  expand,
  openPackagesView,
  resizeSideBar,
  row,
  rows,
  toast,
} from './workbench';

const CONTAINER = { owner: SMALL.org, type: 'container', name: SMALL.container } as const;
const LABEL = '0.2.0, 0.2, 0, latest';
const DELETED = 'Deleted 0.2.0, 0.2, 0, latest of octo-org/web-app, and 4 versions that only this used.';

describe('a person with images', () => {
  const folder = temporaryFolder();
  let mirror: Mirror | undefined;
  let session: Session | undefined;

  function use(): Session {
    assert.ok(session);
    return session;
  }
  const versions = (): PackageVersion[] =>
    (use().github.packageState(CONTAINER)?.versions ?? []).filter(({ deletedAt }) => deletedAt === undefined);
  const manifestReads = (): number =>
    mirror
      ? mirror.reads().filter(({ agent }) => !agent.startsWith('skopeo/')).length
      : use().github.requests.filter(({ path }) => path.includes('/manifests/')).length;
  const deletions = (): number => use().github.requests.filter(({ method }) => method === 'DELETE').length;

  before(async () => {
    mirror = await createMirror(CONTAINER);
    session = await startSession({ world: (now) => withMore(makeSmallWorld(now)), mirror });
    const { github, page } = session;
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

  /** By skopeo from the real registry. @returns the digest of what came */
  async function pulled(from: Mirror, tag: string): Promise<string> {
    const repository = `${from.host()}/${CONTAINER.owner}/${CONTAINER.name}`.toLowerCase();
    const password = use().github.issueToken(SMALL.user, ['read:packages']);
    const skopeo: Skopeo = { repository, folder: folder.path, credentials: { password } };
    return pull(skopeo, tag);
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
    await rows(page).filter({ hasText: 'Signature' }).first().waitFor();
    await screenshot('images-2-opened');
  });

  it('finds what is attached to images, and what has lost its image, in a narrow side bar too', async () => {
    const { page, screenshot } = use();
    await collapse(row(page, 'slim'));
    await expand(row(page, 'Attachments'));
    await expand(row(page, 'Orphans'));
    await rows(page).filter({ hasText: 'Signature' }).nth(2).waitFor();
    await resizeSideBar(page, 300);
    await screenshot('images-2-narrow');
    await collapse(row(page, 'Attachments'));
    await collapse(row(page, 'Orphans'));
    await resizeSideBar(page, 500);
  });

  it('cannot delete a platform alone', async () => {
    const { page, screenshot } = use();
    await chooseFromMenu(row(page, 'linux/arm64'), 'Delete Version...');
    await toast(page, `It is a part of ${LABEL}, which would break; delete the image instead.`).waitFor();
    await screenshot('images-3-refused');
    assert.equal(deletions(), 0);
    await clearToasts(page);
  });

  it('deletes an image with its own parts, and leaves what another image shares', async () => {
    const { page, screenshot } = use();
    const before = versions().length;
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
    await toast(page, DELETED).waitFor();
    await screenshot('images-5-deleted');
    assert.equal(versions().length, before - 5);
    if (!mirror) return;
    await assert.rejects(pulled(mirror, 'latest'), /manifest unknown/);
    assert.equal(await pulled(mirror, 'slim'), versions().find(({ tags }) => tags.includes('slim'))?.name);
  });

  it('undoes it', async () => {
    const { page, screenshot } = use();
    await toast(page, DELETED).getByRole('button', { name: 'Undo' }).click();
    await grant(page, SMALL.user);
    await toast(page, '5 restored').waitFor();
    await row(page, LABEL).waitFor();
    await screenshot('images-6-undone');
    assert.deepEqual(use().github.violations, [], 'a real registry refuses an index without its parts');
  });

  it('pulls it again with skopeo from docker-registry, with the same digest', async function () {
    if (!mirror) this.skip();
    const digest = versions().find(({ tags }) => tags.includes('latest'))?.name;
    assert.ok(digest);
    for (const tag of ['latest', '0.2.0', '0.2', '0']) assert.equal(await pulled(mirror, tag), digest, tag);
    for (const { name, tags } of versions()) for (const tag of tags) assert.equal(await pulled(mirror, tag), name, tag);
  });

  it('brings back an image that was deleted before anybody here had read it, and is told how', async () => {
    const { page, github, screenshot } = use();
    await clearToasts(page);
    const deleted = github
      .packageState(CONTAINER)
      ?.versions.find(({ deletedAt, tags }) => deletedAt !== undefined && tags.length > 0);
    assert.ok(deleted);
    const [tag = ''] = deleted.tags;
    await expand(row(page, 'Deleted versions'));
    await chooseFromMenu(row(page, tag), 'Restore Version...');
    await page.locator('.monaco-dialog-box').waitFor();
    await screenshot('images-7-restore');
    assert.match(
      await answerDialog(page, `What ${tag} consists of is not known`, 'Restore'),
      /5 versions that were pushed/,
    );
    await toast(page, '6 restored').waitFor();
    await screenshot('images-8-restored');
    assert.deepEqual(github.violations, []);
    if (mirror) assert.equal(await pulled(mirror, tag), deleted.name);
  });

  async function clearToasts(page: Page): Promise<void> {
    await page.keyboard.press('Escape');
    for (const close of await page.locator('.notification-toast .codicon-notifications-clear').all()) {
      await close.click({ force: true }).catch(() => undefined);
    }
  }
});

/** Another image that has the first platform of the newest too, and a signature whose image is gone. */
function withMore(world: World): World {
  const pkg = world.packages.find(({ owner, name }) => owner === CONTAINER.owner && name === CONTAINER.name);
  const root = pkg?.versions.find(({ tags }) => tags.includes('latest'));
  assert.ok(pkg && root);
  const { blobs }: { blobs: Blobs } = world;
  const text = Buffer.from(blobs.get(root.name)?.bytes ?? []).toString();
  const [shared] = (JSON.parse(text) as { manifests: Descriptor[] }).manifests;
  assert.ok(shared);
  const slim = addIndex(blobs, [shared]);
  const gone = addIndex(new Map() as Blobs, []);
  const orphan = addCosign(blobs, 'signature', `${CONTAINER.owner}/${CONTAINER.name}`, gone);
  const createdAt = root.createdAt - 1000;
  pkg.versions.push(
    { ...root, id: 99, name: slim.digest, tags: ['slim'], createdAt },
    { ...root, id: 98, name: orphan.digest, tags: [referrerTag(gone.digest, 'signature')], createdAt },
  );
  return world;
}
