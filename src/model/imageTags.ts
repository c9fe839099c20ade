import type { PackageVersion } from '../github/resources';

/**
 * The tag under which what refers to a manifest is kept on a registry without a referrers API: `sha256-<hex>`, with a
 * suffix where cosign keeps it (OCI distribution specification, "Referrers Tag Schema"; cosign, "Signature
 * Specification"). GitHub's registry is one of them.
 */
const REFERRER_TAG = /^sha256-([0-9a-f]{64})(\..+)?$/;

/** @returns the digest that a tag says its version is about; undefined for tags that people give */
export function subjectOfTag(tag: string): string | undefined {
  const hex = REFERRER_TAG.exec(tag)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}

/** The tags that make a version an image in its own right. */
export function ownTags({ tags }: PackageVersion): readonly string[] {
  return tags.filter((tag) => subjectOfTag(tag) === undefined);
}
