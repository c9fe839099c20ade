import fs from 'node:fs';
import path from 'node:path';
import { inProject } from '../vscode/project';

export interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly [field: string]: unknown;
  readonly engines: { readonly vscode: string };
  readonly keywords: readonly string[];
  readonly categories: readonly string[];
  readonly galleryBanner: { readonly color: string; readonly theme: string };
  readonly icon: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly [point: string]: unknown;
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly icon?: string;
    }[];
    readonly viewsContainers: Readonly<Record<string, readonly { id: string; title: string; icon: string }[]>>;
    readonly views: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly scope: string; readonly description: string }>>;
    };
  };
}

/** The extension's manifest, as far as its tests look at it. */
export const manifest = JSON.parse(readText('package.json')) as Manifest;

/** The texts of the manifest, by key. */
export const strings = JSON.parse(readText('package.nls.json')) as Readonly<Record<string, string>>;

/** The extension's code, file by file. */
export const sources: readonly string[] = fs
  .readdirSync(inProject('src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readText(path.join('src', name)));

/** A file of the project. */
export function readText(file: string): string {
  return fs.readFileSync(inProject(file), 'utf8');
}

/** What a person reads for `%key%`. */
export function translated(value = ''): string {
  const key = /^%(.+)%$/.exec(value)?.[1];
  return key === undefined ? value : (strings[key] ?? '');
}

/** Every `when` clause of the manifest. */
export function whenClauses(): string[] {
  const { menus, keybindings, viewsWelcome } = manifest.contributes;
  return [...Object.values(menus).flat(), ...keybindings, ...viewsWelcome].flatMap(({ when }) => when ?? []);
}
