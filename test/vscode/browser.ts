import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { pinnedChromium, type BrowserProgram } from './pinnedChromium';
import { Problem, sentence } from './problem.mjs';
import { runs } from './runs';

const advice = 'install Chrome, Edge or Chromium, or set CHROME_PATH to one';

/** Keeps Chromium quiet where there is no network, and working where there is no display, no GPU and only root. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * Starts a headless Chromium: the one CHROME_PATH names, else one that is installed, else one from npm.
 * @param more further arguments of Chromium
 * @throws Problem with one sentence that says what to install
 */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const { program, env } = await getBrowser();
  try {
    return await chromium.launch({
      executablePath: program,
      args: [...flags, ...more],
      env: { ...definedEnv(), ...env },
    });
  } catch {
    throw new Problem(`The browser ${program} does not start: ${advice}.`);
  }
}

/**
 * The browser that `launchBrowser` starts, fetched from npm where need be.
 * @throws Problem with one sentence that says what to install
 */
export async function getBrowser(): Promise<BrowserProgram> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (await starts(chosen)) return { program: chosen, env: {} };
    throw new Problem(`CHROME_PATH names ${chosen}, which is not a browser that starts: ${advice}.`);
  }
  for (const program of usualPlaces()) {
    if (existsSync(program) && (await starts(program))) return { program, env: {} };
  }
  try {
    return await pinnedChromium();
  } catch (error) {
    throw new Problem(`No browser is found, and the one from npm cannot be used: ${advice}. (${sentence(error)})`);
  }
}

/** On Windows a browser opens a window when it is asked for its version, so its presence has to do. */
async function starts(program: string): Promise<boolean> {
  return process.platform === 'win32' ? existsSync(program) : runs(program, ['--version']);
}

function usualPlaces(): string[] {
  const { env } = process;
  switch (process.platform) {
    case 'win32':
      return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
          path.join(folder, 'Chromium', 'Application', 'chrome.exe'),
        ]);
    case 'darwin':
      return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    default: {
      const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
      const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
      return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
    }
  }
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
