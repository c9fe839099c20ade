import * as vscode from 'vscode';
import { withoutIcons } from '../model/displayText';

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  /** A codicon. */
  readonly icon?: string;
  readonly value: T;
}

/** How the extension asks and tells; tests inside the editor, where dialogs are refused, put another in its place. */
export interface Dialogs {
  /** A modal warning whose default is to cancel. */
  confirm(question: { readonly message: string; readonly detail: string; readonly confirm: string }): Promise<boolean>;
  /** @returns the action that was chosen */
  inform<T extends string>(message: string, ...actions: T[]): Promise<T | undefined>;
  /** @returns the action that was chosen */
  warn<T extends string>(message: string, ...actions: T[]): Promise<T | undefined>;
  /** Opens a page in the person's browser. */
  openPage(url: string): Promise<void>;
  /** The list may still be on its way. Undefined when the person leaves. */
  pick<T>(title: string, placeholder: string, choices: Promise<readonly Choice<T>[]>): Promise<T | undefined>;
  /** Notification with a cancel button. `report` takes a share of 1 and a text. */
  progress<T>(
    title: string,
    task: (report: (share: number, text: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

export function createDialogs(): Dialogs {
  return {
    async confirm({ message, detail, confirm }) {
      return (await vscode.window.showWarningMessage(message, { modal: true, detail }, confirm)) === confirm;
    },

    async inform(message, ...actions) {
      return vscode.window.showInformationMessage(message, ...actions);
    },

    async warn(message, ...actions) {
      return vscode.window.showWarningMessage(message, ...actions);
    },

    async openPage(url) {
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
    },

    async pick<T>(title: string, placeholder: string, choices: Promise<readonly Choice<T>[]>) {
      const items = choices.then((list) =>
        list.map(({ label, description, icon, value }) => ({
          label: withoutIcons(label),
          value,
          ...(description !== undefined && { description: withoutIcons(description) }),
          ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
        })),
      );
      const picked = await vscode.window.showQuickPick(items, {
        title,
        placeHolder: placeholder,
        matchOnDescription: true,
        ignoreFocusOut: true,
      });
      return picked?.value;
    },

    async progress(title, task) {
      const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
      return vscode.window.withProgress(options, (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        return task((share, text) => progress.report({ increment: share * 100, message: text }), controller.signal);
      });
    },
  };
}
