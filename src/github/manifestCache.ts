import { sha256 } from './sha256';

/** Where manifests are kept between sessions: bytes under a name. */
export interface ManifestStore {
  /** @returns undefined when there is nothing by that name */
  read(name: string): Promise<KeptManifest | undefined>;
  /** Replaces what is there, and makes it the newest. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  entries(): Promise<readonly StoreEntry[]>;
  /** The names alone, which takes one look. */
  names(): Promise<readonly string[]>;
}

export interface KeptManifest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** When it was written, epoch milliseconds. */
  readonly time: number;
}

export interface StoreEntry {
  readonly name: string;
  readonly size: number;
  readonly time: number;
}

/**
 * Manifests by digest. What a digest names never changes, so that each is read from the registry once, which matters
 * because GitHub counts every reading as a download. It never rejects: a store that fails is as good as an empty one.
 */
export interface ManifestCache {
  /** Whether it is worth asking for one, by a list that is up to half a minute old: long containers ask for thousands. */
  has(digest: string): Promise<boolean>;
  get(digest: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  put(digest: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface ManifestCacheOptions {
  readonly store: ManifestStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Receives one line a failure of the store. */
  readonly log: (line: string) => void;
  /** How much is kept, in bytes; a manifest has about 1 kB, an index over two platforms about 2 kB. */
  readonly maxBytes?: number;
}

/** What was used is written again after so long, so that the time of writing tells what was used last. */
const TOUCH_AFTER = 24 * 60 * 60 * 1000;
/** How long a list of the files is believed; other windows write too. */
const BELIEVED = 30_000;
/** What is left when there was too much. */
const LEFT = 0.8;

export function createManifestCache(options: ManifestCacheOptions): ManifestCache {
  const { store, now, log, maxBytes = 32 * 1024 * 1024 } = options;
  /** Bytes written since it was last looked at how much there is; at the start nobody knows how much there is. */
  let unseen = maxBytes;
  let sweeping: Promise<void> | undefined;
  let names: Promise<Set<string> | undefined> | undefined;
  let listedAt = -Infinity;

  async function quietly<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      log(`manifest cache: ${String(error)}`);
      return undefined;
    }
  }

  async function has(digest: string): Promise<boolean> {
    if (!names || now() - listedAt > BELIEVED) {
      listedAt = now();
      names = quietly(async () => new Set(await store.names()));
    }
    return (await names)?.has(nameOf(digest)) ?? true;
  }

  /** Removes what was not used for longest. */
  async function sweep(): Promise<void> {
    const entries = [...(await store.entries())].sort((a, b) => b.time - a.time);
    const total = entries.reduce((sum, { size }) => sum + size, 0);
    if (total <= maxBytes) return;
    let kept = 0;
    for (const { name, size } of entries) {
      kept += size;
      if (kept > maxBytes * LEFT) await store.remove(name);
    }
  }

  async function write(name: string, bytes: Uint8Array): Promise<void> {
    await quietly(() => store.write(name, bytes));
    (await names)?.add(name);
    unseen += bytes.byteLength;
    if (unseen < maxBytes * (1 - LEFT) || sweeping) return;
    unseen = 0;
    sweeping = quietly(sweep).then(() => (sweeping = undefined));
    await sweeping;
  }

  return {
    has,
    async get(digest) {
      const name = nameOf(digest);
      const kept = await quietly(() => store.read(name));
      if (!kept) return undefined;
      // A file may be cut off, or be somebody else's.
      if ((await quietly(() => sha256(kept.bytes))) !== digest) {
        await quietly(() => store.remove(name));
        return undefined;
      }
      if (now() - kept.time > TOUCH_AFTER) await write(name, kept.bytes);
      return kept.bytes;
    },
    put: (digest, bytes) => write(nameOf(digest), bytes),
  };
}

/** A file name on every system. */
function nameOf(digest: string): string {
  return digest.replace(':', '-');
}
