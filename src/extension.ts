import { commands, ExtensionMode, type ExtensionContext } from 'vscode';
import type { App } from './app/app';
import type { TestHook } from './app/testHook';
import { createLazyView } from './host/lazyView';
import { COMMANDS, VIEW, type CommandName } from './ids';
import type { Node } from './tree/nodes';

/**
 * Registers the view and the commands, which is all that the editor waits for. Everything behind them is built when the
 * view is first looked at or a command is first run; in the Node host it is a file of its own, loaded then.
 * @returns what tests inside the editor need; nothing to anybody else
 */
export function activate(context: ExtensionContext): Promise<TestHook> | undefined {
  let opened: Promise<App> | undefined;
  const app = (): Promise<App> => (opened ??= import('./app/app').then(({ createApp }) => createApp(context, view)));

  const view = createLazyView<Node>(VIEW, async () => (await app()).provider);
  const names = Object.keys(COMMANDS) as CommandName[];
  context.subscriptions.push(
    view,
    ...names.map((name) =>
      commands.registerCommand(COMMANDS[name], async (...args: unknown[]) => (await app()).run(name, args)),
    ),
  );
  return context.extensionMode === ExtensionMode.Test ? app().then(({ testHook }) => testHook) : undefined;
}
