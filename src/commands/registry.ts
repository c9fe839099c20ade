import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Dialogs } from '../host/dialogs';
import type { CommandName } from '../ids';

/** Arguments come from menus, keybindings and other extensions: each handler checks what it is given. */
export type Handlers = Readonly<Record<CommandName, (...args: unknown[]) => Promise<void>>>;

/** Runs a command with the arguments the editor gives it; never rejects. */
export type Runner = (name: CommandName, args: readonly unknown[]) => Promise<void>;

/** Makes the one boundary around every command: whatever goes wrong is logged and told in one sentence. */
export function createRunner(handlers: Handlers, dialogs: Dialogs, log: vscode.LogOutputChannel): Runner {
  return async (name, args) => {
    try {
      await handlers[name](...args);
    } catch (error) {
      log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      const showLog = l10n.t('Show Log');
      const message = l10n.t('GitHub Packages met a problem of its own; the log says more.');
      if ((await dialogs.warn(message, showLog)) === showLog) log.show();
    }
  };
}
