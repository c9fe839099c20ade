import * as vscode from 'vscode';
import { SETTINGS } from '../ids';
import { addedOwners, ownerSetting } from '../model/addedOwners';
import type { AddedOwner } from '../model/addedOwners';

/** The extension's own settings, as the person wrote them. No folder has a say in them: their scope is the application. */
export interface Settings extends vscode.Disposable {
  readonly owners: () => readonly AddedOwner[];
  readonly setOwners: (owners: readonly AddedOwner[]) => Promise<void>;
  /** Container registry of an enterprise host that has it elsewhere. */
  readonly containerRegistryUrl: () => string;
  readonly onDidChangeOwners: vscode.Event<void>;
}

export function createSettings(): Settings {
  const emitter = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SETTINGS.section}.${SETTINGS.owners}`)) emitter.fire();
  });
  const read = (name: string): unknown =>
    vscode.workspace.getConfiguration(SETTINGS.section).inspect(name)?.globalValue;

  return {
    owners: () => addedOwners(read(SETTINGS.owners)),

    async setOwners(owners) {
      const value = owners.map(ownerSetting);
      const { Global } = vscode.ConfigurationTarget;
      await vscode.workspace.getConfiguration(SETTINGS.section).update(SETTINGS.owners, value, Global);
    },

    containerRegistryUrl() {
      const value = read(SETTINGS.containerRegistryUrl);
      return typeof value === 'string' ? value.trim() : '';
    },

    onDidChangeOwners: emitter.event,
    dispose() {
      vscode.Disposable.from(subscription, emitter).dispose();
    },
  };
}
