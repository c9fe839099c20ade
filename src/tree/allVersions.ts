import type { ApiError } from '../github/errors';
import type { PackageVersion, VersionState } from '../github/resources';
import { sortVersions, type VersionOrder } from '../model/arrangement';
import { isCutShort } from '../model/cutShort';
import type { List, ListReader } from '../model/listReader';
import { deletedVersionsNode, versionNode, type PackageNode, type VersionNode } from './nodes';

/** The versions of a package, whatever rows the tree has of them. */
export interface AllVersions {
  readonly nodes: readonly VersionNode[];
  /** Nothing is missing. */
  readonly isWhole: boolean;
  readonly error: ApiError | undefined;
}

/**
 * Reads a list to its end, even if it is given up or forgotten elsewhere meanwhile.
 * @param reader the one that is in use now
 * @returns undefined when it was called off
 */
export async function readToEnd<T>(reader: () => ListReader<T>, signal: AbortSignal): Promise<List<T> | undefined> {
  reader().retry();
  while (!signal.aborted) {
    const reading = reader();
    const stop = (): void => reading.stop();
    signal.addEventListener('abort', stop, { once: true });
    await reading.read(Infinity);
    signal.removeEventListener('abort', stop);
    const list = reading.current();
    if (reader() === reading && (list.complete || list.gap || list.error)) return list;
  }
  return undefined;
}

/** @param versions those of the list, with what our own changes make of them */
export function allVersions(
  node: PackageNode,
  state: VersionState,
  list: List<PackageVersion>,
  versions: readonly PackageVersion[],
  order: VersionOrder,
): AllVersions {
  const parent = state === 'active' ? node : deletedVersionsNode(node);
  const isCut = state === 'active' && isCutShort(node.pkg, list.items.length);
  return {
    nodes: sortVersions(versions, order).map((version) => versionNode(parent, version)),
    isWhole: list.complete && !isCut,
    error: list.error,
  };
}
