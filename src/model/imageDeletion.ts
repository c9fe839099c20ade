import type { PackageVersion } from '../github/resources';
import { imagesAround, unreadVersions, usedBy, usersFirst, usersOf, type ImageGraph } from './imageGraph';
import { ownTags } from './imageTags';

/** One version that goes. */
export interface Step {
  readonly digest: string;
  /** What has to be gone before; where one of these stays after all, this stays too. */
  readonly after: readonly string[];
}

/** What would go along, and stays. */
export interface KeptPart {
  readonly digest: string;
  /** It has tags of its own, it is a part of other images, or it is about something that stays. */
  readonly why: 'tagged' | 'shared' | 'about';
  /** The other images, or what it is about; itself where it is tagged. */
  readonly by: readonly PackageVersion[];
}

/** What was chosen, and stays because it is a part of images that stay. */
export interface RefusedPart {
  readonly digest: string;
  readonly images: readonly PackageVersion[];
}

export interface ImageDeletion {
  /** Indexes before their parts. */
  readonly steps: readonly Step[];
  readonly kept: readonly KeptPart[];
  readonly refused: readonly RefusedPart[];
  /** What could not be read and might have what was chosen as a part. While there is any, nothing goes. */
  readonly unread: readonly PackageVersion[];
}

export interface Choice {
  /** Digests that a person has chosen. */
  readonly chosen: ReadonlySet<string>;
  /** Digests that stay whatever is chosen, because GitHub keeps them. */
  readonly staying?: ReadonlySet<string>;
  /** Whether the graph has every version; one that is not listed could be an index over any of them. */
  readonly complete: boolean;
}

/**
 * What goes when images are deleted: they, and of their parts and of what is about them that which nothing else needs.
 * A part of an image that stays never goes, chosen or not. Images in other packages cannot be known.
 */
export function planImageDeletion(graph: ImageGraph, { chosen, staying, complete }: Choice): ImageDeletion {
  const unread = unreadVersions(graph);
  if (unread.length > 0 || !complete) return { steps: [], kept: [], refused: [], unread };

  const roots = [...chosen].filter((digest) => graph.versions.has(digest) && !staying?.has(digest));
  const going = reach(graph, roots, staying);
  const hasHolder = (digest: string): boolean => holders(graph, digest, chosen).some((user) => !going.has(user));
  // Whatever something that stays needs, stays; and then, so does what that needs.
  const queue = [...going];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (!going.has(next) || !hasHolder(next)) continue;
    going.delete(next);
    queue.push(...usedBy(graph, next));
  }

  const before = new Set<string>();
  const steps = usersFirst(graph, [...going]).map((digest) => {
    const after = usersOf(graph, digest).filter((user) => before.has(user));
    before.add(digest);
    return { digest, after };
  });
  const refused = roots
    .filter((digest) => !going.has(digest))
    .map((digest) => ({ digest, images: stayingImages(graph, digest, going) }));
  const spared = new Set([...going].flatMap((digest) => usedBy(graph, digest)));
  const kept = [...spared]
    .filter((digest) => !going.has(digest) && !chosen.has(digest) && !staying?.has(digest))
    .map((digest) => keptPart(graph, digest, going));
  return { steps, kept, refused, unread };
}

/** What was chosen and everything below it, as far as it has no life of its own. */
function reach(graph: ImageGraph, roots: readonly string[], staying: ReadonlySet<string> | undefined): Set<string> {
  const found = new Set(roots);
  for (const digest of found) {
    for (const used of usedBy(graph, digest)) if (!isTagged(graph, used) && !staying?.has(used)) found.add(used);
  }
  return found;
}

/** What a version cannot be taken away from. A signature that was chosen itself may go without what it signs. */
function holders(graph: ImageGraph, digest: string, chosen: ReadonlySet<string>): readonly string[] {
  return chosen.has(digest) ? (graph.parents.get(digest) ?? []) : usersOf(graph, digest);
}

function keptPart(graph: ImageGraph, digest: string, going: ReadonlySet<string>): KeptPart {
  const itself = graph.versions.get(digest);
  if (itself && isTagged(graph, digest)) return { digest, why: 'tagged', by: [itself] };
  const images = stayingImages(graph, digest, going);
  if (images.length > 0) return { digest, why: 'shared', by: images };
  const about = (graph.subjects.get(digest) ?? []).filter((subject) => !going.has(subject));
  return { digest, why: 'about', by: about.flatMap((subject) => graph.versions.get(subject) ?? []) };
}

/** The images around a part that stay; where only something untagged in between stays, that. */
function stayingImages(graph: ImageGraph, digest: string, going: ReadonlySet<string>): readonly PackageVersion[] {
  const images = imagesAround(graph, digest).filter(({ name }) => !going.has(name));
  if (images.length > 0) return images;
  const parents = (graph.parents.get(digest) ?? []).filter((parent) => !going.has(parent));
  return parents.flatMap((parent) => graph.versions.get(parent) ?? []);
}

function isTagged({ versions }: ImageGraph, digest: string): boolean {
  const version = versions.get(digest);
  return version !== undefined && ownTags(version).length > 0;
}
