import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** Something that was written down by a run, and what is in it. */
export interface Trace {
  /** For people: a path, or a name. */
  readonly where: string;
  readonly content: Buffer;
}

/** The files below a folder: logs, settings and storage of a VS Code. */
export function filesBelow(folder: string): Trace[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      try {
        return [{ where: path.relative(folder, file), content: fs.readFileSync(file) }];
      } catch {
        return []; // A file of a moment ago: VS Code is still at work.
      }
    });
}

/** What VS Code keeps in the browser: storage of both kinds, and every database with its logs, state and settings. */
export async function browserStorage(page: Page): Promise<Trace[]> {
  const found = await page.evaluate(dumpStorage);
  return found.map(([where, text]) => ({ where: `browser: ${where}`, content: Buffer.from(text) }));
}

/**
 * The traces that hold one of the values, as text of one byte or of two bytes a character. VS Code's own secret storage
 * is sealed, so that nothing is found there.
 * @returns the places, without the values
 */
export function placesWith(values: Iterable<string>, traces: readonly Trace[]): string[] {
  const needles = [...values].flatMap((value) => [Buffer.from(value), Buffer.from(value, 'utf16le')]);
  return traces.filter(({ content }) => needles.some((needle) => content.includes(needle))).map(({ where }) => where);
}

/** The little of a browser's types that {@link dumpStorage} needs; the project as a whole has none. */
interface Asked<T> {
  readonly result: T;
  onsuccess: () => void;
  onerror: () => void;
}
interface Store {
  getAll(): Asked<unknown[]>;
}
interface Database {
  readonly objectStoreNames: Iterable<string>;
  transaction(store: string): { objectStore(store: string): Store };
  close(): void;
}
declare const localStorage: object;
declare const sessionStorage: object;
declare const indexedDB: {
  databases(): Promise<{ readonly name?: string }[]>;
  open(name: string): Asked<Database>;
};

/** Runs in the page. */
async function dumpStorage(): Promise<[string, string][]> {
  const done = <T>(asked: Asked<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => {
        resolve(asked.result);
      };
      asked.onerror = () => {
        reject(new Error('The database does not answer'));
      };
    });
  const decoder = new TextDecoder();
  const readable = (_: string, value: unknown): unknown =>
    ArrayBuffer.isView(value) ? decoder.decode(value as Uint8Array) : value;

  const found = Object.entries({ localStorage, sessionStorage }).map(([name, storage]): [string, string] => [
    name,
    JSON.stringify({ ...storage }),
  ]);
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await done(database.transaction(store).objectStore(store).getAll());
      found.push([`${name}/${store}`, JSON.stringify(values, readable)]);
    }
    database.close();
  }
  return found;
}
