import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createAccountCommands } from './commands/accounts';
import { createBrowseCommands } from './commands/browse';
import { createChanges } from './commands/changes';
import { createDeletionCommands } from './commands/deletion';
import { tellInterrupted } from './commands/interrupted';
import { registerCommands } from './commands/registry';
import { createRestorationCommands } from './commands/restoration';
import { createPackagesApi, type PackagesApi } from './github/packagesApi';
import { createManifestCache } from './github/manifestCache';
import { createPacer, type Pacer } from './github/pacing';
import { sleep } from './github/sleep';
import { contextKey } from './host/contextKey';
import { createDialogs, type Dialogs } from './host/dialogs';
import { createLog } from './host/log';
import { createHosts } from './host/hosts';
import { createJournalFiles } from './host/journalFiles';
import { createManifestFiles } from './host/manifestFiles';
import { createSessions, type Authentication } from './host/sessions';
import { createSettings } from './host/settings';
import { CONTEXT_KEYS, SETTINGS } from './ids';
import type { Account } from './model/accounts';
import { createImageReaders } from './model/imageReaders';
import { readGraph } from './model/imageReader';
import { recentlyDeleted } from './operations/history';
import { createJournal } from './operations/journal';
import { accountKey } from './operations/targets';
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

  const settings = createSettings();
  const setReadOnly = contextKey(CONTEXT_KEYS.readOnly);
  setReadOnly(settings.isReadOnly());

  const pacers = new Map<string, Pacer>();
  const pacer = (account: Account): Pacer => {
    const key = accountKey(account);
    const known = pacers.get(key) ?? createPacer({ now, sleep, random: () => Math.random() });
    pacers.set(key, known);
    return known;
  };
  const every = (ms: number, act: () => void): (() => void) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  };
  const journal = createJournal({
    files: createJournalFiles(context.globalStorageUri),
    now,
    newId: () => crypto.randomUUID(),
    every,
    log: (line) => log.warn(line),
  });

  const version = (context.extension.packageJSON as { version: string }).version;
  const api = (account: Account): PackagesApi =>
    createPackagesApi({
      host: account.host,
      token: (need) => sessions.token(account, need),
      fetch: (...args) => fetch(...args), // looked up at each call: the editor patches it for proxies
      now,
      log: (line) => log.info(`${account.host.name} ${line}`),
      pacer: pacer(account),
      userAgent: `github-packages-explorer/${version}`,
    });

  const setReady = contextKey(CONTEXT_KEYS.ready);
  const setSignedIn = contextKey(CONTEXT_KEYS.signedIn);
  const ending = new AbortController();
  let isLookedAt = false;
  const accounts = async (): Promise<readonly Account[]> => {
    const signedIn = await sessions.accounts();
    if (!isLookedAt && signedIn.length > 0) {
      isLookedAt = true;
      tellInterrupted({ journal, changes, dialogs, surroundings, sleep, signal: ending.signal }, signedIn).catch(
        (error: unknown) => log.error(`interrupted: ${String(error)}`),
      );
    }
    setSignedIn(signedIn.length > 0);
    setReady(true);
    return signedIn;
  };

  const seesRepositories = (account: Account): Promise<boolean> =>
    sessions.isAllowed(account, { operation: 'read', repository: true });
  const readers = createImageReaders({
    cache: createManifestCache({
      store: createManifestFiles(context.globalStorageUri),
      now,
      log: (line) => log.warn(line),
    }),
    token: (account) => sessions.token(account, { operation: 'read', repository: false }),
    containerRegistryUrl: () => settings.containerRegistryUrl(),
    fetch: (...args) => fetch(...args),
    now,
    log: (line) => log.info(line),
  });
  const tree = createPackageTree({
    images: readers,
    accounts,
    api,
    seesRepositories,
    deletedPackages: async ({ provider, id }) =>
      recentlyDeleted(await journal.runs(), now()).filter(
        ({ account }) => account.provider === provider && account.id === id,
      ),
    now,
  });
  const packages = createPackagesView(tree, now);
  const browse = createBrowseCommands({
    tree,
    dialogs,
    surroundings,
    selection: () => packages.view.selection,
  });
  const signIn = createAccountCommands({ tree, sessions, hosts, dialogs });
  const changes = createChanges({
    tree,
    knownImages: (account, digests) => readers(account).known(digests),
    async images(account, pkg, versions, signal) {
      const reading = await readGraph(pkg, versions, readers(account), signal);
      tree.showImages(account, pkg);
      return reading;
    },
    api,
    pacer,
    journal,
    sessions,
    settings,
    dialogs,
    surroundings,
    sleep,
    every,
    showLog: () => log.show(),
    openSettings: async () => {
      const setting = `${SETTINGS.section}.${SETTINGS.readOnly}`;
      await vscode.commands.executeCommand('workbench.action.openSettings', setting);
    },
    log: (line) => log.info(line),
  });
  const deletion = createDeletionCommands({ tree, changes, dialogs, surroundings });
  const restoration = createRestorationCommands({ tree, changes, journal, accounts, dialogs, surroundings });
  const showLog = (): Promise<void> => Promise.resolve(log.show());

  context.subscriptions.push(
    log,
    hosts,
    sessions,
    { dispose: () => ending.abort() },
    settings,
    settings.onDidChange(() => setReadOnly(settings.isReadOnly())),
    sessions.onDidChange(() => tree.refresh()),
    packages,
    registerCommands({ ...signIn, ...browse, ...deletion, ...restoration, showLog }, dialogs, log),
  );

  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return {
    provider: packages.provider,
    replace(parts) {
      pacers.clear(); // another test, another host
      Object.assign(authentication, parts.authentication);
      Object.assign(dialogs, parts.dialogs);
    },
  };
}
