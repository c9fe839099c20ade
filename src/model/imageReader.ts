import { ApiError, toApiError } from '../github/errors';
import { parseManifest, type Manifest } from '../github/manifests';
import type { ManifestCache } from '../github/manifestCache';
import { REGISTRY_LANES, type Registry } from '../github/registry';
import type { Package, PackageVersion } from '../github/resources';
import { ownTags } from './imageTags';
import { LASTING_FAILURES } from './lastingFailures';
import { buildGraph, unreadVersions, type ImageGraph } from './imageGraph';
import { nextToRead } from './readingOrder';

/** Reads manifests, each from the registry at most once: after that from memory, or from what is kept on disk. */
export interface ImageReader {
  /** Those that are known without asking the registry. */
  known(digests: readonly string[]): Promise<ReadonlyMap<string, Manifest>>;
  /**
   * Never rejects; what could not be read is told in `failures`.
   * @param onRead called for each, whether it is known or comes from the registry
   */
  read(pkg: Package, digests: readonly string[], signal: AbortSignal, onRead?: () => void): Promise<Reading>;
}

export interface Reading {
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly failures: ReadonlyMap<string, ApiError>;
  /** What ended it before everything was asked for, if anything did. */
  readonly stopped: ApiError | undefined;
}

/** A container's graph, read as far as it could be. */
export interface GraphReading {
  readonly graph: ImageGraph;
  readonly failures: ReadonlyMap<string, ApiError>;
}

export interface ImageReaderOptions {
  readonly registry: Registry;
  readonly cache: ManifestCache;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Parsed manifests held in memory; about 1 kB each. */
const MEMORY = 20_000;
/** Files that are read at once. */
const DISK_LANES = 32;

export function createImageReader({ registry, cache, now }: ImageReaderOptions): ImageReader {
  const memory = new Map<string, Manifest>();

  /** @returns undefined when the bytes are no manifest that is understood */
  function remember(digest: string, bytes: Uint8Array): Manifest | undefined {
    const manifest = parseManifest(bytes);
    if (!manifest) return undefined;
    memory.set(digest, manifest);
    const [oldest] = memory.keys();
    if (memory.size > MEMORY && oldest !== undefined) memory.delete(oldest);
    return manifest;
  }

  async function known(digests: readonly string[]): Promise<Map<string, Manifest>> {
    const queue = digests.filter((digest) => !memory.has(digest));
    const fromDisk = new Map<string, Manifest>(); // memory may be too small for all of them
    const lane = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const bytes = (await cache.has(next)) ? await cache.get(next) : undefined;
        const manifest = bytes && remember(next, bytes);
        if (manifest) fromDisk.set(next, manifest);
      }
    };
    await Promise.all(Array.from({ length: DISK_LANES }, lane));
    return new Map(
      digests.flatMap((digest) => {
        const manifest = memory.get(digest) ?? fromDisk.get(digest);
        return manifest ? [[digest, manifest] as const] : [];
      }),
    );
  }

  return {
    known,
    async read(pkg, digests, signal, onRead) {
      const manifests = await known(digests);
      for (let count = 0; count < manifests.size; count++) onRead?.();
      const failures = new Map<string, ApiError>();
      let stopped: ApiError | undefined;
      const readOne = async (digest: string): Promise<void> => {
        try {
          if (stopped) throw stopped;
          const kept = await cache.get(digest); // another window may have read it since
          const bytes = kept ?? (await registry.manifest(pkg, digest, signal));
          if (!kept) await cache.put(digest, bytes);
          const manifest = remember(digest, bytes);
          if (manifest) manifests.set(digest, manifest);
          onRead?.();
        } catch (thrown) {
          const error = toApiError(thrown, now());
          if (LASTING_FAILURES.has(error.reason)) stopped ??= error;
          failures.set(digest, error);
        }
      };
      const queue = digests.filter((digest) => !manifests.has(digest));
      // Not all are handed to the registry at once, so that a failure that ends it all is met before they are sent.
      const lane = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) await readOne(next);
      };
      await Promise.all(Array.from({ length: REGISTRY_LANES }, lane));
      return { manifests, failures, stopped };
    },
  };
}

/**
 * Reads what has to be read before an image may be deleted, and as little more as can be.
 * @param onProgress is told how many were read, of how many that are known to be needed
 */
export async function readGraph(
  pkg: Package,
  versions: readonly PackageVersion[],
  reader: ImageReader,
  signal: AbortSignal,
  onProgress?: (read: number, needed: number) => void,
): Promise<GraphReading> {
  const manifests = new Map<string, Manifest>();
  const failures = new Map<string, ApiError>();
  let each = 1;
  for (;;) {
    const graph = buildGraph(versions, manifests);
    const unread = unreadVersions(graph).filter(({ name }) => !failures.has(name));
    const [first, ...others] = nextToRead(unread, each);
    if (!first) return { graph, failures };
    if (ownTags(first).length === 0) each *= 2;
    const next = [first, ...others].map(({ name }) => name);
    const needed = manifests.size + next.length;
    let read = manifests.size;
    const reading = await reader.read(pkg, next, signal, () => onProgress?.(++read, needed));
    for (const digest of next) {
      const manifest = reading.manifests.get(digest);
      if (manifest) manifests.set(digest, manifest);
      else failures.set(digest, reading.failures.get(digest) ?? NOT_UNDERSTOOD);
    }
    const { stopped } = reading;
    if (stopped) {
      const graph = buildGraph(versions, manifests);
      return {
        graph,
        failures: new Map(unreadVersions(graph).map(({ name }) => [name, failures.get(name) ?? stopped])),
      };
    }
  }
}

const NOT_UNDERSTOOD = new ApiError('unexpected-answer', 'not a manifest that can be understood');
