/** What a container registry keeps under a digest: an image, or an index over several. Only what is needed is kept. */

/** The four types that a manifest or an index can have: OCI's, and Docker's older ones. */
export const MANIFEST_MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

const INDEX_MEDIA_TYPES: ReadonlySet<string> = new Set([MANIFEST_MEDIA_TYPES[0], MANIFEST_MEDIA_TYPES[2]]);
const IMAGE_MEDIA_TYPES: ReadonlySet<string> = new Set([MANIFEST_MEDIA_TYPES[1], MANIFEST_MEDIA_TYPES[3]]);

export interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** `linux/arm64`, `linux/arm/v7`; `unknown/unknown` for what buildx attaches. */
  readonly platform?: string;
  readonly artifactType?: string;
  /** The digest of the manifest that buildx made this attestation for. */
  readonly attests?: string;
}

interface Common {
  readonly artifactType?: string;
  /** The digest of the manifest that this one is about. */
  readonly subject?: string;
}

export interface ImageIndex extends Common {
  readonly kind: 'index';
  readonly children: readonly Descriptor[];
}

/** An image for one platform, or an artifact of any other kind: they have the same form. */
export interface ImageManifest extends Common {
  readonly kind: 'image';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** What is of no known form: it can need nothing that it does not name. */
export interface OtherManifest extends Common {
  readonly kind: 'other';
  /** Every digest that stands anywhere in it, whatever for. */
  readonly mentions: readonly string[];
}

export type Manifest = ImageIndex | ImageManifest | OtherManifest;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Whether a version's name is a digest that a registry can be asked for. */
export function isDigest(name: string): boolean {
  return DIGEST.test(name);
}

/** Whether what a descriptor points at is an image by its own word, and so has no children. */
export function isLeaf({ mediaType }: Descriptor): boolean {
  return IMAGE_MEDIA_TYPES.has(mediaType);
}

/**
 * Reads a manifest by the OCI image specification and Docker's "Image Manifest V2, Schema 2". What it could point at
 * without our seeing it must not be overlooked, so that of anything unusual no more is believed than which digests stand
 * in it: an entry without a digest of the usual kind, a document that could be read as an index and as an image, Docker's
 * first schema, a kind that is yet to come.
 *
 * @param bytes the very bytes whose digest is the manifest's name
 * @returns undefined when it is not even JSON, or names things in a way that is not known
 */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const json: unknown = JSON.parse(text);
    return understood(record(json)) ?? other(text, json);
  } catch {
    return undefined;
  }
}

function understood(json: Json): Manifest | undefined {
  const { mediaType, artifactType, manifests, layers, config } = json;
  const subject = json['subject'] === undefined ? undefined : toDescriptor(json['subject']);
  if (json['subject'] !== undefined && (!subject || !isDigest(subject.digest))) return undefined;
  const common: Common = {
    ...(typeof artifactType === 'string' && { artifactType }),
    ...(subject && { subject: subject.digest }),
  };
  if (Array.isArray(manifests) && layers === undefined && config === undefined && fits(mediaType, INDEX_MEDIA_TYPES)) {
    const children = descriptors(manifests);
    return children?.every(({ digest }) => isDigest(digest)) ? { kind: 'index', children, ...common } : undefined;
  }
  if (Array.isArray(layers) && manifests === undefined && fits(mediaType, IMAGE_MEDIA_TYPES)) {
    const described = toDescriptor(config);
    const parts = descriptors(layers);
    return described && parts ? { kind: 'image', config: described, layers: parts, ...common } : undefined;
  }
  return undefined;
}

/** In whatever form it is written: with its algorithm or without, in any case, and with escapes. */
const HEX = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi;
const OTHER_ALGORITHM = /sha(?:384|512)/i;

function other(text: string, json: unknown): OtherManifest | undefined {
  // As it is written, for what a name that stands there twice hides from a parser; and as it is read, without escapes.
  const words = [text, ...JSON.stringify(json).split('"')];
  if (words.some((word) => OTHER_ALGORITHM.test(word))) return undefined;
  const found = words.flatMap((word) => word.match(HEX) ?? []).map((hex) => `sha256:${hex.toLowerCase()}`);
  return { kind: 'other', mentions: [...new Set(found)] };
}

type Json = Readonly<Record<string, unknown>>;

/** OCI lets it be left out. */
function fits(mediaType: unknown, types: ReadonlySet<string>): boolean {
  return mediaType === undefined || (typeof mediaType === 'string' && types.has(mediaType));
}

function descriptors(wires: readonly unknown[]): readonly Descriptor[] | undefined {
  const found = wires.map(toDescriptor).filter((descriptor) => descriptor !== undefined);
  return found.length === wires.length ? found : undefined;
}

function toDescriptor(wire: unknown): Descriptor | undefined {
  const { digest, mediaType, size, artifactType, platform, annotations } = record(wire);
  if (typeof digest !== 'string' || typeof mediaType !== 'string') return undefined;
  const attests = record(annotations)['vnd.docker.reference.digest'];
  const name = platformName(record(platform));
  return {
    digest,
    mediaType,
    size: Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : 0,
    ...(name !== undefined && { platform: name }),
    ...(typeof artifactType === 'string' && { artifactType }),
    ...(typeof attests === 'string' && { attests }),
  };
}

function platformName({ os, architecture, variant }: Json): string | undefined {
  const parts = [os, architecture, variant].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join('/') : undefined;
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
