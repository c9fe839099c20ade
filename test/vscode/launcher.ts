// Takes the place of the VS Code executable for @vscode/test-electron: understands the arguments of VS Code that matter for
// an extension's tests, and runs them in the server build and a headless browser. Ends with the exit code of the tests.
import fs from 'node:fs';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { connect } from '../github/control';
import { launchBrowser } from './browser';
import { startEditor, type Editor } from './editor';
import { Problem, fail } from './problem.mjs';
import { browserStorage, filesBelow, placesWith } from './secretSearch';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    strict: false,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionDevelopmentKind: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  // Whoever started this is gone when its end of the pipe is.
  process.stdin.on('end', () => process.exit(1)).resume();

  const settings = userSettings(values['user-data-dir']);
  const editor = await startEditor({
    mode: 'development',
    extensionHost: values.extensionDevelopmentKind === 'web' ? 'web' : 'node',
    settings,
  });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const exited = exitCode(page);
  await page.exposeFunction('codeAutomationLog', log);

  const remote = (file: unknown): string => {
    if (typeof file !== 'string') throw new Problem('--extensionDevelopmentPath and --extensionTestsPath are needed.');
    return new URL(path.posix.join('/', file.split(path.sep).join('/')), `vscode-remote://${editor.authority}`).href;
  };
  const payload = [
    ['extensionDevelopmentPath', remote(values.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(values.extensionTestsPath)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (positionals[0] !== undefined) query.set('folder', new URL(remote(positionals[0])).pathname);
  await page.goto(`http://${editor.authority}/?${query.toString()}`);
  const code = await exited;
  const places = await placesOfSecrets(settings['github-enterprise.uri'], page, editor);
  if (places.length > 0) log('error', [`What must stay secret was written down: ${places.join(', ')}`]);

  // test-electron stops reading as soon as this process ends, so the output goes out before the slower things are stopped.
  await new Promise((resolve) => process.stdout.write('', resolve));
  await browser.close();
  await editor.stop();
  process.exit(places.length > 0 ? 1 : code);
}

/** Where VS Code or the extension has written down what the local GitHub gave out for a person's use only. */
async function placesOfSecrets(url: unknown, page: Page, { dataFolder }: Editor): Promise<string[]> {
  if (typeof url !== 'string') return [];
  const secrets = await connect(url).secrets();
  return placesWith(secrets, [...(await browserStorage(page)), ...filesBelow(dataFolder)]);
}

/** The exit code that VS Code reports when its extension host has run the tests. */
async function exitCode(page: Page): Promise<number> {
  return new Promise((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.once('crash', () => {
      reject(new Problem('The page that shows VS Code crashed.'));
    });
    page.once('close', () => {
      reject(new Problem('The browser that shows VS Code ended before the tests did.'));
    });
  });
}

/** What VS Code itself says at every start, on the same channel as the extension host's console. */
const chatter =
  /^(Resolv(ing|ed) connection token|Creating a socket|(Ignoring fetching|Updating) additional|\[(reconnection-grace-time|AgentHost|AccountPolicyGate|Service Worker))/;

/** Built-in extensions search the open folder, for which the editor lacks a program that is large and needed by no test. */
const search = "Cannot find package '@vscode/ripgrep-universal'";

function log(type: string, args: unknown[]): void {
  const text = format(...args);
  if (chatter.test(text) || text.includes(search)) return;
  const stream = type === 'error' ? process.stderr : process.stdout;
  stream.write(`${text}\n`);
}

function userSettings(folder: unknown): Record<string, unknown> {
  const file = typeof folder === 'string' ? path.join(folder, 'User', 'settings.json') : undefined;
  return file && fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}

main().catch(fail);
