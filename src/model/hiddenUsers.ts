import { groupBy } from './groupBy';
import { unreadVersions, type ImageGraph } from './imageGraph';

/**
 * What a version may be a part of without anybody knowing: versions whose manifest could not be read.
 *
 * What such a version could refer to is nearly everything, and little narrows it. Not time: an index may be older than
 * its parts, where a registry takes them in any order, or where a part was deleted and pushed again. Not a tag: parts may
 * have tags. Not that the registry answers 404 for it: a manifest that was restored or pushed just now may be on its way,
 * and a registry hides by 404 what somebody may not see. What does narrow it is that a manifest holds the digests of its
 * parts: what holds the digest of the unread one, directly or through others, was made after it, and the unread one
 * cannot hold its digest in turn. Tags do not count there, since anybody can set them.
 */
export interface HiddenUsers {
  /** Those that could not be read. */
  readonly unread: ReadonlySet<string>;
  /** Whether an unread one may have a version as a part. */
  mayHold(unread: string, digest: string): boolean;
  /** Those unread that may have a version as a part. */
  holdersOf(digest: string): readonly string[];
}

export function hiddenUsers(graph: ImageGraph): HiddenUsers {
  const unread = new Set(unreadVersions(graph).map(({ name }) => name));
  const about = groupBy(graph.manifests, ([, { subject }]) => subject);
  const madeAfter = new Map<string, ReadonlySet<string>>();

  /** Itself, and everything that holds its digest. */
  function laterThan(digest: string): ReadonlySet<string> {
    const known = madeAfter.get(digest);
    if (known) return known;
    const later = new Set([digest]);
    for (const next of later) {
      for (const user of graph.parents.get(next) ?? []) later.add(user);
      for (const [user] of about.get(next) ?? []) later.add(user);
    }
    madeAfter.set(digest, later);
    return later;
  }
  const mayHold = (holder: string, digest: string): boolean => !laterThan(holder).has(digest);

  return { unread, mayHold, holdersOf: (digest) => [...unread].filter((holder) => mayHold(holder, digest)) };
}
