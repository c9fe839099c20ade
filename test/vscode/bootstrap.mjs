// @ts-check
// Behind `npm start` and `npm test` in a fresh clone: dependencies, build, then the program itself. No dependencies.
//   node test/vscode/bootstrap.mjs start|test [arguments of the program]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmCi } from './npm.mjs';
import { Problem, fail } from './problem.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20)) {
    throw new Problem(`This needs Node 20.20 or newer; the one running is ${process.versions.node}.`);
  }
}

/** Whether node_modules is what package-lock.json asks for; npm writes its own account of it as the last thing it does. */
function upToDate() {
  const installed = packages('node_modules/.package-lock.json');
  const wanted = packages('package-lock.json');
  const changed = Object.entries(wanted).some(([name, { version, optional }]) => {
    if (name === '') return false;
    const found = installed[name];
    return found ? found.version !== version : optional !== true;
  });
  return !changed && Object.keys(installed).every((name) => wanted[name]);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packages(file) {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')).packages : {};
}

function build() {
  const { status, error } = spawnSync(process.execPath, ['esbuild.js', '--tests'], { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Problem('The build failed; what is wrong is shown above.');
}

async function main() {
  checkNode();
  const [program, ...rest] = process.argv.slice(2);
  if (program !== 'start' && program !== 'test') throw new Problem('Usage: bootstrap.mjs start|test');
  if (!upToDate()) {
    const log = path.join(root, '.vscode-test', 'npm-project.log');
    await npmCi({ folder: root, what: 'the dependencies of the project', log, args: ['--include=dev'] });
  }
  build();
  const file = path.join(root, 'out', 'test', 'vscode', `${program}.js`);
  process.argv = [process.execPath, file, ...rest];
  createRequire(import.meta.url)(file);
}

main().catch(fail);
