import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { displayText, isTyped, withoutIcons } from '../model/displayText';

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  /** A codicon. */
  readonly icon?: string;
  readonly value: T;
}

/** What is asked before something is deleted. */
export interface Confirmation {
  readonly message: string;
  readonly detail: string;
  readonly confirm: string;
  /** The whole plan, for the clipboard. */
  readonly plan: string;
}

/** How the extension asks and tells; tests inside the editor, where dialogs are refused, put another in its place. */
export interface Dialogs {
  /** A modal warning. Enter by accident copies the plan and asks again. */
  confirm(question: Confirmation): Promise<boolean>;
  /** The same, for what is worth typing a name. */
  confirmByTyping(question: Confirmation, words: string): Promise<boolean>;
  /** Lets the person take some out. Undefined when they leave or nothing is left. */
  pickMany<T>(
    title: string,
    placeholder: string,
    choices: readonly Choice<T>[],
    plan: string,
  ): Promise<readonly T[] | undefined>;
  /** Asks for a line of text. Undefined when the person leaves. */
  ask(title: string, prompt: string): Promise<string | undefined>;
  /**
   * Something that is usually over in a moment; if it is not, a notification with a cancel button. `report` takes what is
   * done so far, as a share of 1 and a text.
   */
  wait<T>(
    title: string,
    task: (signal: AbortSignal, report: (share: number, text: string) => void) => Promise<T>,
  ): Promise<T>;
  /** @returns the action that was chosen */
  inform<T extends string>(message: string, ...actions: T[]): Promise<T | undefined>;
  /** @returns the action that was chosen */
  warn<T extends string>(message: string, ...actions: T[]): Promise<T | undefined>;
  /** Opens a page in the person's browser. */
  openPage(url: string): Promise<void>;
  /** The list may still be on its way. Undefined when the person leaves. */
  pick<T>(title: string, placeholder: string, choices: Promise<readonly Choice<T>[]>): Promise<T | undefined>;
  /** The same with how far it is: `report` takes a share of 1 and a text. */
  progress<T>(
    title: string,
    task: (report: (share: number, text: string) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

/** Milliseconds a person does not mind. */
const A_MOMENT = 700;
/** Milliseconds between two numbers that a person can read. */
const READABLE = 100;

export function createDialogs(): Dialogs {
  return {
    async confirm({ message, detail, confirm, plan }) {
      // The editor puts the focus on the first button, so that one must do no harm.
      const copy = l10n.t('Copy Plan');
      for (;;) {
        const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, copy, confirm);
        if (answer !== copy) return answer === confirm;
        await vscode.env.clipboard.writeText(plan);
      }
    },

    confirmByTyping({ message, detail, plan }, words) {
      const input = vscode.window.createInputBox();
      const lines = detail.split('\n').filter(Boolean);
      const sentence = lines.map((line) => (line.endsWith('.') ? line : `${line}.`)).join(' ');
      input.title = message;
      input.placeholder = displayText(words);
      input.prompt = `${sentence} ${l10n.t('Type {0} to confirm.', displayText(words))}`;
      input.ignoreFocusOut = true;
      const copy = { iconPath: new vscode.ThemeIcon('copy'), tooltip: l10n.t('Copy Plan') };
      input.buttons = [copy];
      return shown(input, (close) => {
        input.onDidTriggerButton(() => void vscode.env.clipboard.writeText(plan));
        input.onDidChangeValue(() => (input.validationMessage = undefined));
        input.onDidAccept(() => {
          if (isTyped(input.value, words)) close(true);
          else
            input.validationMessage = `${l10n.t('Nothing is deleted until you type {0}.', displayText(words))} ${sentence}`;
        });
      }).then((confirmed) => confirmed === true);
    },

    pickMany<T>(title: string, placeholder: string, choices: readonly Choice<T>[], plan: string) {
      const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: T }>();
      pick.title = title;
      pick.placeholder = placeholder;
      pick.canSelectMany = true;
      pick.matchOnDescription = true;
      pick.ignoreFocusOut = true;
      pick.items = choices.map(toItem);
      pick.selectedItems = pick.items;
      pick.buttons = [{ iconPath: new vscode.ThemeIcon('copy'), tooltip: l10n.t('Copy Plan') }];
      return shown<readonly T[]>(pick, (close) => {
        pick.onDidTriggerButton(() => void vscode.env.clipboard.writeText(plan));
        pick.onDidAccept(() => {
          const values = pick.selectedItems.map(({ value }) => value);
          close(values.length > 0 ? values : undefined);
        });
      });
    },

    async ask(title, prompt) {
      return vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true });
    },

    async wait<T>(title: string, task: Parameters<Dialogs['wait']>[1]) {
      const controller = new AbortController();
      let told = { share: 0, text: '' };
      let show = (): void => undefined;
      const work = task(controller.signal, (share, text) => {
        told = { share, text };
        show();
      }) as Promise<T>;
      if (await isSoonOver(work)) return work;
      const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
      return vscode.window.withProgress(options, (progress, token) => {
        token.onCancellationRequested(() => controller.abort());
        let shown = { share: 0, at: 0 };
        show = () => {
          if (told.text === '' || Date.now() - shown.at < READABLE) return;
          const share = Math.max(shown.share, told.share); // what is needed may grow; a bar does not go back
          progress.report({ increment: (share - shown.share) * 100, message: told.text });
          shown = { share, at: Date.now() };
        };
        show();
        return work;
      });
    },

    async inform(message, ...actions) {
      return vscode.window.showInformationMessage(message, ...actions);
    },

    async warn(message, ...actions) {
      return vscode.window.showWarningMessage(message, ...actions);
    },

    async openPage(url) {
      // As a text: a `Uri` would decode the slash in a name (`tools%2Fcli`), and GitHub knows no such page.
      await vscode.commands.executeCommand('vscode.open', url);
    },

    async pick<T>(title: string, placeholder: string, choices: Promise<readonly Choice<T>[]>) {
      const items = choices.then((list) => list.map(toItem));
      const picked = await vscode.window.showQuickPick(items, {
        title,
        placeHolder: placeholder,
        matchOnDescription: true,
        ignoreFocusOut: true,
      });
      return picked?.value;
    },

    async progress(title, task) {
      const controller = new AbortController();
      let increment = 0;
      let message = '';
      let shownIn: vscode.Progress<{ increment: number; message: string }> | undefined;
      const show = (): void => {
        shownIn?.report({ increment, message });
        if (shownIn) increment = 0;
      };
      const work = task((share, text) => {
        increment += share * 100;
        message = text;
        show();
      }, controller.signal);
      // It would stay longer than what it tells of, and move the button that takes it back when it goes.
      if (await isSoonOver(work)) return work;
      const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
      return vscode.window.withProgress(options, (progress, token) => {
        token.onCancellationRequested(() => controller.abort());
        shownIn = progress;
        show();
        return work;
      });
    },
  };
}

async function isSoonOver(work: Promise<unknown>): Promise<boolean> {
  const over = work.then(
    () => true,
    () => true,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), A_MOMENT));
  return Promise.race([over, late]);
}

function toItem<T>({ label, description, icon, value }: Choice<T>): vscode.QuickPickItem & { readonly value: T } {
  return {
    label: withoutIcons(label),
    value,
    ...(description !== undefined && { description: withoutIcons(description) }),
    ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
  };
}

/** Shows an input until it is closed by its own listeners, with a value, or left, without. */
function shown<T>(
  input: vscode.QuickInput,
  listen: (close: (value: T | undefined) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    listen((value) => {
      resolve(value);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
