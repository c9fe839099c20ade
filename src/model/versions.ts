import * as l10n from '@vscode/l10n';
import type { Package, PackageVersion } from '../github/resources';
import { formatNumber } from './formatNumber';
import { ownTags } from './imageTags';

/** The first 12 hexadecimal digits of `sha256:…`, as Docker shows it; other names as they are. */
export function shortName(version: PackageVersion): string {
  const digits = /^sha256:([0-9a-f]{12})[0-9a-f]{52}$/.exec(version.name)?.[1];
  return digits ?? version.name;
}

/** What a person calls a version: the tags that people gave it, or its name where it has none. */
export function versionTitle(version: PackageVersion): string {
  const tags = ownTags(version);
  return tags.length > 0 ? tags.join(', ') : shortName(version);
}

/** Whether its versions are images, which have a digest and tags. */
export function isImage({ type }: Package): boolean {
  return type === 'container' || type === 'docker';
}

/**
 * An image without a tag of its own. It is not rubbish: the platforms, attestations and signatures of a tagged image
 * look just like this, and GitHub's REST API does not say which are which.
 */
export function mayBePartOfAnImage(pkg: Package, version: PackageVersion): boolean {
  return isImage(pkg) && ownTags(version).length === 0;
}

/** How many versions a package has, as GitHub counts: which ones it counts is not documented, so it is approximate. */
export function versionCount({ versionCount: count }: Package, locale: string): { short: string; spoken: string } {
  const number = formatNumber(count, locale);
  if (count === 1) return { short: l10n.t('1 version'), spoken: l10n.t('1 version') };
  return { short: l10n.t('~{0} versions', number), spoken: l10n.t('about {0} versions', number) };
}
