import type { PackageVersion } from '../github/resources';
import { ownTags } from './imageTags';

/** Versions with less time between them probably came with one push. */
const PUSH = 2 * 60_000;

/**
 * Which of the versions that have to be read are read next. What an index describes need not be read any more, and each
 * reading counts as a download: so indexes should come first. Images with a tag probably are; of the others, the last of
 * a push, since clients push the parts before the whole.
 * @param unread not yet known by any index
 * @param each how many of a push; with more each time it ends soon where nothing is an index
 */
export function nextToRead(unread: readonly PackageVersion[], each: number): readonly PackageVersion[] {
  const tagged = unread.filter((version) => ownTags(version).length > 0);
  if (tagged.length > 0) return tagged;
  const newestFirst = [...unread].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  let place = 0;
  return newestFirst.filter((version, index) => {
    const newer = newestFirst[index - 1];
    place = newer && newer.createdAt - version.createdAt <= PUSH ? place + 1 : 0;
    return place < each;
  });
}
