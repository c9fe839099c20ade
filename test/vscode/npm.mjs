// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.mjs';

/**
 * Runs `npm ci` in a folder, saying what it is doing while it does, since npm itself is silent.
 * @param {object} options
 * @param {string} options.folder where package.json and package-lock.json are
 * @param {string} options.what what is being installed, for people
 * @param {string} [options.size] how much there is to download, for people
 * @param {string} options.log the file that takes npm's own output
 * @param {string[]} [options.args] further switches for npm
 * @param {string} [options.expects] below node_modules, what has to be there afterwards
 * @returns {Promise<void>} rejects with a Problem whose sentence says what went wrong
 */
export async function npmCi({ folder, what, size, log, args = [], expects = '.package-lock.json' }) {
  mkdirSync(path.dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const progress = report(folder, what, size);
  try {
    const code = await run(folder, output, args);
    // npm can end well without having installed what could not be fetched, above all optional packages.
    const complete = existsSync(path.join(folder, 'node_modules', expects));
    if (code !== 0 || !complete) throw new Problem(reason(readFileSync(log, 'utf8'), what, log));
    progress.done();
  } finally {
    progress.stop();
    closeSync(output);
  }
}

/**
 * @param {string} folder
 * @param {number} output
 * @param {string[]} args
 * @returns {Promise<number | null>}
 */
function run(folder, output, args) {
  // Without these a machine that is offline waits for more than a minute before it says so.
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  const line = ['ci', '--no-audit', '--no-fund', '--loglevel=http', ...patience, ...args];
  const cli = process.env['npm_execpath'];
  const [program, words] = cli?.endsWith('npm-cli.js') ? [process.execPath, [cli, ...line]] : ['npm', line];
  return new Promise((resolve, reject) => {
    // On Windows npm is a script, which only a shell starts; none of the words needs quoting.
    const shell = program === 'npm' && process.platform === 'win32';
    const npm = spawn(program, words, { cwd: folder, stdio: ['ignore', output, output], shell });
    const end = () => npm.kill();
    process.once('exit', end);
    npm.once('error', (error) => reject(new Problem(`npm could not be started (${error.message}).`)));
    npm.once('exit', (code) => {
      process.off('exit', end);
      resolve(code);
    });
  });
}

/**
 * @param {string} folder
 * @param {string} what
 * @param {string | undefined} size
 */
function report(folder, what, size) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const terminal = process.stdout.isTTY;
  const tell = () =>
    `  ${what}: ${String(megabytes(path.join(folder, 'node_modules')))} MB after ${String(seconds())} s`;
  process.stdout.write(`Getting ${what}${size ? ` (${size})` : ''} ...\n`);
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r${tell()}\u001b[K` : `${tell()}\n`),
    terminal ? 2000 : 10000,
  );
  return {
    done: () => process.stdout.write(`${terminal ? '\r\u001b[K' : ''}  ${what}: done after ${String(seconds())} s\n`),
    stop: () => clearInterval(timer),
  };
}

/** @param {string} folder */
function megabytes(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // npm moves things while they are being counted; the next count will be better.
  }
  return Math.round(bytes / 1e6);
}

/**
 * @param {string} output
 * @param {string} what
 * @param {string} log
 */
function reason(output, what, log) {
  const details = `npm's output is in ${log}`;
  if (/ENOSPC/.test(output)) return `The disk is full: free some space for ${what} and run this again (${details}).`;
  if (/EINTEGRITY/.test(output))
    return `What was downloaded for ${what} is not what the lock file promises (${details}).`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E?TIMEDOUT|ENETUNREACH|EHOSTUNREACH|SOCKET_TIMEOUT/.test(output))
    return `The npm registry cannot be reached for ${what}: check the network or npm's proxy setting (${details}).`;
  return `npm could not install ${what}; its output is in ${log}.`;
}
