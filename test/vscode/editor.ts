import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { atExit, temporaryFolder } from './cleanup';
import { Problem } from './problem.mjs';
import { extensionId, inProject, projectRoot, readManifest } from './project';
import { getVSCodeServer } from './vscodeServer';

export interface EditorOptions {
  /**
   * `installed`: as a person has it, with notifications. `development`: as an extension developer has it, driven by the
   * address of the page; VS Code shows no notifications then.
   */
  mode: 'installed' | 'development';
  /** Where the extension under test runs; Node when not told. */
  extensionHost?: 'node' | 'web';
  /** User settings, beside the ones that keep VS Code quiet. */
  settings?: Readonly<Record<string, unknown>>;
  /** A free one when not told. */
  port?: number;
  /** How much VS Code and its extensions log; `info` when not told. */
  logLevel?: 'info' | 'trace';
  /** Folders of further extensions, installed beside the one under test. */
  others?: readonly string[];
  /** Added to the environment of VS Code's server and its Node extension host. */
  env?: NodeJS.ProcessEnv;
}

/** A running VS Code. */
export interface Editor {
  /** What a browser opens to see the workbench. */
  url: string;
  /** `host:port`, the authority of `vscode-remote:` URIs. */
  authority: string;
  /** Its data folder, gone after `stop`. */
  dataFolder: string;
  /** Stops it and removes its data. */
  stop: () => Promise<void>;
}

/** Milliseconds; VS Code usually listens after less than one second. */
const START_TIMEOUT = 60_000;

/** Settings that keep VS Code from asking, updating and reporting. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts VS Code's server build on loopback with its own data, and answers when it listens.
 * @throws Problem when VS Code cannot be had, the port is taken, or it does not start
 */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const { node, main } = await getVSCodeServer();
  const folder = temporaryFolder();
  prepareData(folder.path, options);
  const args = [
    ...['--import', pathToFileURL(inProject('test', 'vscode', 'preload.mjs')).href, main],
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
    ...['--accept-server-license-terms', '--disable-update-check', '--server-data-dir', folder.path],
    ...(options.mode === 'development' ? ['--enable-smoke-test-driver'] : []),
    ...(options.logLevel ? ['--log', options.logLevel] : []),
  ];
  // A group of its own, so that what it starts (extension hosts, watchers) can be stopped with it.
  const server = spawn(node, args, {
    cwd: folder.path,
    env: environment(folder.path, options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const kill = atExit(() => {
    killGroup(server);
  });
  try {
    const authority = `127.0.0.1:${String(await listening(server, options.port))}`;
    return {
      url: `http://${authority}/?ew=true`,
      authority,
      dataFolder: folder.path,
      async stop() {
        const gone = server.exitCode === null ? once(server, 'exit') : undefined;
        kill();
        await gone;
        folder.remove();
      },
    };
  } catch (error) {
    kill();
    folder.remove();
    throw error;
  }
}

function prepareData(folder: string, { mode, extensionHost, settings, others = [] }: EditorOptions): void {
  const host = { 'remote.extensionKind': { [extensionId]: [extensionHost === 'web' ? 'web' : 'workspace'] } };
  writeJson(path.join(folder, 'data', 'User', 'settings.json'), { ...quiet, ...host, ...settings });
  fs.mkdirSync(path.join(folder, 'tmp'));
  if (mode === 'installed') {
    const entries = [projectRoot, ...others].map(installedEntry);
    writeJson(path.join(folder, 'extensions', 'extensions.json'), entries);
  }
}

/** An extension as VS Code keeps it in its list of what is installed. */
function installedEntry(folder: string): unknown {
  const { publisher, name, version } = readManifest(folder);
  return {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, path: decodeURIComponent(pathToFileURL(folder).pathname), scheme: 'file' },
    metadata: { isApplicationScoped: false, isMachineScoped: false, isBuiltin: false, source: 'vsix' },
  };
}

function writeJson(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(value, undefined, 2));
}

/** This process's environment without what belongs to a VS Code it may have been started from. */
function environment(folder: string, extra: NodeJS.ProcessEnv | undefined): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|XDG_RUNTIME_DIR$)/.test(name)),
  );
  return {
    ...env,
    TMPDIR: path.join(folder, 'tmp'),
    // No extension gallery: it would be asked at every start.
    EXTENSIONS_GALLERY: '{}',
    ...extra,
  };
}

/** The port, once VS Code says that it listens. Its further output is read and dropped, or it would block. */
async function listening(server: ChildProcess, wanted: number | undefined): Promise<number> {
  const output: string[] = [];
  return new Promise<number>((resolve, reject) => {
    const refuse = (): void => {
      reject(startProblem(output.join('\n'), wanted));
    };
    const patience = setTimeout(refuse, START_TIMEOUT);
    patience.unref();
    for (const stream of [server.stdout, server.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        if (output.length < 100) output.push(line);
        const found = /^Extension host agent listening on (\d+)/.exec(line);
        if (found) resolve(Number(found[1]));
        // It stays when it cannot listen.
        if (line.includes('Error: listen E')) refuse();
      });
    }
    server.once('error', reject);
    server.once('close', refuse);
  });
}

function startProblem(output: string, port: number | undefined): Problem {
  if (output.includes('EADDRINUSE'))
    return new Problem(`Port ${String(port)} is in use: choose another with npm start -- --port PORT.`);
  if (output.includes('ENOSPC')) return new Problem('The disk is full: free some space and run this again.');
  return new Problem(`VS Code did not start; if it happens again, delete the folder .vscode-test. It said:\n${output}`);
}

function killGroup(server: ChildProcess): void {
  if (server.pid === undefined || server.exitCode !== null) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(server.pid), '/t', '/f']);
    else process.kill(-server.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
