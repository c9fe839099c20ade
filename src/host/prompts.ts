import * as vscode from 'vscode';
import { withoutIcons } from '../model/displayText';
import type { Choice } from './dialogs';

/** A list that fills while it is looked at. */
export interface GrowingList<T> {
  /** Everything so far, each with the same value as before: what is new comes after what is shown. */
  show(choices: readonly FoundChoice<T>[]): void;
  /** Nothing more will come. */
  end(): void;
}

export interface FoundChoice<T> extends Choice<T> {
  /** A second line. */
  readonly detail?: string;
}

/** How the extension asks for text and for one of many; tests inside the editor put another in its place. */
export interface Prompts {
  /** @param problem what is wrong with a text, while it is typed. Undefined when the person leaves. */
  input(
    title: string,
    prompt: string,
    value: string,
    problem?: (text: string) => string | undefined,
  ): Promise<string | undefined>;
  /** Undefined when the person leaves, which is not the same as choosing nothing. */
  pickMany<T>(
    title: string,
    placeholder: string,
    choices: readonly (Choice<T> & { picked: boolean })[],
  ): Promise<readonly T[] | undefined>;
  /** @param fill fills the list until the signal is aborted, because the person has chosen or left */
  find<T>(
    title: string,
    placeholder: string,
    fill: (list: GrowingList<T>, signal: AbortSignal) => Promise<void>,
  ): Promise<T | undefined>;
}

export function createPrompts(): Prompts {
  return {
    async input(title, prompt, value, problem) {
      return vscode.window.showInputBox({
        title,
        prompt,
        value,
        ignoreFocusOut: true,
        validateInput: (text) => problem?.(text),
      });
    },

    async pickMany<T>(title: string, placeHolder: string, choices: readonly (Choice<T> & { picked: boolean })[]) {
      const items = choices.map((choice) => ({ ...toItem(choice), picked: choice.picked }));
      const options = {
        title,
        placeHolder,
        canPickMany: true,
        matchOnDescription: true,
        ignoreFocusOut: true,
      } as const;
      const picked = await vscode.window.showQuickPick(items, options);
      return picked?.map((item) => item.value);
    },

    find: <T>(title: string, placeholder: string, fill: (list: GrowingList<T>, signal: AbortSignal) => Promise<void>) =>
      new Promise<T | undefined>((resolve, reject) => {
        const quickPick = vscode.window.createQuickPick<ReturnType<typeof toItem<T>>>();
        const controller = new AbortController();
        Object.assign(quickPick, { title, placeholder, matchOnDescription: true, matchOnDetail: true, busy: true });
        quickPick.onDidAccept(() => {
          const [chosen] = quickPick.selectedItems;
          if (!chosen) return;
          resolve(chosen.value);
          quickPick.hide();
        });
        quickPick.onDidHide(() => {
          controller.abort();
          resolve(undefined);
          quickPick.dispose();
        });
        quickPick.show();
        const list: GrowingList<T> = {
          show(choices) {
            if (controller.signal.aborted) return;
            quickPick.keepScrollPosition = true;
            // The editor names what is chosen by its place in the list, and we hear of it a moment later: whatever is
            // shown keeps its place, or Enter could choose another. For the same reason no highlight is set.
            const shown = new Set(quickPick.items.map(({ value }) => value));
            const added = choices.filter(({ value }) => !shown.has(value));
            if (added.length > 0) quickPick.items = [...quickPick.items, ...added.map(toItem)];
          },
          end() {
            if (!controller.signal.aborted) quickPick.busy = false;
          },
        };
        fill(list, controller.signal).catch(reject);
      }),
  };
}

function toItem<T>({ label, description, detail, icon, value }: FoundChoice<T>): vscode.QuickPickItem & { value: T } {
  return {
    label: withoutIcons(label),
    value,
    ...(description !== undefined && { description: withoutIcons(description) }),
    ...(detail !== undefined && { detail: withoutIcons(detail) }),
    ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
  };
}
