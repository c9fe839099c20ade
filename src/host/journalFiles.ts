import * as vscode from 'vscode';
import type { Files } from '../operations/journal';

/** The journal's folder in the extension's own storage, on a disk or in a browser. */
export function createJournalFiles(storage: vscode.Uri): Files {
  const folder = vscode.Uri.joinPath(storage, 'journal');
  const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  const { fs } = vscode.workspace;
  return {
    async list() {
      try {
        const entries = await fs.readDirectory(folder);
        return entries.flatMap(([name, type]) => (type === vscode.FileType.File ? [name] : []));
      } catch (error) {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
        throw error;
      }
    },

    read: async (name) => new TextDecoder().decode(await fs.readFile(file(name))),
    // Missing folders are made on the way.
    write: async (name, text) => fs.writeFile(file(name), new TextEncoder().encode(text)),
    remove: async (name) => fs.delete(file(name)),
  };
}
