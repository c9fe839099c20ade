import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createAccountCommands } from './commands/accounts';
import { createArrangeCommands } from './commands/arrange';
import { createBrowseCommands } from './commands/browse';
import { createChanges } from './commands/changes';
import { createDeletionCommands } from './commands/deletion';
import { createFindPackage } from './commands/findPackage';
import { tellInterrupted } from './commands/interrupted';
import { createOwnerCommands } from './commands/owners';
import { registerCommands } from './commands/registry';
import { createRestorationCommands } from './commands/restoration';
import { createPackagesApi, type PackagesApi } from './github/packagesApi';
import { createManifestCache } from './github/manifestCache';
import { createPacer, type Pacer } from './github/pacing';
import { sleep } from './github/sleep';
import { contextKey } from './host/contextKey';
import { createDialogs, type Dialogs } from './host/dialogs';
import { createArrangements } from './host/arrangements';
import { createOpenRepositories } from './host/gitRepositories';
import { createLog } from './host/log';
import { createHosts } from './host/hosts';
import { createJournalFiles } from './host/journalFiles';
import { createManifestFiles } from './host/manifestFiles';
import { createPrompts, type Prompts } from './host/prompts';
import { createSessions, type Authentication } from './host/sessions';
import { createSettings } from './host/settings';
import { createSnapshots } from './host/snapshots';
import { CONTEXT_KEYS, SETTINGS } from './ids';
import type { Account } from './model/accounts';
import { createImageReaders } from './model/imageReaders';
import { readGraph } from './model/imageReader';
import { isFiltered } from './model/filter';
import type { RepositoryAddress } from './model/gitRemotes';
import { createLists, keyOf } from './model/lists';
import { recentlyDeleted } from './operations/history';
import { createJournal } from './operations/journal';
import type { Node } from './tree/nodes';
import { createPackageTree } from './tree/packageTree';
import { createPackagesView } from './tree/packagesView';
import type { Surroundings } from './tree/presentation';
import { filterLine, summarize } from './tree/summaries';

/** The line above the tree changes with every page that arrives, but is written only so often, in milliseconds. */
const MESSAGE_PATIENCE = 250;

/** What tests inside the editor may put in place of a person and of what was kept; absent outside of them. */
export interface TestHook {
  readonly provider: vscode.TreeDataProvider<Node>;
  /** Resolves when everything below an element is read, for tests that look at all of it. */
  readonly settled: (node?: Node) => Promise<unknown>;
  readonly replace: (parts: TestParts) => Promise<void>;
}

interface TestParts {
  readonly authentication: Partial<Authentication>;
  readonly dialogs: Dialogs;
  readonly prompts?: Prompts;
  readonly repositories?: readonly RepositoryAddress[];
}

