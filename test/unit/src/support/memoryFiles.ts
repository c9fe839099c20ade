import type { Files } from '../../../../src/operations/journal';

/** A folder in memory, whose window can end at any moment. */
export interface MemoryFiles extends Files {
  readonly texts: ReadonlyMap<string, string>;
  /** The window ends: the next write is cut off after so many characters, and nothing is written any more. */
  crash(after: number): void;
  /** Another window over the same folder. */
  reopen(): MemoryFiles;
}

export function memoryFiles(texts: Map<string, string> = new Map<string, string>()): MemoryFiles {
  let left = Infinity;
  const gone = (): Promise<never> => Promise.reject(new Error('the window is gone'));
  return {
    texts,
    list: () => Promise.resolve([...texts.keys()]),
    read(name) {
      const text = texts.get(name);
      return text === undefined ? Promise.reject(new Error(`no ${name}`)) : Promise.resolve(text);
    },
    write(name, text) {
      if (left <= 0) return gone();
      texts.set(name, text.slice(0, left));
      if (left === Infinity) return Promise.resolve();
      left = 0;
      return gone();
    },
    remove(name) {
      if (left <= 0) return gone();
      texts.delete(name);
      return Promise.resolve();
    },
    crash(after) {
      left = after;
    },
    reopen: () => memoryFiles(texts),
  };
}
