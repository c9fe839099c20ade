import type { Manifest } from '../github/manifests';
import type { PackageVersion } from '../github/resources';
import { buildGraph, childrenOf, imagesAround, missingParts, type ImageGraph } from '../model/imageGraph';
import { imageKind, kindOfReferrerTag, partKind } from '../model/imageKinds';
import { imageSize } from '../model/imageSize';
import { ownTags } from '../model/imageTags';
import { messageNode, versionGroupNode, versionNode, type Node, type PackageNode, type VersionNode } from './nodes';

/** The versions of a container that are listed, with as many manifests as are known without asking anybody. */
export interface ImageList {
  readonly versions: readonly PackageVersion[];
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** Whether these are all versions: only then can anything be missing. */
  readonly isWhole: boolean;
}

/**
 * The first level of a container: images by tag, then those without a tag that stand alone, or of which nobody knows
 * yet; then what is attached to images, and what has lost what it belonged to. Parts are below their images.
 */
export function containerRows(node: PackageNode, list: ImageList): readonly Node[] {
  const graph = buildGraph(list.versions, list.manifests);
  const tagged: VersionNode[] = [];
  const untagged: VersionNode[] = [];
  const attachments: PackageVersion[] = [];
  const orphans: PackageVersion[] = [];
  for (const version of list.versions) {
    const isTagged = ownTags(version).length > 0;
    if (!isTagged && graph.parents.has(version.name)) continue;
    if (isTagged) tagged.push(imageNode(node, version, graph, list.isWhole));
    else if (graph.subjects.has(version.name)) attachments.push(version);
    else if (!isAttachment(version, graph)) untagged.push(imageNode(node, version, graph, list.isWhole));
    else if (list.isWhole) orphans.push(version);
    else attachments.push(version);
  }
  return [
    ...tagged,
    ...untagged,
    ...(attachments.length > 0 ? [versionGroupNode(node, 'attachments', attachments)] : []),
    ...(orphans.length > 0 ? [versionGroupNode(node, 'orphans', orphans)] : []),
  ];
}

/** What an image that was read consists of, and what is attached to it. */
export function partRows(node: VersionNode, list: ImageList): readonly Node[] {
  const { account, version } = node;
  const graph = buildGraph(list.versions, list.manifests);
  const manifest = graph.manifests.get(version.name);
  const children = childrenOf(manifest);
  const parts = children.map((child): Node => {
    const { digest, platform } = child;
    const found = graph.versions.get(digest);
    const kind = partKind(child);
    const title = platform ?? digest;
    if (!found) return messageNode(account, node, { kind: 'missing', title, certain: list.isWhole }, digest);
    const sharedWith = imagesAround(graph, digest).filter(({ name }) => name !== version.name && !isAbove(node, name));
    const attested = children.find((other) => other.digest === child.attests)?.platform;
    const size = kind === 'image' ? imageSize(graph.manifests, digest) : undefined;
    return versionNode(node, found, {
      part: {
        kind,
        sharedWith,
        ...(kind === 'attestation' ? attested !== undefined && { platform: attested } : platform && { platform }),
        opens: kind === 'index' || graph.referrers.has(digest),
      },
      ...(size?.exact && { bytes: size.bytes }),
    });
  });
  const known = new Set(children.map(({ digest }) => digest));
  const attached = (graph.referrers.get(version.name) ?? []).flatMap((digest): readonly Node[] => {
    const found = known.has(digest) ? undefined : graph.versions.get(digest);
    if (!found) return [];
    const { kind, opens } = attachedPart(found, graph);
    return [versionNode(node, found, { part: { kind, opens, sharedWith: [] } })];
  });
  if (parts.length + attached.length > 0 || !manifest || manifest.kind === 'other') return [...parts, ...attached];
  return [messageNode(account, node, { kind: 'single' })];
}

/** Attachments or orphans. */
export function groupedRows(node: Extract<Node, { kind: 'versionGroup' }>, list: ImageList): readonly Node[] {
  const graph = buildGraph(list.versions, list.manifests);
  return node.versions.map((version) => versionNode(node, version, { part: attachedPart(version, graph) }));
}

function imageNode(parent: PackageNode, version: PackageVersion, graph: ImageGraph, isWhole: boolean): VersionNode {
  const size = imageSize(graph.manifests, version.name);
  const missing = isWhole ? missingParts(graph, version.name).length : 0;
  return versionNode(parent, version, {
    ...(size.exact && { bytes: size.bytes }),
    ...(missing > 0 && { missing }),
  });
}

function attachedPart(version: PackageVersion, graph: ImageGraph): NonNullable<VersionNode['part']> {
  const manifest = graph.manifests.get(version.name);
  const [tag] = version.tags;
  const kind = tag === undefined ? manifest && imageKind(manifest) : kindOfReferrerTag(tag);
  const about = (graph.subjects.get(version.name) ?? []).flatMap((digest) => graph.versions.get(digest) ?? []);
  return {
    kind: kind ?? 'artifact',
    sharedWith: [],
    about,
    opens: kind === 'index' || graph.referrers.has(version.name),
  };
}

/** Something that is of no use by itself: it is about something else, or was made to be a part. */
function isAttachment(version: PackageVersion, { manifests }: ImageGraph): boolean {
  if (version.tags.length > 0) return true; // with tags of that kind alone
  const manifest = manifests.get(version.name);
  if (!manifest) return false;
  const kind = imageKind(manifest);
  return manifest.subject !== undefined || kind === 'attestation' || kind === 'signature' || kind === 'sbom';
}

function isAbove(node: VersionNode, digest: string): boolean {
  for (let above: Node | undefined = node; above; above = above.parent) {
    if (above.kind === 'version' && above.version.name === digest) return true;
  }
  return false;
}
