import * as vscode from 'vscode';
import { SETTINGS } from '../ids';

/** How much is asked before something is deleted. */
export type ConfirmDelete = 'proportionate' | 'always-type' | 'modal';

/** The extension's own settings, as they are at each call. */
export interface Settings extends vscode.Disposable {
  confirmDelete(): ConfirmDelete;
  /** Everything that changes anything is refused. */
  isReadOnly(): boolean;
  /** Container registry of an enterprise host that has it elsewhere. */
  containerRegistryUrl(): string;
  readonly onDidChange: vscode.Event<void>;
}

export function createSettings(): Settings {
  const emitter = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTINGS.section)) emitter.fire();
  });
  const read = (name: string): unknown => vscode.workspace.getConfiguration(SETTINGS.section).get(name);
  return {
    confirmDelete() {
      const value = read(SETTINGS.confirmDelete);
      return value === 'always-type' || value === 'modal' ? value : 'proportionate';
    },
    containerRegistryUrl() {
      // The person's own value: no folder may decide where a token goes.
      const value = vscode.workspace
        .getConfiguration(SETTINGS.section)
        .inspect(SETTINGS.containerRegistryUrl)?.globalValue;
      return typeof value === 'string' ? value.trim() : '';
    },
    isReadOnly: () => read(SETTINGS.readOnly) === true,
    onDidChange: emitter.event,
    dispose() {
      vscode.Disposable.from(subscription, emitter).dispose();
    },
  };
}
