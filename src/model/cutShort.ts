import type { Package } from '../github/resources';

/** GitHub's default for lists. */
const USUAL_PAGE_SIZE = 30;

/**
 * Whether a list of active versions that seems whole may be the first page only. GitHub's description names no paging for
 * the versions of another person's package. Where it does none, the answer is one page of its usual size, which nothing
 * tells from a whole list but its number of entries.
 */
export function isCutShort({ owner, versionCount }: Package, listed: number): boolean {
  return owner.kind === 'user' && listed === USUAL_PAGE_SIZE && versionCount > USUAL_PAGE_SIZE;
}
