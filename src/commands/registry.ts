import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Dialogs } from '../host/dialogs';
import type { CommandName } from '../ids';
import type { Node } from '../tree/nodes';
import { menuRows } from './menuRows';

/** Arguments come from menus, keybindings and other extensions: each handler checks what it is given. */
export type Handlers = Readonly<Record<CommandName, (...args: unknown[]) => Promise<void>>>;

/** Runs a command with the arguments the editor gives it; never rejects. */
export type Runner = (name: CommandName, args: readonly unknown[]) => Promise<void>;

/** Commands of the menu of a row; the others are also on the title of the view, where there may be no row. */
const OF_ROWS: ReadonlySet<CommandName> = new Set([
  'loadMore',
  'deleteVersion',
  'restoreVersion',
  'deletePackage',
  'restorePackage',
  'authorizeSso',
  'openOnGitHub',
  'openRepository',
  'openPackageSettings',
  'copyName',
  'copyInstallCommand',
  'copyDigest',
  'copyUrl',
]);

/**
 * Makes the one boundary around every command: whatever goes wrong is logged and told in one sentence.
 * @param selection the rows that are selected
 */
export function createRunner(
  handlers: Handlers,
  dialogs: Dialogs,
  log: vscode.LogOutputChannel,
  selection: () => readonly Node[],
): Runner {
  return async (name, args) => {
    try {
      const rows = OF_ROWS.has(name) ? menuRows(args, selection()) : args;
      if (rows) await handlers[name](...rows);
      else await dialogs.inform(l10n.t('The list has just changed. Open the menu again.'));
    } catch (error) {
      log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      const showLog = l10n.t('Show Log');
      const message = l10n.t('GitHub Packages met a problem of its own; the log says more.');
      if ((await dialogs.warn(message, showLog)) === showLog) log.show();
    }
  };
}
