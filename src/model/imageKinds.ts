import type { Descriptor, Manifest } from '../github/manifests';

/** What a manifest holds, as far as a person cares. */
export type ImageKind = 'index' | 'image' | 'chart' | 'signature' | 'attestation' | 'sbom' | 'artifact';

/** Media types that say what they are, wherever they stand; the first that fits decides. */
const SPEAKING: readonly (readonly [RegExp, ImageKind])[] = [
  [/^application\/vnd\.cncf\.helm\./, 'chart'],
  [/\b(spdx|cyclonedx|syft)\b|\.sbom\./, 'sbom'],
  [/\bin-toto\b|\bdsse\b/, 'attestation'],
  [/^application\/vnd\.dev\.(cosign|sigstore)\b|^application\/vnd\.cncf\.notary\./, 'signature'],
];
const IMAGE_CONFIG = /^application\/vnd\.(oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/;

/**
 * By the media types of the OCI image specification ("Guidelines for Artifact Usage"), Docker, Helm, cosign, Notary and
 * in-toto. cosign and buildx keep what they make in the form of an image, so layers tell more than the configuration.
 */
export function imageKind(manifest: Manifest): ImageKind {
  if (manifest.kind === 'index') return 'index';
  if (manifest.kind === 'other') return 'artifact';
  const { artifactType, config, layers } = manifest;
  for (const mediaType of [artifactType, ...layers.map((layer) => layer.mediaType), config.mediaType]) {
    const [, kind] = SPEAKING.find(([pattern]) => pattern.test(mediaType ?? '')) ?? [];
    if (kind) return kind;
  }
  return artifactType === undefined && IMAGE_CONFIG.test(config.mediaType) ? 'image' : 'artifact';
}

/** The same of a part that is known only by its entry in an index. */
export function partKind({ mediaType, artifactType, platform, attests }: Descriptor): ImageKind {
  if (/\b(index|list)\b/.test(mediaType)) return 'index';
  if (attests !== undefined || platform === 'unknown/unknown') return 'attestation';
  const [, kind] = SPEAKING.find(([pattern]) => pattern.test(artifactType ?? '')) ?? [];
  return kind ?? (artifactType === undefined ? 'image' : 'artifact');
}

/** What cosign's tags say about what is under them. */
export function kindOfReferrerTag(tag: string): ImageKind {
  const kinds: Readonly<Record<string, ImageKind>> = { sig: 'signature', att: 'attestation', sbom: 'sbom' };
  return kinds[tag.split('.').at(-1) ?? ''] ?? 'index';
}
