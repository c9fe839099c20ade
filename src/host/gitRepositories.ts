import * as vscode from 'vscode';
import { repositoryOf, type RepositoryAddress } from '../model/gitRemotes';

/** The repositories that are open in the editor, by what their remotes say. */
export interface OpenRepositories extends vscode.Disposable {
  all(): readonly RepositoryAddress[];
  readonly onDidChange: vscode.Event<void>;
}

/** The part of the built-in git extension's API (version 1) that is used. */
interface GitApi {
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
}
interface GitRepository {
  readonly state: {
    readonly remotes: readonly { readonly fetchUrl?: string; readonly pushUrl?: string }[];
    readonly onDidChange: vscode.Event<void>;
  };
}
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** Asks the git extension once it runs; where there is none, or it is switched off, there are no repositories. */
export function createOpenRepositories(): OpenRepositories {
  const emitter = new vscode.EventEmitter<void>();
  const subscriptions: vscode.Disposable[] = [emitter];
  let git: GitApi | undefined;
  let known = '';

  const all = (): readonly RepositoryAddress[] => {
    const remotes = (git?.repositories ?? []).flatMap(({ state }) => state.remotes);
    const addresses = remotes.flatMap(({ fetchUrl, pushUrl }) => [fetchUrl, pushUrl]);
    return [...addresses, ...virtualFolders()].flatMap((address) => repositoryOf(address ?? '') ?? []);
  };
  const changed = (): void => {
    const now = JSON.stringify(all());
    if (now === known) return; // git tells of every file that changes
    known = now;
    emitter.fire();
  };
  const watch = ({ state }: GitRepository): void => {
    subscriptions.push(state.onDidChange(changed));
    changed();
  };

  async function start(): Promise<void> {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    if (!extension || !vscode.workspace.getConfiguration('git').get<boolean>('enabled')) return;
    const exports = await extension.activate();
    if (!exports.enabled) return;
    git = exports.getAPI(1);
    subscriptions.push(git.onDidOpenRepository(watch), git.onDidCloseRepository(changed));
    for (const repository of git.repositories) watch(repository);
  }

  start().catch(() => undefined); // a git that does not start is no git
  return {
    all,
    onDidChange: emitter.event,
    dispose() {
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}

/** A repository that is open without a clone: `vscode-vfs://github/OWNER/NAME`. */
function virtualFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
    const [, owner, name] = uri.path.split('/');
    const isGitHub = uri.scheme === 'vscode-vfs' && /^github\b/.test(uri.authority);
    return isGitHub && owner && name ? [`https://github.com/${owner}/${name}`] : [];
  });
}
