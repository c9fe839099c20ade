import assert from 'node:assert/strict';
import { SMALL } from '../github/seed/names';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import { answerDialog, chooseFromMenu, expand, openPackagesView, row, toast } from './workbench';

const VERSION = '1.0.1';
const GROUP = 'Deleted versions';

describe('a person with packages', () => {
  let session: Session | undefined;

  before(async () => {
    session = await startSession();
  });

  after(async () => {
    await session?.close();
  });

  it('signs in, deletes a version and brings it back, giving each permission when it is first needed', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    const key = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;
    const inGitHub = (): string[] =>
      github.packageState(key)?.versions.flatMap(({ name, deletedAt }) => (deletedAt === undefined ? [name] : [])) ??
      [];
    const active = row(page, VERSION, 3);
    const deleted = row(page, VERSION, 4);

    await openPackagesView(page);
    await page.getByRole('button', { name: 'Sign In to GitHub' }).waitFor();
    assert.deepEqual(github.requests, []);
    await screenshot('1-signed-out');

    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await active.waitFor();
    await screenshot('2-signed-in');
    assert.deepEqual(github.scopeRequests, [['read:org', 'read:packages']]);

    await chooseFromMenu(active, 'Delete Version...');
    await screenshot('3-confirm');
    const question = await answerDialog(page, `Delete ${VERSION}`, 'Delete Version');
    assert.match(question, new RegExp(`${SMALL.org}/${SMALL.npm}`));
    assert.ok(question.includes(VERSION));
    assert.match(await grant(page, SMALL.user), /delete:packages/);
    await active.waitFor({ state: 'detached' });
    await toast(page, 'deleted').waitFor();
    await expand(row(page, GROUP));
    await deleted.waitFor();
    await screenshot('4-deleted');
    assert.deepEqual(github.scopeRequests.slice(1), [['delete:packages', 'read:packages']]);
    assert.ok(!inGitHub().includes(VERSION));

    await chooseFromMenu(deleted, 'Restore Version...');
    assert.match(await grant(page, SMALL.user), /write:packages/);
    await deleted.waitFor({ state: 'detached' });
    await active.waitFor();
    await screenshot('5-restored');
    assert.deepEqual(github.scopeRequests.slice(2), [['write:packages']]);
    assert.ok(inGitHub().includes(VERSION));
    assert.deepEqual(github.violations, []);
  });
});
