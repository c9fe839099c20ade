import fs from 'node:fs';
import path from 'node:path';

/** The folder of the project: the nearest one above this program that holds the extension's manifest. */
export const projectRoot = findRoot(__dirname);

/** An extension's manifest, as far as these programs need it. */
interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

/** The manifest of the extension in a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

const manifest = readManifest(projectRoot);

/** The extension's id, as VS Code writes it. */
export const extensionId = `${manifest.publisher}.${manifest.name}`;

/** A path inside the project. */
export function inProject(...segments: string[]): string {
  return path.join(projectRoot, ...segments);
}

function findRoot(folder: string): string {
  if (fs.existsSync(path.join(folder, 'esbuild.js'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`No project above ${__dirname}`);
  return findRoot(parent);
}
