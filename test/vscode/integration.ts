// Runs the integration suite once, in one extension host, through @vscode/test-electron.
//   node out/test/vscode/integration.js --host node|web [--totals FILE] [--grep PATTERN]
// With VSCODE_TEST_DESKTOP=1 in the desktop VS Code that test-electron downloads, else in the pinned one from npm.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { startGitHub } from '../github/server';
import { makeWorld } from '../github/seed';
import { temporaryFolder } from './cleanup';
import { Problem, fail } from './problem.mjs';
import { inProject, projectRoot } from './project';
import { filesBelow, placesWith } from './secretSearch';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { host: { type: 'string' }, totals: { type: 'string' }, grep: { type: 'string' } },
  });
  const { host, totals, grep } = values;
  if (host !== 'node' && host !== 'web') throw new Problem('Usage: integration.js --host node|web');

  const github = await startGitHub({ world: makeWorld });
  const data = temporaryFolder();
  const settings = {
    'github-enterprise.uri': github.url,
    'githubPackages.containerRegistryUrl': github.url,
    'security.workspace.trust.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    testRun: { grep, totals },
  };
  fs.mkdirSync(path.join(data.path, 'User'));
  fs.mkdirSync(path.join(data.path, 'folder'));
  fs.writeFileSync(path.join(data.path, 'User', 'settings.json'), JSON.stringify(settings));

  const desktop = process.env['VSCODE_TEST_DESKTOP'] === '1';
  try {
    await runTests({
      ...(desktop ? {} : { vscodeExecutablePath: launcher(data.path) }),
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: inProject('out', 'test', 'integration', `${host}.js`),
      launchArgs: [
        path.join(data.path, 'folder'), // what a folder can set is a matter of the tests
        `--user-data-dir=${data.path}`,
        `--extensions-dir=${path.join(data.path, 'extensions')}`,
        '--disable-extensions',
        ...(host === 'web' ? ['--extensionDevelopmentKind=web'] : []),
      ],
    });
  } catch (error) {
    // The tests have said what failed.
    if (!(error instanceof TestRunFailedError)) throw error;
    process.exitCode = 1;
  } finally {
    const places = placesWith(github.secrets, filesBelow(data.path));
    if (places.length > 0) {
      console.error(`What must stay secret was written down: ${places.join(', ')}`);
      process.exitCode = 1;
    }
    await github.close();
    data.remove();
  }
}

/** An executable that starts the launcher beside this program; test-electron takes the path of one, without arguments. */
function launcher(folder: string): string {
  const program = inProject('out', 'test', 'vscode', 'launcher.js');
  const windows = process.platform === 'win32';
  const file = path.join(folder, windows ? 'launcher.cmd' : 'launcher');
  const text = windows
    ? `@"${process.execPath}" "${program}" %*\r\n`
    : `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;
  fs.writeFileSync(file, text, { mode: 0o755 });
  return file;
}

main().catch(fail);
