import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createAccountCommands } from './commands/accounts';
import { createBrowseCommands } from './commands/browse';
import { createVersionCommands } from './commands/changeVersions';
import { registerCommands } from './commands/registry';
import { createPackagesApi, type PackagesApi } from './github/packagesApi';
import { contextKey } from './host/contextKey';
import { createDialogs, type Dialogs } from './host/dialogs';
import { createLog } from './host/log';
import { createHosts } from './host/hosts';
import { createSessions, type Authentication } from './host/sessions';
import { CONTEXT_KEYS } from './ids';
import type { Account } from './model/accounts';
import type { Node } from './tree/nodes';
import { createPackageTree } from './tree/packageTree';
import { createPackagesView } from './tree/packagesView';

/** What tests inside the editor may put in place of a person; absent outside of them. */
export interface TestHook {
  readonly provider: vscode.TreeDataProvider<Node>;
  readonly replace: (parts: { readonly authentication: Partial<Authentication>; readonly dialogs: Dialogs }) => void;
}

/** Builds the parts, hands them to each other and registers them. Nothing here waits for the network. */
export function activate(context: vscode.ExtensionContext): TestHook | undefined {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = createLog();
  const now = (): number => Date.now();
  const surroundings = (): { now: number; locale: string } => ({ now: now(), locale: vscode.env.language });

  const authentication: Authentication = { ...vscode.authentication };
  const hosts = createHosts();
  const dialogs = createDialogs();
  const sessions = createSessions({ authentication, hosts, memento: context.globalState, log });

  const version = (context.extension.packageJSON as { version: string }).version;
  const api = (account: Account): PackagesApi =>
    createPackagesApi({
      host: account.host,
      token: (need) => sessions.token(account, need),
      fetch: (...args) => fetch(...args), // looked up at each call: the editor patches it for proxies
      now,
      log: (line) => log.info(`${account.host.name} ${line}`),
      userAgent: `github-packages-explorer/${version}`,
    });

  const setReady = contextKey(CONTEXT_KEYS.ready);
  const setSignedIn = contextKey(CONTEXT_KEYS.signedIn);
  const accounts = async (): Promise<readonly Account[]> => {
    const signedIn = await sessions.accounts();
    setSignedIn(signedIn.length > 0);
    setReady(true);
    return signedIn;
  };

  const seesRepositories = (account: Account): Promise<boolean> =>
    sessions.isAllowed(account, { operation: 'read', repository: true });
  const tree = createPackageTree({ accounts, api, seesRepositories, now });
  const packages = createPackagesView(tree, now);
  const browse = createBrowseCommands({
    tree,
    dialogs,
    surroundings,
    selection: () => packages.view.selection,
  });
  const signIn = createAccountCommands({ tree, sessions, hosts, dialogs });
  const versions = createVersionCommands({
    tree,
    api,
    sessions,
    dialogs,
    surroundings,
    showLog: () => log.show(),
    log: (line) => log.info(line),
  });
  const showLog = (): Promise<void> => Promise.resolve(log.show());

  context.subscriptions.push(
    log,
    hosts,
    sessions,
    sessions.onDidChange(() => tree.refresh()),
    packages,
    registerCommands({ ...signIn, ...browse, ...versions, showLog }, dialogs, log),
  );

  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return {
    provider: packages.provider,
    replace(parts) {
      Object.assign(authentication, parts.authentication);
      Object.assign(dialogs, parts.dialogs);
    },
  };
}