/** Builds the parts, hands them to each other and registers them. Nothing here waits for the network. */
export function activate(context: vscode.ExtensionContext): TestHook | undefined {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = createLog();
  const now = (): number => Date.now();
  const authentication: Authentication = { ...vscode.authentication };
  const hosts = createHosts();
  const settings = createSettings();
  const repositories = createOpenRepositories();
  const dialogs = createDialogs();
  const prompts = createPrompts();
  const sessions = createSessions({ authentication, hosts, memento: context.globalState, log });

  const setReadOnly = contextKey(CONTEXT_KEYS.readOnly);
  setReadOnly(settings.isReadOnly());

  const pacers = new Map<string, Pacer>();
  const pacer = (account: Account): Pacer => {
    const key = keyOf(account);
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
  const snapshots = createSnapshots(vscode.Uri.joinPath(context.globalStorageUri, 'lists'), log);
  const clients = new Map<string, PackagesApi>();
  const makeClient = (account: Account): PackagesApi =>
    createPackagesApi({
      host: account.host,
      token: (need) => sessions.token(account, need),
      fetch: (...args) => fetch(...args), // looked up at each call: the editor patches it for proxies
      now,
      log: (line) => log.info(`${account.host.name} ${line}`),
      pacer: pacer(account),
      userAgent: `github-packages-explorer/${version}`,
      cache: () => snapshots.cache(account),
    });
  /** One for each account and host, so that its requests share lanes and what is known. */
  const api = (account: Account): PackagesApi => {
    const key = `${keyOf(account)} ${account.host.apiUrl}`;
    const client = clients.get(key) ?? makeClient(account);
    clients.set(key, client);
    return client;
  };

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
    void snapshots.keepOnly(signedIn);
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
  const later = (callback: () => void, ms: number): void => void setTimeout(callback, ms);
  const lists = createLists({ api, cache: (account) => snapshots.cache(account), now });
  const arrangements = createArrangements(context.globalState, rearrange);
  let testRepositories: readonly RepositoryAddress[] | undefined;
  const tree = createPackageTree({
    images: readers,
    accounts,
    lists,
    arrangement: arrangements.current,
    addedOwners: settings.owners,
    repositories: () => testRepositories ?? repositories.all(),
    seesRepositories,
    deletedPackages: async ({ provider, id }) =>
      recentlyDeleted(await journal.runs(), now()).filter(
        ({ account }) => account.provider === provider && account.id === id,
      ),
    now,
    later,
  });
  const surroundings = (): Surroundings => ({
    now: now(),
    locale: vscode.env.language,
    summary: ({ account, owner }) => summarize(lists, arrangements.current().filter, { account, owner }),
  });
  const packages = createPackagesView(tree, surroundings, () =>
    filterLine(lists, arrangements.current().filter, now(), vscode.env.language),
  );
  const setFiltered = contextKey(CONTEXT_KEYS.filtered);
  function rearrange(): void {
    setFiltered(isFiltered(arrangements.current().filter));
    packages.updateMessage();
    tree.redraw();
  }
  const updateMessage = seldom(packages.updateMessage, MESSAGE_PATIENCE, later);
  lists.onDidChange(({ account, pkg }) => {
    updateMessage();
    if (account && !pkg) snapshots.save(account);
  });
  const arrange = createArrangeCommands({
    arrangement: arrangements.current,
    arrange: arrangements.set,
    dialogs,
    prompts,
  });
  const browse = createBrowseCommands({
    tree,
    lists,
    dialogs,
    surroundings,
    selection: () => packages.view.selection,
    copy: async (text) => vscode.env.clipboard.writeText(text),
    containerRegistryUrl: settings.containerRegistryUrl,
  });
  const findPackage = createFindPackage({
    tree,
    lists,
    prompts,
    filter: () => arrangements.current().filter,
    clearFilter: () => arrange.clearFilter(),
    reveal: packages.reveal,
    later,
  });
  const owners = createOwnerCommands({
    lists,
    accounts,
    owners: settings.owners,
    setOwners: settings.setOwners,
    dialogs,
    prompts,
    locale: () => vscode.env.language,
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
  const deletion = createDeletionCommands({ tree, changes, dialogs, prompts, surroundings });
  const restoration = createRestorationCommands({ tree, changes, journal, accounts, dialogs, surroundings });
  const showLog = (): Promise<void> => Promise.resolve(log.show());

  context.subscriptions.push(
    log,
    hosts,
    sessions,
    { dispose: () => ending.abort() },
    settings,
    settings.onDidChange(() => {
      setReadOnly(settings.isReadOnly());
      tree.redraw();
    }),
    repositories,
    sessions.onDidChange(() => tree.refresh()),
    repositories.onDidChange(() => tree.redraw()),
    packages,
    registerCommands(
      { ...signIn, ...browse, ...arrange, ...owners, findPackage, ...deletion, ...restoration, showLog },
      dialogs,
      log,
    ),
  );

  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return {
    provider: packages.provider,
    settled: (node) => tree.children(node),
    async replace(parts) {
      await snapshots.keepOnly([]);
      pacers.clear(); // another test, another host
      clients.clear();
      Object.assign(authentication, parts.authentication);
      Object.assign(dialogs, parts.dialogs);
      Object.assign(prompts, parts.prompts);
      testRepositories = parts.repositories;
    },
  };
}

/** Calls at most once in so many milliseconds, and always after the last time it was asked to. */
function seldom(call: () => void, ms: number, later: (callback: () => void, ms: number) => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    later(() => {
      isDue = false;
      call();
    }, ms);
  };
}
