import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  addImage,
  addManifest,
  PLATFORMS,
  toVersions,
  type Blobs,
  type Descriptor,
  type Image,
} from '../../github/images';
import { addArtifact, addCosign, addHelmChart, addReferrer, referrerTag } from '../../github/oci/artifacts';
import { tarGzip } from '../../github/oci/layers';
import { MEDIA_TYPES } from '../../github/oci/mediaTypes';

interface Manifest {
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly config: Descriptor;
  readonly layers: Descriptor[];
  readonly subject?: Descriptor;
}

const REQUEST = { repository: 'octo-org/web', release: '1.0.0', created: 1.7e12 };
const ALL = [PLATFORMS.amd64, PLATFORMS.arm64, PLATFORMS.armV7];

describe('Images for the local registry', () => {
  let blobs: Blobs;
  beforeEach(() => {
    blobs = new Map();
  });

  function bytesOf(digest: string): Buffer {
    const blob = blobs.get(digest);
    assert.ok(blob, `${digest} is there`);
    return Buffer.from(blob.bytes);
  }
  const read = (digest: string): Manifest => JSON.parse(bytesOf(digest).toString()) as Manifest;
  const childrenOf = ({ root }: Image): Descriptor[] =>
    (JSON.parse(bytesOf(root.digest).toString()) as { manifests: Descriptor[] }).manifests;

  it('keeps everything under the SHA-256 of its bytes, with the right sizes', () => {
    const image = addImage(blobs, { ...REQUEST, platforms: ALL, attested: true });
    for (const [digest, { bytes }] of blobs) {
      assert.equal(digest, `sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    }
    const held = image.children.flatMap(({ digest }) => [read(digest).config, ...read(digest).layers]);
    for (const { digest, size } of [image.root, ...image.children, ...held]) assert.equal(bytesOf(digest).length, size);
  });

  it('makes the same bytes every time, and other bytes for another release', () => {
    const digest = (release: string): string =>
      addImage(new Map(), { ...REQUEST, release, platforms: ALL, attested: true }).root.digest;
    assert.equal(digest('1.0.0'), digest('1.0.0'));
    assert.notEqual(digest('1.0.0'), digest('1.0.1'));
  });

  it('puts one platform into a manifest, and several into an index that names them', () => {
    const single = addImage(blobs, { ...REQUEST, platforms: [PLATFORMS.amd64] });
    assert.equal(read(single.root.digest).mediaType, MEDIA_TYPES.ociManifest);
    assert.deepEqual(single.children, []);

    const multiple = addImage(blobs, { ...REQUEST, platforms: ALL });
    assert.equal(multiple.root.mediaType, MEDIA_TYPES.ociIndex);
    assert.deepEqual(
      childrenOf(multiple).map(({ platform }) => platform),
      ALL,
    );
    assert.deepEqual(childrenOf(multiple), multiple.children);
  });

  it('attests as buildx does: an unknown platform that names the manifest it is about', () => {
    const { children } = addImage(blobs, { ...REQUEST, platforms: [PLATFORMS.amd64], attested: true });
    const [manifest, attestation] = children;
    assert.deepEqual(attestation?.platform, { os: 'unknown', architecture: 'unknown' });
    assert.deepEqual(attestation.annotations, {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': manifest?.digest,
    });
    assert.equal(read(attestation.digest).layers[0]?.mediaType, MEDIA_TYPES.inToto);
  });

  it("speaks Docker's formats throughout when told to", () => {
    const { root, children } = addImage(blobs, { ...REQUEST, platforms: ALL, docker: true });
    assert.equal(root.mediaType, MEDIA_TYPES.dockerList);
    for (const { digest } of children) {
      const { mediaType, config, layers } = read(digest);
      assert.equal(mediaType, MEDIA_TYPES.dockerManifest);
      assert.equal(config.mediaType, MEDIA_TYPES.dockerConfig);
      for (const layer of layers) assert.equal(layer.mediaType, MEDIA_TYPES.dockerLayer);
    }
  });

  it('holds real layers, whose uncompressed digests are in the configuration', () => {
    const { root } = addImage(blobs, { ...REQUEST, platforms: [PLATFORMS.arm64] });
    const { config, layers } = read(root.digest);
    const { rootfs } = JSON.parse(bytesOf(config.digest).toString()) as { rootfs: { diff_ids: string[] } };
    const tars = layers.map(({ digest }) => gunzipSync(bytesOf(digest)));
    assert.deepEqual(
      tars.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`),
      rootfs.diff_ids,
    );
  });

  it('writes tar archives by the standard', () => {
    const { tar, gzip } = tarGzip('app/hello.txt', 'hello');
    const header = Buffer.from(tar.subarray(0, 512));
    assert.equal(tar.length % 512, 0);
    assert.equal(header.toString('latin1', 0, 13), 'app/hello.txt');
    assert.equal(Number.parseInt(header.toString('latin1', 124, 135), 8), 5);
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    assert.equal(Number.parseInt(header.toString('latin1', 148, 154), 8), sum);
    assert.equal(Buffer.from(tar.subarray(512, 517)).toString(), 'hello');
    assert.ok(gunzipSync(gzip).equals(tar));
  });

  it('makes layers that are the same on every machine', () => {
    const { gzip } = tarGzip('app/hello.txt', 'hello');
    assert.equal(
      createHash('sha256').update(gzip).digest('hex'),
      '3a7aafd19d12458e97f4e6ffb6bcafb4de04d45a4feff7693446189820630766',
    );
  });

  it('names what refers to an image after its digest', () => {
    const digest = `sha256:${'0a'.repeat(32)}`;
    assert.equal(referrerTag(digest), `sha256-${'0a'.repeat(32)}`);
    assert.equal(referrerTag(digest, 'signature'), `sha256-${'0a'.repeat(32)}.sig`);
    assert.equal(referrerTag(digest, 'attestation'), `sha256-${'0a'.repeat(32)}.att`);
    assert.equal(referrerTag(digest, 'sbom'), `sha256-${'0a'.repeat(32)}.sbom`);
  });

  it('signs, attests, lists contents and refers by subject', () => {
    const { root } = addImage(blobs, { ...REQUEST, platforms: [PLATFORMS.amd64] });
    const signature = read(addCosign(blobs, 'signature', REQUEST.repository, root).digest).layers[0];
    assert.ok(signature?.annotations?.['dev.cosignproject.cosign/signature']);
    assert.match(bytesOf(signature.digest).toString(), new RegExp(root.digest));
    const kinds = ['attestation', 'sbom'] as const;
    const types = kinds.map(
      (kind) => read(addCosign(blobs, kind, REQUEST.repository, root).digest).layers[0]?.mediaType,
    );
    assert.deepEqual(types, [MEDIA_TYPES.dsse, MEDIA_TYPES.spdx]);
    assert.deepEqual(read(addReferrer(blobs, root).digest).subject, root);
  });

  it('makes charts and other artifacts, and leaves out what a manifest does not have', () => {
    assert.equal(read(addHelmChart(blobs, 'web', '1.0.0').digest).config.mediaType, MEDIA_TYPES.helmConfig);
    assert.equal(read(addArtifact(blobs, 'application/x.test', 'text').digest).artifactType, 'application/x.test');
    const config = { mediaType: MEDIA_TYPES.ociEmpty, digest: 'sha256:0', size: 2 };
    const bare = addManifest(blobs, { config, layers: [] });
    assert.deepEqual(Object.keys(read(bare.digest)), ['schemaVersion', 'mediaType', 'config', 'layers']);
  });

  it('becomes one tagged version and an untagged one for every child', () => {
    const image = addImage(blobs, { ...REQUEST, platforms: ALL, attested: true });
    let next = 10;
    const versions = toVersions(image, ['1.0.0', 'latest'], { id: () => next++, createdAt: 5, downloads: 7 });
    assert.equal(versions.length, 7);
    assert.deepEqual(versions.at(-1), {
      id: 16,
      name: image.root.digest,
      createdAt: 5,
      updatedAt: 5,
      tags: ['1.0.0', 'latest'],
      downloads: 7,
    });
    assert.deepEqual(
      versions.slice(0, -1).map(({ name, tags, downloads }) => [name, tags.length, downloads]),
      image.children.map(({ digest }) => [digest, 0, 0]),
    );
  });
});
