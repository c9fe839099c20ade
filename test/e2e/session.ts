import fs from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { makeSmallWorld } from '../github/seed';
import { startGitHub, type GitHub, type GitHubOptions } from '../github/server';
import { launchBrowser } from '../vscode/browser';
import { startEditor, type Editor } from '../vscode/editor';
import { inProject } from '../vscode/project';

/** A person in front of VS Code with the extension installed, and the GitHub they use. */
export interface Session {
  github: GitHub;
  page: Page;
  /** Keeps a picture in out/screenshots/. */
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

export interface SessionOptions {
  world?: GitHubOptions['world'];
  settings?: Readonly<Record<string, unknown>>;
}

/** Starts everything; whatever was started is stopped when something else cannot be. */
export async function startSession({ world = makeSmallWorld, settings }: SessionOptions = {}): Promise<Session> {
  const github = await startGitHub({ world });
  let editor: Editor | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await editor?.stop();
    await github.close();
  };
  try {
    editor = await startEditor({
      mode: 'installed',
      settings: { 'github-enterprise.uri': github.url, 'githubPackages.containerRegistryUrl': github.url, ...settings },
    });
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.goto(editor.url);
    return { github, page, screenshot: (name) => screenshot(page, name), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function screenshot(page: Page, name: string): Promise<void> {
  const folder = inProject('out', 'screenshots');
  await fs.mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
