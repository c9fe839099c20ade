import type { PackageVersion } from '../github/resources';
import { hiddenUsers, type HiddenUsers } from './hiddenUsers';
import { imagesAround, namedIn, usedBy, usersFirst, usersOf, type ImageGraph } from './imageGraph';
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
  /** It has tags of its own, it is or may be a part of other images, or it is about something that stays. */
  readonly why: 'tagged' | 'shared' | 'unread' | 'about';
  /** The other images, or what it is about; itself where it is tagged. */
  readonly by: readonly PackageVersion[];
}

/** What was chosen, and stays because it is a part of images that stay, or may be one of what could not be read. */
export interface RefusedPart {
  readonly digest: string;
  readonly images: readonly PackageVersion[];
  readonly unread: readonly PackageVersion[];
}

export interface ImageDeletion {
  /** Indexes before their parts. */
  readonly steps: readonly Step[];
  readonly kept: readonly KeptPart[];
  readonly refused: readonly RefusedPart[];
}

export interface Choice {
  /** Digests that a person has chosen. */
  readonly chosen: ReadonlySet<string>;
  /** Digests that stay whatever is chosen, because GitHub keeps them. */
  readonly staying?: ReadonlySet<string>;
  /** Whether the graph has every version; one that is not listed could be an index over any of them. */
  readonly complete: boolean;
}

/** What is known, and what a person wants of it. */
interface Case {
  readonly graph: ImageGraph;
  readonly hidden: HiddenUsers;
  readonly chosen: ReadonlySet<string>;
  readonly staying: ReadonlySet<string>;
}

const NOTHING: ImageDeletion = { steps: [], kept: [], refused: [] };

/**
 * What goes when images are deleted: they, and of their parts and of what is about them that which nothing else needs.
 * A part of an image that stays never goes, chosen or not, nor does anything that may be a part of what could not be
 * read: see {@link hiddenUsers}. What could not be read goes only where it was chosen itself and is the only one, and
 * then before everything that it could need; of several each could be a part of another. Images in other packages cannot
 * be known.
 */
export function planImageDeletion(graph: ImageGraph, { chosen, staying = new Set(), complete }: Choice): ImageDeletion {
  if (!complete) return NOTHING;
  const hidden = hiddenUsers(graph);
  const given: Case = { graph, hidden, chosen, staying };
  const roots = [...chosen].filter((digest) => graph.versions.has(digest) && !staying.has(digest));
  const going = reach(given, roots);
  // Whatever something that stays needs, stays; and then, so does what that needs.
  const queue = [...going];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (!going.has(next) || !isHeld(given, next, going)) continue;
    going.delete(next);
    if (hidden.unread.has(next)) queue.push(...going);
    else queue.push(...usedBy(graph, next), ...namedIn(graph.manifests.get(next)));
  }

  const refused = roots
    .filter((digest) => !going.has(digest))
    .map((digest) => ({
      digest,
      images: stayingImages(graph, digest, going),
      unread: versionsOf(graph, hiddenHolders(given, digest, going)),
    }));
  const spared = new Set([...going].flatMap((digest) => usedBy(graph, digest)));
  const kept = [...spared]
    .filter((digest) => !going.has(digest) && !chosen.has(digest) && !staying.has(digest))
    .map((digest) => keptPart(given, digest, going));
  return { steps: inOrder(given, going), kept, refused };
}

/** What was chosen and everything below it, as far as it has no life of its own and can be read. */
function reach({ graph, hidden: { unread }, staying }: Case, roots: readonly string[]): Set<string> {
  const found = new Set(roots.filter((digest) => !unread.has(digest) || unread.size === 1));
  for (const digest of found) {
    for (const used of usedBy(graph, digest)) {
      if (!isTagged(graph, used) && !staying.has(used) && !unread.has(used)) found.add(used);
    }
  }
  return found;
}

/** Users before what they use. What could not be read may use anything but what it is a part of itself. */
function inOrder({ graph, hidden }: Case, going: ReadonlySet<string>): readonly Step[] {
  const order = usersFirst(graph, [...going]);
  const blind = order.find((digest) => hidden.unread.has(digest));
  const above = new Set(blind === undefined ? [] : [blind]);
  for (const digest of above) for (const parent of graph.parents.get(digest) ?? []) above.add(parent);
  const before = new Set<string>();
  return [...order.filter((digest) => above.has(digest)), ...order.filter((digest) => !above.has(digest))].map(
    (digest) => {
      const users = new Set(usersOf(graph, digest));
      if (blind !== undefined && hidden.mayHold(blind, digest)) users.add(blind);
      const after = [...users].filter((user) => before.has(user));
      before.add(digest);
      return { digest, after };
    },
  );
}

function isHeld(given: Case, digest: string, going: ReadonlySet<string>): boolean {
  const { graph, hidden, chosen } = given;
  if (holders(graph, digest, chosen).some((user) => !going.has(user))) return true;
  for (const user of hidden.unread) if (!going.has(user) && hidden.mayHold(user, digest)) return true;
  return false;
}

function hiddenHolders({ hidden }: Case, digest: string, going: ReadonlySet<string>): readonly string[] {
  // Of several that could not be read none goes, and the others are not the only reason.
  if (hidden.unread.has(digest) && hidden.unread.size > 1) return [...hidden.unread];
  return hidden.holdersOf(digest).filter((user) => !going.has(user));
}

/** What a version cannot be taken away from. A signature that was chosen itself may go without what it signs. */
function holders(graph: ImageGraph, digest: string, chosen: ReadonlySet<string>): readonly string[] {
  return chosen.has(digest) ? (graph.parents.get(digest) ?? []) : usersOf(graph, digest);
}

function keptPart(given: Case, digest: string, going: ReadonlySet<string>): KeptPart {
  const { graph, hidden } = given;
  const itself = graph.versions.get(digest);
  if (itself && isTagged(graph, digest)) return { digest, why: 'tagged', by: [itself] };
  const images = stayingImages(graph, digest, going);
  if (images.length > 0) return { digest, why: 'shared', by: images };
  if (itself && hidden.unread.has(digest)) return { digest, why: 'unread', by: [itself] };
  const unread = versionsOf(graph, hiddenHolders(given, digest, going));
  if (unread.length > 0) return { digest, why: 'unread', by: unread };
  const about = (graph.subjects.get(digest) ?? []).filter((subject) => !going.has(subject));
  return { digest, why: 'about', by: versionsOf(graph, about) };
}

/** The images around a part that stay; where only something untagged in between stays, that. */
function stayingImages(graph: ImageGraph, digest: string, going: ReadonlySet<string>): readonly PackageVersion[] {
  const images = imagesAround(graph, digest).filter(({ name }) => !going.has(name));
  if (images.length > 0) return images;
  const parents = (graph.parents.get(digest) ?? []).filter((parent) => !going.has(parent));
  return versionsOf(graph, parents);
}

function versionsOf({ versions }: ImageGraph, digests: readonly string[]): readonly PackageVersion[] {
  return digests.flatMap((digest) => versions.get(digest) ?? []);
}

function isTagged({ versions }: ImageGraph, digest: string): boolean {
  const version = versions.get(digest);
  return version !== undefined && ownTags(version).length > 0;
}
