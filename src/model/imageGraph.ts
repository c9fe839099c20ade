import { isLeaf, type Descriptor, type Manifest } from '../github/manifests';
import type { PackageVersion } from '../github/resources';
import { ownTags, subjectOfTag } from './imageTags';

/**
 * How the versions of one container belong together. GitHub's API does not say; the manifests do. Everything is keyed by
 * digest, which is a version's name. A manifest that was not read is simply not in `manifests`.
 */
export interface ImageGraph {
  readonly versions: ReadonlyMap<string, PackageVersion>;
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** The indexes that a version is a part of, and what else names it without a word what for. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** What a version is about, where that is a version too: signatures, attestations, SBOMs. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
  /** The other way round: what is about a version. */
  readonly referrers: ReadonlyMap<string, readonly string[]>;
}

/** @param manifests as many as have been read */
export function buildGraph(versions: readonly PackageVersion[], manifests: ReadonlyMap<string, Manifest>): ImageGraph {
  const byDigest = new Map(versions.map((version) => [version.name, version]));
  const known = new Map([...manifests].filter(([digest]) => byDigest.has(digest)));
  const parents = new Map<string, string[]>();
  const subjects = new Map<string, string[]>();
  const referrers = new Map<string, string[]>();
  for (const [digest, manifest] of known) {
    for (const child of namedIn(manifest)) {
      if (byDigest.has(child) && child !== digest) append(parents, child, digest);
    }
  }
  for (const { name, tags } of byDigest.values()) {
    const named = [known.get(name)?.subject, ...tags.map(subjectOfTag)];
    for (const subject of new Set(named)) {
      if (subject === undefined || subject === name || !byDigest.has(subject)) continue;
      append(subjects, name, subject);
      append(referrers, subject, name);
    }
  }
  return { versions: byDigest, manifests: known, parents, subjects, referrers };
}

/**
 * What still has to be read before anything can be said about sharing: every version that could be an index. A part of
 * an index that is read is known by its descriptor, and is not read, since each reading counts as a download.
 */
export function unreadVersions({ versions, manifests }: ImageGraph): readonly PackageVersion[] {
  const leaves = new Set<string>();
  for (const manifest of manifests.values()) {
    for (const child of childrenOf(manifest)) if (isLeaf(child)) leaves.add(child.digest);
  }
  return [...versions.values()].filter(({ name }) => !manifests.has(name) && !leaves.has(name));
}

/** Entries of an index; an image has none. */
export function childrenOf(manifest: Manifest | undefined): readonly Descriptor[] {
  return manifest?.kind === 'index' ? manifest.children : [];
}

/** What a manifest may need: the parts of an index, and of what is of no known form every digest in it. */
export function namedIn(manifest: Manifest | undefined): ReadonlySet<string> {
  return new Set(manifest?.kind === 'other' ? manifest.mentions : childrenOf(manifest).map((entry) => entry.digest));
}

/** Everything that stands on a version: the indexes it is a part of, and what it is about. */
export function usersOf({ parents, subjects }: ImageGraph, digest: string): readonly string[] {
  return [...(parents.get(digest) ?? []), ...(subjects.get(digest) ?? [])];
}

/** Everything that a version brings with it, one step down: its parts, and what is about it. */
export function usedBy({ versions, manifests, referrers }: ImageGraph, digest: string): readonly string[] {
  const parts = childrenOf(manifests.get(digest)).map((child) => child.digest);
  return [...new Set([...parts, ...(referrers.get(digest) ?? [])])].filter((used) => versions.has(used));
}

/** The images that a version is a part of: the nearest above it with a tag, or else those that stand alone. */
export function imagesAround(graph: ImageGraph, digest: string): readonly PackageVersion[] {
  const found = new Map<string, PackageVersion>();
  const seen = new Set<string>();
  const queue = [...(graph.parents.get(digest) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const version = graph.versions.get(next);
    if (seen.has(next) || !version) continue;
    seen.add(next);
    const above = graph.parents.get(next) ?? [];
    if (ownTags(version).length > 0 || above.length === 0) found.set(next, version);
    else queue.push(...above);
  }
  return [...found.values()];
}

/** Digests that an image needs, itself included, and that are not there: pulling it fails. */
export function missingParts(graph: ImageGraph, digest: string): readonly string[] {
  const missing = new Set<string>();
  const seen = new Set<string>();
  const queue = [digest];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (!graph.versions.has(next)) missing.add(next);
    queue.push(...childrenOf(graph.manifests.get(next)).map((child) => child.digest));
  }
  return [...missing];
}

/**
 * Users before what they use: an index before its parts, an image before what is about it. That is the order to delete
 * in, so that a run that ends early leaves nothing broken; the reverse is the order to restore in. Tags can make circles
 * of what is about what; digests cannot, so that an index comes before its parts in any case.
 */
export function usersFirst(graph: ImageGraph, digests: readonly string[]): readonly string[] {
  const rest = new Set(digests);
  const ordered: string[] = [];
  while (rest.size > 0) {
    const free = [...rest].filter((digest) => !usersOf(graph, digest).some((user) => rest.has(user)));
    const next =
      free.length > 0
        ? free
        : [...rest].filter((digest) => !graph.parents.get(digest)?.some((p) => rest.has(p))).slice(0, 1);
    for (const digest of next) rest.delete(digest);
    ordered.push(...next);
  }
  return ordered;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
