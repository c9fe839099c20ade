// Behind `npm start`: the extension in a real VS Code, with a local GitHub to look at, until Ctrl-C.
//   npm start -- [--github] [--port PORT] [--github-port PORT]
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { makeWorld } from '../github/seed';
import { startGitHub, type GitHub } from '../github/server';
import { startEditor } from './editor';
import { Problem, fail } from './problem.mjs';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      github: { type: 'boolean', default: false },
      port: { type: 'string', default: '8137' },
      'github-port': { type: 'string', default: '8138' },
    },
  });
  const port = portNumber(values.port, '--port');
  const github = values.github ? undefined : await localGitHub(portNumber(values['github-port'], '--github-port'));
  const editor = await startEditor({
    mode: 'installed',
    port,
    settings: github ? { 'github-enterprise.uri': github.url, 'githubPackages.containerRegistryUrl': github.url } : {},
  });
  const host = github ? `the local GitHub at ${github.url}` : 'github.com';
  console.log(`
VS Code is at ${editor.url}
Open the GitHub Packages view in the activity bar, press Sign In to GitHub and choose ${host}.
${github ? 'Copy the code that VS Code shows and enter it on the page that opens' : 'Follow the dialogs to your account'}. Ctrl-C here stops everything.
`);
  openInBrowser(editor.url);
}

function portNumber(text: string, option: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Problem(`${option} takes a port number, not ${text}.`);
}

async function localGitHub(port: number): Promise<GitHub> {
  try {
    return await startGitHub({ world: makeWorld, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Problem(`Port ${String(port)} is in use: choose another with npm start -- --github-port PORT.`);
    }
    throw error;
  }
}

/** Where there is a display; otherwise, or when that fails, the address has been printed. */
function openInBrowser(url: string): void {
  const { env, platform } = process;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return;
  const [program, args] =
    platform === 'win32' ? ['cmd', ['/c', 'start', '', url]] : [platform === 'darwin' ? 'open' : 'xdg-open', [url]];
  spawn(program, args, { stdio: 'ignore' }).on('error', () => undefined);
}

main().catch(fail);
