import type { PackageVersion } from '../github/resources';

const DAY = 24 * 60 * 60 * 1000;
/** How long GitHub keeps what was deleted (docs.github.com, "Deleting and restoring a package"). */
const KEPT_DAYS = 30;

export interface Retention {
  /** Whole days left; 0 when less than one day is left. */
  readonly daysLeft: number;
  readonly expired: boolean;
  /** False where GitHub did not say when it was deleted, and the last change stands in for it. */
  readonly exact: boolean;
}

/** How long a deleted version can still be restored. */
export function retention(version: Pick<PackageVersion, 'deletedAt' | 'updatedAt'>, now: number): Retention {
  const since = version.deletedAt ?? version.updatedAt;
  const left = since + KEPT_DAYS * DAY - now;
  return { daysLeft: Math.max(0, Math.floor(left / DAY)), expired: left <= 0, exact: version.deletedAt !== undefined };
}
