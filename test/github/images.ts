import { createHash } from 'node:crypto';
import type { Blob, PackageVersion } from './state';
import { tarGzip, type Layer } from './oci/layers';
import { MEDIA_TYPES } from './oci/mediaTypes';

/** What a registry holds: digest to bytes. The functions here add to it; adding the same bytes again changes nothing. */
export type Blobs = Map<string, Blob>;

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Platform;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest or an index, with the manifests that only it holds together. */
export interface Image {
  readonly root: Descriptor;
  readonly children: readonly Descriptor[];
}

export interface ImageRequest {
  /** `owner/name`, and what was built: both go into the content, so that other images have other digests. */
  readonly repository: string;
  readonly release: string;
  readonly created: number;
  readonly platforms: readonly Platform[];
  /** Adds a buildx attestation manifest for each platform. */
  readonly attested?: boolean;
  /** Docker's media types in place of OCI's. */
  readonly docker?: boolean;
}

export const PLATFORMS = {
  amd64: { os: 'linux', architecture: 'amd64' },
  arm64: { os: 'linux', architecture: 'arm64' },
  armV7: { os: 'linux', architecture: 'arm', variant: 'v7' },
} as const satisfies Record<string, Platform>;

/** Keeps the bytes under their digest and answers their descriptor. */
export function addBlob(blobs: Blobs, mediaType: string, content: string | Uint8Array): Descriptor {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const digest = sha256(bytes);
  blobs.set(digest, { mediaType, bytes });
  return { mediaType, digest, size: bytes.length };
}

/** An image manifest, which is also what artifacts and referrers are made of. */
export function addManifest(
  blobs: Blobs,
  manifest: {
    readonly config: Descriptor;
    readonly layers: readonly Descriptor[];
    readonly mediaType?: string;
    readonly artifactType?: string;
    readonly subject?: Descriptor;
    readonly annotations?: Readonly<Record<string, string>>;
  },
): Descriptor {
  const { mediaType = MEDIA_TYPES.ociManifest, artifactType, config, layers, subject, annotations } = manifest;
  const content = { schemaVersion: 2, mediaType, artifactType, config, layers, subject, annotations };
  const added = addBlob(blobs, mediaType, JSON.stringify(content));
  return artifactType === undefined ? added : { ...added, artifactType };
}

/** An OCI index or a Docker manifest list over the given manifests. */
export function addIndex(
  blobs: Blobs,
  manifests: readonly Descriptor[],
  mediaType: string = MEDIA_TYPES.ociIndex,
): Descriptor {
  return addBlob(blobs, mediaType, JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
}

/**
 * What one `docker buildx build --push` leaves: a manifest alone for one platform without attestations, otherwise an
 * index with a manifest for each platform and the attestations after them.
 */
export function addImage(blobs: Blobs, request: ImageRequest): Image {
  const { attested = false, docker = false, platforms } = request;
  const appLayer = tarGzip('app/release.txt', `${request.repository} ${request.release}\n`);
  const manifests = platforms.map((platform) => ({
    ...addPlatformManifest(blobs, request, appLayer, platform),
    platform,
  }));
  const [only, ...others] = manifests;
  if (only && others.length === 0 && !attested) return { root: withoutPlatform(only), children: [] };
  const attestations = attested ? manifests.map((manifest) => addAttestation(blobs, request, manifest)) : [];
  const children = [...manifests, ...attestations];
  return { root: addIndex(blobs, children, docker ? MEDIA_TYPES.dockerList : MEDIA_TYPES.ociIndex), children };
}

/**
 * The package versions that GitHub shows for an image: the root with the tags, and every child as an untagged version
 * of its own. Ids are asked for in the order of a push, children first.
 */
export function toVersions(
  image: Image,
  tags: readonly string[],
  fields: { readonly id: () => number; readonly createdAt: number; readonly downloads?: number },
): PackageVersion[] {
  const { id, createdAt, downloads = 0 } = fields;
  const untagged = image.children.map(({ digest }) => ({ name: digest, tags: [], downloads: 0 }));
  return [...untagged, { name: image.root.digest, tags: [...tags], downloads }].map((version) => ({
    id: id(),
    ...version,
    createdAt,
    updatedAt: createdAt,
  }));
}

function addPlatformManifest(blobs: Blobs, request: ImageRequest, appLayer: Layer, platform: Platform): Descriptor {
  const { repository, created, docker = false } = request;
  const layers = [baseLayer(platform.architecture), appLayer];
  const config = {
    created: new Date(created).toISOString(),
    ...platform,
    config: { Entrypoint: [`/app/${repository.split('/').at(-1) ?? ''}`], Labels: labels(request) },
    rootfs: { type: 'layers', diff_ids: layers.map(({ tar }) => sha256(tar)) },
  };
  const layerType = docker ? MEDIA_TYPES.dockerLayer : MEDIA_TYPES.ociLayer;
  return addManifest(blobs, {
    mediaType: docker ? MEDIA_TYPES.dockerManifest : MEDIA_TYPES.ociManifest,
    config: addBlob(blobs, docker ? MEDIA_TYPES.dockerConfig : MEDIA_TYPES.ociConfig, JSON.stringify(config)),
    layers: layers.map(({ gzip }) => addBlob(blobs, layerType, gzip)),
  });
}

/** All images of one architecture stand on the same base; making it once is most of the time of making many images. */
function baseLayer(architecture: string): Layer {
  const known = baseLayers.get(architecture);
  if (known) return known;
  const layer = tarGzip('etc/os-release', `ID=debian\nARCHITECTURE=${architecture}\n`);
  baseLayers.set(architecture, layer);
  return layer;
}

const baseLayers = new Map<string, Layer>();

function labels({ repository, release }: ImageRequest): Record<string, string> {
  return {
    'org.opencontainers.image.source': `https://github.com/${repository}`,
    'org.opencontainers.image.version': release,
  };
}

/** https://docs.docker.com/build/metadata/attestations/attestation-storage/ */
function addAttestation(blobs: Blobs, { repository }: ImageRequest, subject: Descriptor): Descriptor {
  const predicateType = 'https://slsa.dev/provenance/v1';
  const statement = addBlob(
    blobs,
    MEDIA_TYPES.inToto,
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType,
      subject: [{ name: repository, digest: { sha256: subject.digest.slice('sha256:'.length) } }],
      predicate: { buildDefinition: { buildType: 'https://mobyproject.org/buildkit@v1' } },
    }),
  );
  const platform = { os: 'unknown', architecture: 'unknown' };
  const config = { ...platform, config: {}, rootfs: { type: 'layers', diff_ids: [statement.digest] } };
  const manifest = addManifest(blobs, {
    config: addBlob(blobs, MEDIA_TYPES.ociConfig, JSON.stringify(config)),
    layers: [{ ...statement, annotations: { 'in-toto.io/predicate-type': predicateType } }],
  });
  return {
    ...manifest,
    platform,
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': subject.digest,
    },
  };
}

function withoutPlatform({ mediaType, digest, size }: Descriptor): Descriptor {
  return { mediaType, digest, size };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
