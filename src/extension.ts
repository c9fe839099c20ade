import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createBrowseCommands } from './commands/browse';
import { createVersionCommands } from './commands/changeVersions';
import { registerCommands } from './commands/registry';
import { createPackagesApi, type PackagesApi } from './github/packagesApi';
import { contextKey } from './host/contextKey';
import { createDialogs, type Dialogs } from './host/dialogs';
import { createLog } from './host/log';
import { createSessions, type GetSession } from './host/sessions';
import { CONTEXT_KEYS } from './ids';
import type { Account } from './model/accounts';
import type { Node } from './tree/nodes';
import { createPackageTree } from './tree/packageTree';
import { createPackagesView } from './tree/packagesView';

/** What tests inside the editor may put in place of a person; absent outside of them. */
export interface TestHook {
  readonly provider: vscode.TreeDataProvider<Node>;
  readonly replace: (parts: { readonly getSession?: GetSession; readonly dialogs?: Dialogs }) => void;
}

/** Builds the parts, hands them to each other and registers them. Nothing here waits for the network. */
export function activate(context: vscode.ExtensionContext): TestHook | undefined {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = createLog();
  const now = (): number => Date.now();
  const surroundings = (): { now: number; locale: string } => ({ now: now(), locale: vscode.env.language });

  let getSession: GetSession = vscode.authentication.getSession.bind(vscode.authentication);
  const dialogs = createDialogs();
  const sessions = createSessions((...args) => getSession(...args), log);

  const version = (context.extension.packageJSON as { version: string }).version;
  const api = (account: Account): PackagesApi =>
    createPackagesApi({
      host: account.host,
      token: (permission) => sessions.token(account, permission),
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

  const tree = createPackageTree({ accounts, api, now });
  const packages = createPackagesView(tree, now);
  const browse = createBrowseCommands({
    tree,
    sessions,
    dialogs,
    surroundings,
    selection: () => packages.view.selection,
  });
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
    sessions,
    sessions.onDidChange(() => tree.refresh()),
    packages,
    registerCommands({ ...browse, ...versions, showLog }, dialogs, log),
  );

  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return {
    provider: packages.provider,
    replace(parts) {
      getSession = parts.getSession ?? getSession;
      Object.assign(dialogs, parts.dialogs);
    },
  };
}
