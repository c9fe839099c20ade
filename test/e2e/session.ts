import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { makeSmallWorld } from '../github/seed';
import { startGitHub, type GitHub, type GitHubOptions } from '../github/server';
import type { Play } from '../github/site';
import type { Mirror } from '../registry/mirror';
import { launchBrowser } from '../vscode/browser';
import { startDetour, type Detour } from '../vscode/detour';
import { startEditor, type Editor, type EditorOptions } from '../vscode/editor';
import { inProject } from '../vscode/project';
import { browserStorage, filesBelow, placesWith, type Trace } from '../vscode/secretSearch';

/** A person in front of VS Code with the extension installed, and the GitHub they use. */
export interface Session {
  /** The only host, or the first of several. */
  github: GitHub;
  /** One of the hosts where there are several, otherwise the only one. */
  gitHubCom: GitHub;
  /** The same. */
  enterprise: GitHub;
  page: Page;
  /** What VS Code and its extensions write is below it. */
  dataFolder: string;
  /** Opens the workbench anew, with a folder of this machine where one is told. */
  open: (folder?: string) => Promise<void>;
  /** Keeps a picture in out/screenshots/. */
  screenshot: (name: string) => Promise<void>;
  /**
   * Stops everything.
   * @throws when something that was secret has been written down, or a host was asked that is none of these
   */
  close: () => Promise<void>;
}

export interface SessionOptions {
  /** Which hosts there are: an enterprise host that the user settings name, github.com itself, or both. */
  hosts?: readonly Play[];
  world?: GitHubOptions['world'];
  extensionHost?: EditorOptions['extensionHost'];
  /** With `trace`, a secret that anybody might log is found when the session is closed. */
  logLevel?: EditorOptions['logLevel'];
  settings?: Readonly<Record<string, unknown>>;
  /** Takes the place of the first host's own registry. */
  mirror?: Mirror | undefined;
}

/** The addresses that are built into VS Code's `github` provider and into the extension. */
const GITHUB_COM = { web: 'https://github.com', api: 'https://api.github.com' } as const;

/** Starts everything; whatever was started is stopped when something else cannot be. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const { hosts = ['ghes'], world = makeSmallWorld, extensionHost, logLevel, settings, mirror } = options;
  const gitHubs: GitHub[] = [];
  let detour: Detour | undefined;
  let editor: Editor | undefined;
  let browser: Browser | undefined;
  const spoken: string[] = [];

  const stop = async (): Promise<void> => {
    await browser?.close();
    await editor?.stop();
    await detour?.close();
    await mirror?.close();
    for (const github of gitHubs) await github.close();
  };
  const close = async (): Promise<void> => {
    const traces: Trace[] = [{ where: 'console', content: Buffer.from(spoken.join('\n')) }];
    try {
      for (const page of browser?.contexts().flatMap((context) => context.pages()) ?? []) {
        traces.push(...(await browserStorage(page)));
      }
      await browser?.close();
      if (editor) traces.push(...filesBelow(editor.dataFolder));
    } finally {
      await stop();
    }
    const secrets = gitHubs.flatMap((github) => [...github.secrets]);
    assert.deepEqual(placesWith(secrets, traces), [], 'what must stay secret was written down in these places');
    assert.deepEqual(detour?.refused ?? [], [], 'these hosts were asked for');
  };

  try {
    for (const play of hosts) {
      const addresses = play === 'github.com' && { addresses: GITHUB_COM };
      gitHubs.push(await startGitHub({ world, play, ...addresses, ...(mirror && { registry: mirror }) }));
    }
    const [github] = gitHubs;
    if (!github) throw new Error('A session needs a host');
    const gitHubCom = gitHubs[hosts.indexOf('github.com')];
    const enterprise = gitHubs[hosts.indexOf('ghes')];
    if (gitHubCom) detour = await startDetour(['github.com', 'api.github.com'], gitHubCom.port);
    editor = await startEditor({
      mode: 'installed',
      ...(extensionHost && { extensionHost }),
      ...(logLevel && { logLevel }),
      settings: {
        ...(enterprise && {
          'github-enterprise.uri': enterprise.url,
          'githubPackages.containerRegistryUrl': (await mirror?.start(enterprise)) ?? enterprise.url,
        }),
        ...detour?.settings,
        ...settings,
      },
      ...(detour && { env: detour.env }),
    });
    browser = await launchBrowser(detour?.browserArguments);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    pages.add(page);
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => spoken.push(message.text()));
    const { url } = editor;
    const open = async (folder?: string): Promise<void> => {
      await page.goto(folder === undefined ? url : `${url}&folder=${encodeURIComponent(folder)}`);
    };
    await open();
    return {
      github,
      gitHubCom: gitHubCom ?? github,
      enterprise: enterprise ?? github,
      page,
      dataFolder: editor.dataFolder,
      open,
      screenshot: (name) => screenshot(page, name),
      close,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Pages that a person looks at now. */
const pages = new Set<Page>();

// What a person saw when something went wrong tells more than the message.
afterEach(async function () {
  const { currentTest } = this;
  if (currentTest?.state !== 'failed') return;
  const name = currentTest.fullTitle().replace(/[^\w-]+/g, '-');
  for (const page of pages) if (!page.isClosed()) await screenshot(page, `failed-${name}`);
});

async function screenshot(page: Page, name: string): Promise<void> {
  const folder = inProject('out', 'screenshots');
  await fs.mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
