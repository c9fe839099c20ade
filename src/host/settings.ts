import * as vscode from 'vscode';
import { SETTINGS } from '../ids';
import { addedOwners, ownerSetting } from '../model/addedOwners';
import type { AddedOwner } from '../model/addedOwners';

/** How much is asked before something is deleted. */
export type ConfirmDelete = 'proportionate' | 'always-type' | 'modal';

/**
 * The extension's own settings, as the person wrote them, at each call. No folder has a say in them: their scope is the
 * application.
 */
export interface Settings extends vscode.Disposable {
  readonly owners: () => readonly AddedOwner[];
  readonly setOwners: (owners: readonly AddedOwner[]) => Promise<void>;
  /** Container registry of an enterprise host that has it elsewhere. */
  readonly containerRegistryUrl: () => string;
  readonly confirmDelete: () => ConfirmDelete;
  /** Everything that changes anything is refused. */
  readonly isReadOnly: () => boolean;
  readonly onDidChange: vscode.Event<void>;
}

export function createSettings(): Settings {
  const emitter = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTINGS.section)) emitter.fire();
  });
  const own = (name: string): unknown => vscode.workspace.getConfiguration(SETTINGS.section).inspect(name)?.globalValue;

  return {
    owners: () => addedOwners(own(SETTINGS.owners)),

    async setOwners(owners) {
      const value = owners.map(ownerSetting);
      const { Global } = vscode.ConfigurationTarget;
      await vscode.workspace.getConfiguration(SETTINGS.section).update(SETTINGS.owners, value, Global);
    },

    containerRegistryUrl() {
      const value = own(SETTINGS.containerRegistryUrl);
      return typeof value === 'string' ? value.trim() : '';
    },

    confirmDelete() {
      const value = own(SETTINGS.confirmDelete);
      return value === 'always-type' || value === 'modal' ? value : 'proportionate';
    },

    isReadOnly: () => own(SETTINGS.readOnly) === true,
    onDidChange: emitter.event,

    dispose() {
      vscode.Disposable.from(subscription, emitter).dispose();
    },
  };
}
