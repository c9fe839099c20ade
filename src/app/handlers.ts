import * as vscode from 'vscode';
import { createAccountCommands } from '../commands/accounts';
import { createArrangeCommands } from '../commands/arrange';
import { createBrowseCommands } from '../commands/browse';
import type { Changes } from '../commands/changes';
import { createDeletionCommands } from '../commands/deletion';
import { createFindPackage } from '../commands/findPackage';
import { createOwnerCommands } from '../commands/owners';
import type { Handlers } from '../commands/registry';
import { createRestorationCommands } from '../commands/restoration';
import type { Arrangements } from '../host/arrangements';
import type { Account } from '../model/accounts';
import type { Journal } from '../operations/journal';
import type { PackageTree } from '../tree/packageTree';
import type { PackagesView } from '../tree/packagesView';
import type { Surroundings } from '../tree/presentation';
import type { EditorSide } from './editorSide';
import type { GitHubSide } from './gitHubSide';
import { time } from './time';

interface Parts {
  readonly editor: EditorSide;
  readonly gitHub: GitHubSide;
  readonly tree: PackageTree;
  readonly packages: PackagesView;
  readonly surroundings: () => Surroundings;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly arrangements: Arrangements;
  readonly changes: Changes;
  readonly journal: Journal;
}

/** What each command does, by name. */
export function createHandlers(parts: Parts): Handlers {
  const { editor, gitHub, tree, packages, surroundings, accounts, arrangements, changes, journal } = parts;
  const { dialogs, hosts, log, prompts, sessions, settings } = editor;
  const { lists } = gitHub;
  const arrange = createArrangeCommands({
    arrangement: arrangements.current,
    arrange: arrangements.set,
    dialogs,
    prompts,
  });
  return {
    ...createAccountCommands({ tree, sessions, hosts, dialogs }),
    ...createBrowseCommands({
      tree,
      lists,
      dialogs,
      surroundings,
      selection: packages.selection,
      copy: async (text) => vscode.env.clipboard.writeText(text),
      containerRegistryUrl: settings.containerRegistryUrl,
    }),
    ...arrange,
    ...createOwnerCommands({
      lists,
      accounts,
      owners: settings.owners,
      setOwners: settings.setOwners,
      dialogs,
      prompts,
      locale: () => vscode.env.language,
    }),
    findPackage: createFindPackage({
      tree,
      lists,
      prompts,
      filter: () => arrangements.current().filter,
      clearFilter: () => arrange.clearFilter(),
      reveal: packages.reveal,
      later: time.later,
    }),
    ...createDeletionCommands({ tree, changes, dialogs, prompts, surroundings }),
    ...createRestorationCommands({ tree, changes, journal, accounts, dialogs, surroundings }),
    showLog: () => Promise.resolve(log.show()),
  };
}
