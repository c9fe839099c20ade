import type { PackageVersion } from '../github/resources';
import { isNewestFirst, sortVersions, type Arrangement } from '../model/arrangement';
import { matchesVersion, narrowsVersions } from '../model/filter';
import { isCutShort } from '../model/cutShort';
import type { List } from '../model/listReader';
import {
  deletedVersionsNode,
  loadMoreNode,
  messageNode,
  versionNode,
  type Node,
  type PackageNode,
  type VersionsNode,
} from './nodes';

/** How versions are to be shown. */
export interface VersionLook {
  readonly arrangement: Arrangement;
  /** How many rows there may be. */
  readonly rows: number;
  /** What our own changes make of the server's list, which may lag behind. */
  readonly overlay: (versions: readonly PackageVersion[]) => readonly PackageVersion[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** The rows of a container's images, where it is one. */
  readonly images?: (node: PackageNode, shown: readonly PackageVersion[], isWhole: boolean) => Promise<readonly Node[]>;
}

/**
 * Whether the first pages will not do: what comes first, or what matches, may be on any page.
 * GitHub documents no order of versions; where it does not give the newest first, they have to be looked for.
 */
export function needsAll({ versions, filter }: Arrangement, list: List<PackageVersion>): boolean {
  return versions !== 'newest' || narrowsVersions(filter) || !isNewestFirst(list.items);
}

/** What is below a package, or below its deleted versions. */
export async function versionRows(node: VersionsNode, list: List<PackageVersion>, look: VersionLook): Promise<Node[]> {
  const { account } = node;
  const { arrangement, rows, overlay, now } = look;
  const versions = overlay(list.items);
  const matches = versions.filter((version) => matchesVersion(arrangement.filter, version, now));
  const shown = sortVersions(matches, arrangement.versions, rows);
  const nodes: Node[] = node.kind === 'package' ? [deletedVersionsNode(node)] : [];
  const hasAll = list.complete && shown.length === versions.length;
  nodes.push(
    ...(look.images && node.kind === 'package'
      ? await look.images(node, shown, hasAll)
      : shown.map((version) => versionNode(node, version))),
  );
  const gap = list.gap ?? (list.complete && isCutShort(node.pkg, list.items.length) ? 'broken-links' : undefined);
  if (gap) nodes.push(messageNode(account, node, { kind: 'incomplete', gap }));
  if (list.error) {
    nodes.push(messageNode(account, node, { kind: 'failure', error: list.error, what: 'versions' }, 'failure'));
  }
  const isWhole = list.complete || list.gap !== undefined;
  if (matches.length > shown.length || (!isWhole && list.known && !list.reading)) {
    const { remaining, exact } = rest(node, list, matches.length - shown.length, versions.length);
    nodes.push(loadMoreNode(node, remaining, exact));
  }
  if (shown.length === 0 && isWhole && !list.gap) {
    nodes.push(messageNode(account, node, { kind: versions.length > 0 ? 'filtered' : 'empty' }));
  }
  return nodes;
}

/** Pages are whole but for the last, so their number is an upper bound; GitHub's own count is no better known. */
function rest(
  node: VersionsNode,
  list: List<PackageVersion>,
  unshown: number,
  known: number,
): { remaining: number | undefined; exact: boolean } {
  if (list.complete || list.most === undefined) {
    return { remaining: list.complete ? unshown : undefined, exact: list.complete };
  }
  const most = list.most - known;
  const counted = node.pkg.versionCount - known;
  const agrees = node.kind === 'package' && counted > 0 && counted <= most && counted > most - 100;
  return { remaining: (agrees ? counted : most) + unshown, exact: agrees };
}
