import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createChanges, type Changes } from '../commands/changes';
import { createRunner, type Runner } from '../commands/registry';
import { createArrangements } from '../host/arrangements';
import { contextKey } from '../host/contextKey';
import { createJournalFiles } from '../host/journalFiles';
import { CONTEXT_KEYS, SETTINGS } from '../ids';
import { isFiltered } from '../model/filter';
import { readGraph } from '../model/imageReader';
import { recentlyDeleted } from '../operations/history';
import { createJournal, type Journal } from '../operations/journal';
import type { Node } from '../tree/nodes';
import { createPackageTree, type PackageTree } from '../tree/packageTree';
import { createPackagesView } from '../tree/packagesView';
import type { Surroundings } from '../tree/presentation';
import { filterLine, summarize } from '../tree/summaries';
import { createHandlers } from './handlers';
import { createEditorSide, type EditorSide } from './editorSide';
import { createGitHubSide, type GitHubSide } from './gitHubSide';
import { createSignedIn } from './signedIn';
import { createTestHook, type TestHook } from './testHook';
import { seldom, time } from './time';

/** The line above the tree changes with every page that arrives, but is written only so often, in milliseconds. */
const MESSAGE_PATIENCE = 250;

/** What is behind the view and the commands. */
export interface App {
  readonly provider: vscode.TreeDataProvider<Node>;
  readonly run: Runner;
  readonly testHook: TestHook;
}

/** Builds the parts, hands them to each other, and has the tree follow what changes. Nothing here waits for the network. */
export function createApp(context: vscode.ExtensionContext, view: vscode.TreeView<Node>): App {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const { now, later, every } = time;
  const editor = createEditorSide(context);
  const gitHub = createGitHubSide(context, editor);
  const { log, dialogs, hosts, repositories, sessions, settings } = editor;
  const { lists, snapshots } = gitHub;

  const journal = createJournal({
    files: createJournalFiles(context.globalStorageUri),
    now,
    newId: () => crypto.randomUUID(),
    every,
    log: (line) => log.warn(line),
  });
  const arrangements = createArrangements(context.globalState, rearrange);
  const surroundings = (): Surroundings => ({
    now: now(),
    locale: vscode.env.language,
    summary: ({ account, owner }) => summarize(lists, arrangements.current().filter, { account, owner }),
  });
  const tree = createPackageTree({
    images: gitHub.images,
    accounts: () => accounts.all(),
    lists,
    arrangement: arrangements.current,
    addedOwners: settings.owners,
    repositories: () => repositories.all(),
    isHostOverruled: () => hosts.isOverruled(),
    seesRepositories: (account) => sessions.isAllowed(account, { operation: 'read', repository: true }),
    deletedPackages: async ({ provider, id }) =>
      recentlyDeleted(await journal.runs(), now()).filter(
        ({ account }) => account.provider === provider && account.id === id,
      ),
    now,
    later,
  });
  const packages = createPackagesView(tree, view, surroundings, () =>
    filterLine(lists, arrangements.current().filter, now(), vscode.env.language),
  );
  const changes = connectChanges(editor, gitHub, tree, journal, surroundings);
  const accounts = createSignedIn({
    ...{ sessions, snapshots, log },
    interrupted: { journal, dialogs, surroundings, changes },
  });

  const setFiltered = contextKey(CONTEXT_KEYS.filtered);
  function rearrange(): void {
    setFiltered(isFiltered(arrangements.current().filter));
    packages.updateMessage();
    tree.redraw();
  }
  const updateMessage = seldom(packages.updateMessage, MESSAGE_PATIENCE);
  lists.onDidChange(({ account, pkg }) => {
    updateMessage();
    if (account && !pkg) snapshots.save(account);
  });
  const setReadOnly = contextKey(CONTEXT_KEYS.readOnly);
  setReadOnly(settings.isReadOnly());
  const setHostOverruled = contextKey(CONTEXT_KEYS.hostOverruled);
  setHostOverruled(hosts.isOverruled());
  context.subscriptions.push(
    accounts,
    packages,
    settings.onDidChange(() => {
      setReadOnly(settings.isReadOnly());
      tree.redraw();
    }),
    hosts.onDidChange(() => {
      setHostOverruled(hosts.isOverruled());
      tree.redraw();
    }),
    sessions.onDidChange(() => tree.refresh()),
    repositories.onDidChange(() => tree.redraw()),
  );

  const handlers = createHandlers({
    ...{ editor, gitHub, tree, packages, surroundings, arrangements, changes, journal },
    accounts: accounts.all,
  });
  return {
    provider: packages.provider,
    run: createRunner(handlers, dialogs, log, packages.selection),
    testHook: createTestHook(tree, packages.provider, editor, gitHub),
  };
}

function connectChanges(
  { log, sessions, settings, dialogs }: EditorSide,
  { api, images, pacer }: GitHubSide,
  tree: PackageTree,
  journal: Journal,
  surroundings: () => Surroundings,
): Changes {
  const { sleep, every } = time;
  return createChanges({
    ...{ tree, api, pacer, journal, sessions, settings, dialogs, surroundings, sleep, every },
    knownImages: (account, digests) => images(account).known(digests),
    readImages: (account, pkg, digests, signal) => images(account).read(pkg, digests, signal),
    async images(account, pkg, versions, signal, onProgress) {
      const reading = await readGraph(pkg, versions, images(account), signal, onProgress);
      tree.showImages(account, pkg);
      return reading;
    },
    showLog: () => log.show(),
    openSettings: async () => {
      const setting = `${SETTINGS.section}.${SETTINGS.readOnly}`;
      await vscode.commands.executeCommand('workbench.action.openSettings', setting);
    },
    log: (line) => log.info(line),
  });
}
