import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { COMMANDS, type CommandName } from '../ids';
import type { Dialogs } from '../host/dialogs';

/** Arguments come from menus, keybindings and other extensions: each handler checks what it is given. */
export type Handlers = Readonly<Record<CommandName, (...args: unknown[]) => Promise<void>>>;

/** Registers every command, with one boundary: whatever goes wrong is logged and told in one sentence. */
export function registerCommands(
  handlers: Handlers,
  dialogs: Dialogs,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const names = Object.keys(COMMANDS) as CommandName[];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(COMMANDS[name], async (...args: unknown[]) => {
        try {
          await handlers[name](...args);
        } catch (error) {
          log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
          const showLog = l10n.t('Show Log');
          const message = l10n.t('GitHub Packages met a problem of its own; the log says more.');
          if ((await dialogs.warn(message, showLog)) === showLog) log.show();
        }
      }),
    ),
  );
}
