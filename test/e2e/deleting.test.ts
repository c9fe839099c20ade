import assert from 'node:assert/strict';
import { SMALL } from '../github/seed/names';
import type { GitHub } from '../github/server';
import { setVersionCount } from '../unit/src/support/versions';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import { answerDialog, chooseFromMenu, dialog, expand, openPackagesView, row, settled, toast } from './workbench';
import { call, WAYS } from './ways';

const NPM = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;
const CONTAINER = { owner: SMALL.org, type: 'container', name: SMALL.container } as const;
const NAME = `${SMALL.org}/${SMALL.npm}`;
const IMAGE = `${SMALL.org}/${SMALL.container}`;
const COUNT = 125;
const NEWEST = '1.0.124';
/** 120 of them, of which two have too many downloads. */
const MANY = { first: NEWEST, last: '1.0.5', count: 120, after: 5 };
const PATIENCE = 120_000;

/** All versions are there, and two of them have more downloads than GitHub lets go. */
function lay(github: GitHub): void {
  setVersionCount(github, NPM, COUNT);
  const popular = github.packageState(NPM)?.versions.filter(({ name }) => /\.(60|70)$/.test(name)) ?? [];
  for (const version of popular) version.downloads = 6000;
}

describe('a person who deletes', () => {
  let session: Session | undefined;

  function use(): Session {
    assert.ok(session);
    return session;
  }

  function active(): readonly string[] {
    const versions = use().github.packageState(NPM)?.versions ?? [];
    return versions.filter(({ deletedAt }) => deletedAt === undefined).map(({ name }) => name);
  }

  function isPackageThere(): boolean {
    const pkg = use().github.packageState(CONTAINER);
    return pkg !== undefined && pkg.deletedAt === undefined;
  }

  before(async () => {
    session = await startSession();
    const { github, page } = session;
    lay(github);
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await row(page, NEWEST, 3).waitFor();
  });

  afterEach(async () => {
    const { github, page } = use();
    await page.keyboard.press('Escape');
    await call(page, 'Notifications: Clear All Notifications');
    await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
    lay(github);
    await call(page, 'GitHub Packages: Refresh');
    await settled(page);
  });

  after(async () => {
    await session?.close();
  });

  it('is asked for the permission when it is first needed, and deletes nothing by Enter', async () => {
    const { github, page, screenshot } = use();
    await chooseFromMenu(row(page, NEWEST, 3), 'Delete Version...');
    const question = dialog(page, `Delete ${NEWEST} of ${NAME}?`);
    await question.waitFor();
    for (let times = 0; times < 3; times++) await page.keyboard.press('Enter');
    await question.waitFor();
    assert.ok(!github.requests.some(({ method }) => method === 'DELETE'));
    await answerDialog(page, `Delete ${NEWEST}`, 'Delete Version');
    await grant(page, SMALL.user);
    const told = toast(page, `Deleted ${NEWEST} of ${NAME}.`);
    await told.waitFor();
    await told.getByRole('button', { name: 'Undo' }).click();
    await grant(page, SMALL.user);
    await toast(page, `Restored ${NEWEST} of ${NAME}.`).waitFor();
    await row(page, NEWEST, 3).waitFor();
    await screenshot('deleting-permission-undone');
    assert.equal(active().length, COUNT);
  });

  for (const way of WAYS) {
    const { name } = way;

    describe(`by ${name === 'palette' ? 'the palette alone' : `the ${name}`}`, () => {
      it('one version, and brings it back', async () => {
        const { page, screenshot } = use();
        await way.deleteOne(page, NPM, NEWEST);
        await dialog(page, `Delete ${NEWEST} of ${NAME}?`).waitFor();
        await screenshot(`deleting-one-${name}-1-plan`);
        await way.confirm(page, 'Delete Version');
        await toast(page, `Deleted ${NEWEST} of ${NAME}.`).waitFor();
        await row(page, NEWEST, 3).waitFor({ state: 'detached' });
        await screenshot(`deleting-one-${name}-2-told`);
        assert.deepEqual([active().length, active().includes(NEWEST)], [COUNT - 1, false]);
        await way.undo.one(page, NPM);
        await toast(page, `Restored ${NEWEST} of ${NAME}.`).waitFor();
        await screenshot(`deleting-one-${name}-3-undone`);
        assert.equal(active().length, COUNT);
      });

      it('120 versions of which some are refused, and brings back what is gone', async () => {
        const { page, screenshot } = use();
        await way.deleteMany(page, NPM, MANY, () => screenshot(`deleting-many-${name}-1-chosen`));
        await dialog(page, `Delete 120 versions of ${NAME}?`).waitFor();
        await screenshot(`deleting-many-${name}-2-plan`);
        await way.confirm(page, 'Delete 120 Versions');
        await toast(page, 'a minute').waitFor({ timeout: PATIENCE });
        await screenshot(`deleting-many-${name}-3-progress`);
        const told = toast(page, `Versions of ${NAME}: 118 deleted, 2 refused.`);
        await told.waitFor({ timeout: PATIENCE });
        await screenshot(`deleting-many-${name}-4-told`);
        assert.match(await told.innerText(), /more than 5,000 downloads can only be deleted by GitHub Support/);
        assert.deepEqual([...active()].sort(), ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4', '1.0.60', '1.0.70']);
        await way.undo.many(page, NPM);
        await toast(page, `Versions of ${NAME}: 118 restored.`).waitFor({ timeout: PATIENCE });
        await screenshot(`deleting-many-${name}-5-undone`);
        assert.equal(active().length, COUNT);
      }).timeout(500_000);

      it('a package by typing its name, and brings it back', async () => {
        const { page, screenshot } = use();
        await way.deletePackage(page, CONTAINER);
        const input = page.locator('.quick-input-widget').filter({ hasText: `Delete the package ${IMAGE}?` });
        await input.waitFor();
        await screenshot(`deleting-package-${name}-1-plan`);
        await page.keyboard.press('Enter');
        await input.filter({ hasText: 'Nothing is deleted until you type' }).waitFor();
        await screenshot(`deleting-package-${name}-1-refused`);
        assert.ok(isPackageThere());
        await page.keyboard.type(SMALL.container);
        await page.keyboard.press('Enter');
        await toast(page, `Deleted the package ${IMAGE}.`).waitFor();
        await row(page, SMALL.container, 2).waitFor({ state: 'detached' });
        await screenshot(`deleting-package-${name}-2-told`);
        assert.ok(!isPackageThere());
        await way.undo.package(page, CONTAINER);
        await toast(page, `Restored the package ${IMAGE}.`).waitFor();
        await screenshot(`deleting-package-${name}-3-undone`);
        assert.ok(isPackageThere());
        assert.deepEqual(use().github.violations, []);
      });
    });
  }
});
