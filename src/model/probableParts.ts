import type { PackageVersion } from '../github/resources';

/** A build that pushes several platforms is over in this time. */
const BUILD = 60 * 60_000;
/** What was deleted together went within this time. */
const DELETION = 10 * 60_000;

/**
 * What a deleted image probably consists of, where nobody has read it before it was deleted: a deleted manifest cannot
 * be read. Clients push parts before the whole, and without a tag; and who deletes an image with its parts does so in one
 * go.
 * @param others deleted versions of the same container
 */
export function probableParts(image: PackageVersion, others: readonly PackageVersion[]): readonly PackageVersion[] {
  return others.filter(({ id, tags, createdAt, deletedAt }) => {
    if (id === image.id || tags.length > 0) return false;
    const age = image.createdAt - createdAt;
    const isOneBuild = age > 0 ? age <= BUILD : age === 0 && id < image.id;
    const apart = deletedAt === undefined ? 0 : Math.abs(deletedAt - (image.deletedAt ?? deletedAt));
    return isOneBuild && apart <= DELETION;
  });
}
