import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Page } from 'playwright-core';
import { SMALL } from '../github/seed/names';
import type { GitHub } from '../github/server';
import { setVersionCount } from '../unit/src/support/versions';
import { startSession, type Session } from './session';
import { grant, signIn } from './signIn';
import { answerDialog, expand, menuItem, openPackagesView, row, toast } from './workbench';

const NPM = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;
const COUNT = 60;
/** How long another window waits before it takes a silent one for gone, and some more. */
const SILENCE = 90_000;

describe('a person whose extension host is killed in the middle of a deletion', () => {
  let session: Session | undefined;

  before(async function () {
    if (process.platform !== 'linux') this.skip(); // processes are found below /proc
    session = await startSession();
    const { github, page } = session;
    // Secrets are sealed with a key of the server; without one a session would not outlive its page.
    await page.route('**/mint-key', (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
    setVersionCount(github, NPM, COUNT + 2);
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
  });

  after(async () => {
    await session?.close();
  });

  it('is told what happened, and resumes', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await deleteSome(page);
    await grant(page, SMALL.user);
    await deletedCount(github, 25);
    killExtensionHosts();
    const left = active(github);
    assert.ok(left > 2, String(left));
    const told = toast(page, 'was interrupted');
    await told.waitFor({ timeout: SILENCE });
    await screenshot('interrupted-1-told');
    const words = await told.innerText();
    const [deleted = 0, inDoubt = 0, open = 0] = [/(\d+) deleted/, /(\d+) in doubt/, /(\d+) not started/].map((count) =>
      Number(count.exec(words)?.[1] ?? 0),
    );
    assert.equal(deleted + inDoubt + open, COUNT, words);
    assert.ok(COUNT + 2 - active(github) >= deleted, words);
    await told.getByRole('button', { name: 'Resume' }).click();
    const end = toast(page, `${String(COUNT)} deleted`);
    await end.waitFor({ timeout: SILENCE });
    await screenshot('interrupted-2-resumed');
    assert.equal(active(github), 2);
    await end.getByRole('button', { name: 'Undo' }).click();
    await grant(page, SMALL.user);
    await toast(page, `${String(COUNT)} restored`).waitFor({ timeout: SILENCE });
    assert.equal(active(github), COUNT + 2);
    await screenshot('interrupted-3-undone');
  }).timeout(400_000);

  it('undoes what was done when it is killed again', async () => {
    assert.ok(session);
    const { github, page, screenshot } = session;
    await expand(row(page, SMALL.org));
    await expand(row(page, SMALL.npm));
    await deleteSome(page);
    await deletedCount(github, 25);
    killExtensionHosts();
    const told = toast(page, 'was interrupted');
    await told.waitFor({ timeout: SILENCE });
    await told.getByRole('button', { name: 'Undo' }).click();
    await toast(page, /\d+ restored/).waitFor({ timeout: SILENCE });
    assert.equal(active(github), COUNT + 2);
    await screenshot('interrupted-4-undone');
    assert.deepEqual(github.violations, []);
  }).timeout(300_000);
});

async function deleteSome(page: Page): Promise<void> {
  await row(page, '1.0.61', 3).click();
  for (let step = 1; step < COUNT; step++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+F10');
  await menuItem(page, 'Delete Version...').waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page
    .locator('.quick-input-widget')
    .filter({ hasText: `Delete ${String(COUNT)} versions` })
    .waitFor();
  await page.keyboard.press('Enter');
  await answerDialog(page, `Delete ${String(COUNT)} versions of`, `Delete ${String(COUNT)} Versions`);
}

function active(github: GitHub): number {
  return github.packageState(NPM)?.versions.filter(({ deletedAt }) => deletedAt === undefined).length ?? 0;
}

async function deletedCount(github: GitHub, count: number): Promise<void> {
  while (COUNT + 2 - active(github) < count) await new Promise(setImmediate);
}

/** Those of this program's own VS Code: below it in the tree of processes. */
function killExtensionHosts(): void {
  const parents = new Map<number, number>();
  const hosts: number[] = [];
  for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const pid = Number(name);
      parents.set(pid, Number(/^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]));
      if (fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=extensionHost')) hosts.push(pid);
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)));
  const ours = hosts.filter(isOurs);
  assert.ok(ours.length > 0, 'no extension host was found');
  for (const pid of ours) process.kill(pid, 'SIGKILL');
}
