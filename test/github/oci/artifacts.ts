import { addBlob, addManifest, type Blobs, type Descriptor } from '../images';
import { tarGzip } from './layers';
import { MEDIA_TYPES } from './mediaTypes';

/** Things beside container images: Helm charts and other artifacts, and what refers to an image by its digest. */

const COSIGN_SUFFIXES = { signature: '.sig', attestation: '.att', sbom: '.sbom' } as const;
export type CosignKind = keyof typeof COSIGN_SUFFIXES;

/**
 * The tag under which what refers to `digest` is found on a registry without the referrers API: `sha256-<hex>`, with
 * a suffix for what cosign keeps there itself.
 */
export function referrerTag(digest: string, kind?: CosignKind): string {
  return digest.replace(':', '-') + (kind ? COSIGN_SUFFIXES[kind] : '');
}

/** What `cosign sign`, `cosign attest` and `cosign attach sbom` push; it belongs under {@link referrerTag}. */
export function addCosign(blobs: Blobs, kind: CosignKind, repository: string, subject: Descriptor): Descriptor {
  const layer = cosignLayer(blobs, kind, repository, subject);
  const config = { architecture: '', os: '', config: {}, rootfs: { type: 'layers', diff_ids: [layer.digest] } };
  return addManifest(blobs, {
    config: addBlob(blobs, MEDIA_TYPES.ociConfig, JSON.stringify(config)),
    layers: [layer],
  });
}

/** A referrer of the newer kind: it names its subject in its manifest, and needs no tag. */
export function addReferrer(blobs: Blobs, subject: Descriptor): Descriptor {
  const bundle = { mediaType: MEDIA_TYPES.sigstoreBundle, subject: subject.digest };
  return addManifest(blobs, {
    artifactType: MEDIA_TYPES.sigstoreBundle,
    config: addBlob(blobs, MEDIA_TYPES.ociEmpty, '{}'),
    layers: [addBlob(blobs, MEDIA_TYPES.sigstoreBundle, JSON.stringify(bundle))],
    subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size },
  });
}

/** What `helm push` leaves. */
export function addHelmChart(blobs: Blobs, name: string, version: string): Descriptor {
  const chart = `apiVersion: v2\nname: ${name}\nversion: ${version}\n`;
  return addManifest(blobs, {
    config: addBlob(blobs, MEDIA_TYPES.helmConfig, JSON.stringify({ apiVersion: 'v2', name, version })),
    layers: [addBlob(blobs, MEDIA_TYPES.helmChart, tarGzip(`${name}/Chart.yaml`, chart).gzip)],
    annotations: { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': version },
  });
}

/** An artifact of any type, as `oras push` leaves it. */
export function addArtifact(blobs: Blobs, artifactType: string, content: string): Descriptor {
  return addManifest(blobs, {
    artifactType,
    config: addBlob(blobs, MEDIA_TYPES.ociEmpty, '{}'),
    layers: [addBlob(blobs, artifactType, content)],
  });
}

function cosignLayer(blobs: Blobs, kind: CosignKind, repository: string, { digest }: Descriptor): Descriptor {
  switch (kind) {
    case 'signature': {
      const critical = {
        identity: { 'docker-reference': repository },
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      };
      const payload = addBlob(blobs, MEDIA_TYPES.cosignPayload, JSON.stringify({ critical, optional: null }));
      // Nothing here verifies signatures, so any bytes of one's own will do.
      return { ...payload, annotations: { 'dev.cosignproject.cosign/signature': btoa(payload.digest) } };
    }
    case 'attestation': {
      const payload = btoa(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject: [{ digest }] }));
      const envelope = { payloadType: 'application/vnd.in-toto+json', payload, signatures: [] };
      return addBlob(blobs, MEDIA_TYPES.dsse, JSON.stringify(envelope));
    }
    case 'sbom':
      return addBlob(blobs, MEDIA_TYPES.spdx, JSON.stringify({ spdxVersion: 'SPDX-2.3', name: repository, digest }));
  }
}
