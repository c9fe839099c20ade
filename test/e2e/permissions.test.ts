import assert from 'node:assert/strict';
import { makeWorld } from '../github/seed';
import { MONA, OCTO_ORG } from '../github/seed/names';
import type { Play } from '../github/site';
import { startSession, type Session } from './session';
import { ASKS, grant, signIn } from './signIn';
import { answerDialog, chooseFromMenu, collapse, dialog, expand, openPackagesView, row, toast } from './workbench';

/** Public npm: everybody reads it with the first permission, on every host. */
const NPM = 'i18n-messages';
/** Private Maven: its permissions are those of a private repository. */
const MAVEN = 'com.octo.billing.billing-core';
const SHOW_PRIVATE = 'Show private packages of repositories too...';
const GROUP = 'Deleted versions';

/** What restoring takes; the editor's way to sign in to an enterprise host with a token needs it put differently. */
const RESTORE: Readonly<Record<Play, readonly string[]>> = {
  'github.com': ['read:packages', 'write:packages'],
  ghes: ['write:packages'],
};

for (const play of ['github.com', 'ghes'] as const) {
  describe(`permissions on ${play}`, () => {
    let session: Session | undefined;

    before(async () => {
      session = await startSession({ hosts: [play], world: makeWorld, logLevel: 'trace' });
    });

    after(async () => {
      await session?.close();
    });

    it('are asked for one by one, each with its reason, when a person first needs it and never before', async () => {
      assert.ok(session);
      const { github, page, screenshot } = session;
      const look = (name: string) => (): Promise<void> => screenshot(`permission-${play}-${name}`);
      const asked = (): string[][] => github.scopeRequests.splice(0);
      const newest = (type: 'npm' | 'maven', name: string): string => {
        const versions = github.packageState({ owner: OCTO_ORG, type, name })?.versions ?? [];
        const active = versions.filter(({ deletedAt }) => deletedAt === undefined);
        return active.reduce((one, other) => (one.createdAt > other.createdAt ? one : other)).name;
      };
      const deleteVersion = async (version: string): Promise<void> => {
        await chooseFromMenu(row(page, version, 3), 'Delete Version...');
        await answerDialog(page, 'Delete', 'Delete Version');
      };

      await openPackagesView(page);
      await page.getByRole('button', { name: 'Sign In to GitHub' }).waitFor();
      assert.equal(github.requests.length, 0);

      const first = await signIn(page, play === 'ghes' ? github.url : 'https://github.com', MONA, look('1-read'));
      assert.match(first, /To show your packages, .* read:packages, read:org\./);
      await expand(row(page, OCTO_ORG));
      await expand(row(page, NPM));
      await expand(row(page, GROUP));
      await row(page, 'None', 4).waitFor();
      assert.deepEqual(asked(), [['read:org', 'read:packages']]);
      assert.equal(await row(page, MAVEN).count(), 0);
      assert.equal(await dialog(page).count(), 0);

      // Who says no keeps everything as it was, and hears no more of it.
      const version = newest('npm', NPM);
      await deleteVersion(version);
      await answerDialog(page, ASKS, 'Cancel');
      assert.equal(await row(page, version, 3).count(), 1);
      assert.equal(await page.locator('.notification-toast').count(), 0);
      assert.deepEqual(asked(), []);

      await deleteVersion(version);
      assert.match(
        await grant(page, MONA, look('2-delete')),
        /To delete versions or packages, .* the delete:packages permission\./,
      );
      await row(page, version, 4).waitFor();
      assert.deepEqual(asked(), [['delete:packages', 'read:packages']]);

      await chooseFromMenu(row(page, version, 4), 'Restore Version...');
      assert.match(
        await grant(page, MONA, look('3-restore')),
        /To restore versions or packages, .* the write:packages permission\./,
      );
      await row(page, version, 3).waitFor();
      assert.deepEqual(asked(), [RESTORE[play]]);

      await collapse(row(page, NPM));
      await row(page, SHOW_PRIVATE).waitFor();
      await look('4-hint')();
      await row(page, SHOW_PRIVATE).click();
      assert.match(await grant(page, MONA, look('5-repo')), /To show private packages .* the repo permission too\./);
      await expand(row(page, MAVEN));
      assert.deepEqual(asked(), [['read:org', 'read:packages', 'repo']]);
      assert.equal(await row(page, SHOW_PRIVATE).count(), 0);

      const jar = newest('maven', MAVEN);
      await deleteVersion(jar);
      assert.match(
        await grant(page, MONA, look('6-delete-repo')),
        /To delete versions or packages, .* repo permission too\./,
      );
      await row(page, jar, 3).waitFor({ state: 'detached' });
      assert.deepEqual(asked(), [['delete:packages', 'read:packages', 'repo']]);
      await collapse(row(page, MAVEN));

      // What was given once is not asked for again.
      await expand(row(page, NPM));
      await deleteVersion(version);
      await row(page, version, 3).waitFor({ state: 'detached' });
      assert.deepEqual(asked(), []);
      assert.equal(await dialog(page).count(), 0);
      assert.equal(await toast(page, 'refused').count(), 0);
      const ours = github.requests.filter(({ path }) => path.includes('/packages'));
      assert.deepEqual(new Set(ours.map(({ headers }) => headers['origin'])), new Set([undefined]), 'sent by Node');
      assert.deepEqual(github.violations, []);
    });
  });
}
