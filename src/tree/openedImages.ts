import type { PackageVersion } from '../github/resources';
import { childrenOf } from '../model/imageGraph';
import { partKind } from '../model/imageKinds';
import type { ImageReader } from '../model/imageReader';
import type { Account } from '../model/accounts';
import { containerRows, groupedRows, partRows, type ImageList } from './imageRows';
import { messageNode, type Node, type PackageNode, type VersionGroupNode, type VersionNode } from './nodes';

export interface OpenedImagesOptions {
  /** Reads the images of an account's containers. */
  readonly images: (account: Account) => ImageReader;
  /** The active versions of a container, as far as they are listed. */
  readonly versions: (node: PackageNode) => Pick<ImageList, 'versions' | 'isWhole'>;
  /** More is known of a container than when its rows were made: parts are below their image now. */
  readonly onNews: (node: PackageNode) => void;
}

/** The rows of containers. Only an image that a person opens is read, since each reading counts as a download. */
export interface OpenedImages {
  /** The rows of those versions of a container that are shown; nothing is asked of the registry. */
  readonly container: (
    node: PackageNode,
    shown: readonly PackageVersion[],
    isWhole: boolean,
  ) => Promise<readonly Node[]>;
  group(node: VersionGroupNode): Promise<readonly Node[]>;
  image(node: VersionNode, signal: AbortSignal): Promise<readonly Node[]>;
}

export function createOpenedImages({ images, versions, onNews }: OpenedImagesOptions): OpenedImages {
  async function withKnown(node: PackageNode, list: Pick<ImageList, 'versions' | 'isWhole'>): Promise<ImageList> {
    return { ...list, manifests: await images(node.account).known(list.versions.map(({ name }) => name)) };
  }
  const listOf = (node: PackageNode): Promise<ImageList> => withKnown(node, versions(node));

  return {
    container: async (node, shown, isWhole) => containerRows(node, await withKnown(node, { versions: shown, isWhole })),
    group: async (node) => groupedRows(node, await listOf(node.parent)),

    async image(node, signal) {
      const { account, pkg, version } = node;
      const reader = images(account);
      const isNews = (await reader.known([version.name])).size === 0;
      const { manifests, failures } = await reader.read(pkg, [version.name], signal);
      const error = failures.get(version.name);
      if (error) return [messageNode(account, node, { kind: 'failure', error, what: 'image' }, 'failure')];
      const platforms = childrenOf(manifests.get(version.name)).filter((child) => partKind(child) === 'image');
      const above = packageOf(node);
      const list = await listOf(above);
      const listed = new Set(list.versions.map(({ name }) => name));
      const digests = platforms.map(({ digest }) => digest).filter((digest) => listed.has(digest));
      const parts = await reader.read(pkg, digests, signal); // for their sizes; without them the rows are the same
      if (isNews) onNews(above);
      const known = new Map([...list.manifests, ...manifests, ...parts.manifests]);
      return partRows(node, { ...list, manifests: known });
    },
  };
}

/** Whether a version may have parts. */
export function isImage({ pkg, state }: VersionNode): boolean {
  return pkg.type === 'container' && state === 'active';
}

function packageOf(node: VersionNode): PackageNode {
  let above: Node | undefined = node.parent;
  while (above.kind !== 'package') above = above.parent;
  return above;
}
