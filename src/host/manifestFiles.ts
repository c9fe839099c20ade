import * as vscode from 'vscode';
import type { ManifestStore } from '../github/manifestCache';

/** Manifests in the extension's own storage, on a disk or in a browser. */
export function createManifestFiles(storage: vscode.Uri): ManifestStore {
  const folder = vscode.Uri.joinPath(storage, 'manifests');
  const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  const { fs } = vscode.workspace;
  async function names(): Promise<readonly string[]> {
    try {
      const found = await fs.readDirectory(folder);
      return found.flatMap(([name, type]) => (type === vscode.FileType.File ? [name] : []));
    } catch (error) {
      if (isNotFound(error)) return []; // nothing was written yet
      throw error;
    }
  }
  return {
    names,
    async read(name) {
      try {
        const [bytes, { mtime }] = await Promise.all([fs.readFile(file(name)), fs.stat(file(name))]);
        return { bytes: new Uint8Array(bytes), time: mtime };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    // Missing folders are made on the way.
    write: async (name, bytes) => fs.writeFile(file(name), bytes),
    remove: async (name) => fs.delete(file(name)),
    async entries() {
      return Promise.all(
        (await names()).map(async (name) => {
          const { size, mtime } = await fs.stat(file(name));
          return { name, size, time: mtime };
        }),
      );
    },
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
