import fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { signIn } from '../e2e/signIn';
import { expand, openPackagesView, pickFrom, row, rows, runCommand, settled } from '../e2e/workbench';
import { makeSmallWorld } from '../github/seed';
import { SMALL } from '../github/seed/names';
import { addLargeOrganization, LARGE_CONTAINER } from '../github/seed/scale';
import { startGitHub } from '../github/server';
import { launchBrowser } from '../vscode/browser';
import { temporaryFolder } from '../vscode/cleanup';
import { startEditor } from '../vscode/editor';
import { extensionId } from '../vscode/project';
import { spread, type Row } from './table';

const OWNER = 'huge-org';
const HEARTBEAT = 'bench.heartbeat';
const BEAT = 5;
/** What follows a step (drawing, the snapshot of the lists) belongs to it. */
const AFTERWARDS = 2500;

type ExtensionHost = 'node' | 'web';

/** How long the extension host could do nothing else: when that ended, and for how long it was, in milliseconds. */
interface Gap {
  readonly end: number;
  readonly length: number;
}

/** What a person does, in this order; each step leaves the workbench as the next one needs it. */
const STEPS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  [
    'read 3,000 packages',
    async (page) => {
      await expand(row(page, OWNER));
      await rows(page).filter({ hasText: '3,001 packages' }).waitFor();
    },
  ],
  ['scroll to their end', (page) => scrollToEnd(page, row(page, 'Load more (2,001)'))],
  ['sort them', (page) => arrange(page, 'Sort By...', 'Packages by Number of Versions', row(page, LARGE_CONTAINER))],
  [
    'filter them',
    async (page) => {
      await arrange(page, 'Filter...', 'Name...', page.getByText('Part of the name of a package'));
      await page.keyboard.type('t');
      await page.keyboard.press('Enter');
      await page.locator('.pane-body .message').filter({ hasText: 'Filter: “t”' }).waitFor();
    },
  ],
  [
    'read the first versions of 10,000',
    async (page) => {
      await expand(row(page, LARGE_CONTAINER));
      await row(page, 'v100000').waitFor();
    },
  ],
  [
    'read and sort 10,000 versions by name',
    (page) => arrange(page, 'Sort By...', 'Versions by Name', row(page, 'v90005')),
  ],
  ['sort them by age', (page) => arrange(page, 'Sort By...', 'Oldest Versions First', row(page, 'v90005'))],
  ['sort them by name again', (page) => arrange(page, 'Sort By...', 'Versions by Name', row(page, 'v90005'))],
  [
    'filter them by tag',
    async (page) => {
      await arrange(page, 'Filter...', 'Version or Tag...', page.getByText('Part of a version or a tag'));
      await page.keyboard.type('v9500');
      await page.keyboard.press('Enter');
      await row(page, 'v95000').waitFor();
    },
  ],
  ['open one of its images', (page) => expand(row(page, 'v95000'))],
];

/** The longest time for which the extension host could do nothing else, step by step, in the real VS Code. */
export async function fluidityRows(rounds: number): Promise<Row[]> {
  const longest = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const host of ['node', 'web'] as const) {
      for (const [step, length] of await longestGaps(host)) {
        const key = `${host} ${step}`;
        longest.set(key, [...(longest.get(key) ?? []), length]);
      }
    }
  }
  return STEPS.map(([step]) => ({
    what: `longest block: ${step}, ms`,
    ours: spread(longest.get(`node ${step}`) ?? []),
    other: `in a web worker ${spread(longest.get(`web ${step}`) ?? [])}`,
    ratio: undefined,
    goal: '≤ 50',
  }));
}

async function longestGaps(extensionHost: ExtensionHost): Promise<Map<string, number>> {
  const gaps: Gap[] = [];
  const ear = await listen(gaps);
  const github = await startGitHub({
    world: (now) =>
      addLargeOrganization(makeSmallWorld(now), now, {
        login: OWNER,
        owner: SMALL.user,
        packages: 3000,
        versions: 10_000,
      }),
  });
  const { port } = ear.address() as AddressInfo;
  const beside = temporaryFolder();
  writeHeartbeat(beside.path, `http://127.0.0.1:${String(port)}/`);
  const kind = extensionHost === 'web' ? 'web' : 'workspace';
  const editor = await startEditor({
    mode: 'installed',
    others: [beside.path],
    settings: {
      'github-enterprise.uri': github.url,
      'githubPackages.containerRegistryUrl': github.url,
      'remote.extensionKind': { [extensionId]: [kind], [HEARTBEAT]: [kind] },
    },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(editor.url);
    await openPackagesView(page);
    await signIn(page, github.url, SMALL.user);
    await row(page, OWNER).waitFor();
    github.configure({ latency: 150 });
    await delay(AFTERWARDS);
    const longest = new Map<string, number>();
    for (const [step, act] of STEPS) {
      const start = Date.now();
      await act(page);
      await settled(page);
      await delay(AFTERWARDS);
      longest.set(step, Math.max(0, ...gaps.filter(({ end }) => end >= start).map(({ length }) => length)));
    }
    return longest;
  } finally {
    await browser.close();
    await editor.stop();
    await github.close();
    ear.close();
    beside.remove();
  }
}

function writeHeartbeat(folder: string, url: string): void {
  const [publisher, name] = HEARTBEAT.split('.');
  const manifest = {
    ...{ publisher, name, version: '0.0.1', engines: { vscode: '^1.98.0' } },
    main: './main.js',
    browser: './main.js',
    activationEvents: ['onStartupFinished'],
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, 'main.js'), heartbeat(url));
}

/** An extension that says when its host was not free to run it, from the same host as ours. */
function heartbeat(url: string): string {
  return `exports.activate = () => {
    let last = performance.now();
    let gaps = [];
    setInterval(() => {
      const now = performance.now();
      const length = now - last - ${String(BEAT)};
      if (length > 1) gaps.push({ end: Date.now(), length });
      last = now;
    }, ${String(BEAT)});
    setInterval(() => {
      if (gaps.length === 0) return;
      void fetch('${url}', { method: 'POST', body: JSON.stringify(gaps) }).catch(() => undefined);
      gaps = [];
    }, 500);
  };`;
}

/** Takes in what the heartbeat tells. */
async function listen(gaps: Gap[]): Promise<Server> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      gaps.push(...(JSON.parse(Buffer.concat(parts).toString()) as Gap[]));
      response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function arrange(
  page: Page,
  command: string,
  choice: string,
  result: ReturnType<Page['locator']>,
): Promise<void> {
  await runCommand(page, `GitHub Packages: ${command}`);
  await pickFrom(page, choice);
  await result.first().waitFor();
}

async function scrollToEnd(page: Page, last: ReturnType<Page['locator']>): Promise<void> {
  await row(page, OWNER).focus();
  await page.keyboard.press('End');
  await last.waitFor();
  await page.keyboard.press('Home');
}
