import assert from 'node:assert/strict';
import { addIndex } from '../../../github/images';
import { addArtifact, addCosign, addHelmChart, addReferrer, referrerTag } from '../../../github/oci/artifacts';
import { parseManifest } from '../../../../src/github/manifests';
import { childrenOf, missingParts } from '../../../../src/model/imageGraph';
import { imageKind, kindOfReferrerTag, partKind, type ImageKind } from '../../../../src/model/imageKinds';
import { imageSize } from '../../../../src/model/imageSize';
import { ownTags, subjectOfTag } from '../../../../src/model/imageTags';
import { container, type Container } from '../support/containers';
import { exampleVersion } from '../support/examples';

const HEX = 'ab'.repeat(32);

describe('A container', () => {
  let box: Container;
  const NAME = 'octo-org/web';
  beforeEach(() => {
    box = container();
  });
  const kindOf = ({ digest }: { digest: string }): ImageKind => {
    const manifest = parseManifest(box.blobs.get(digest)?.bytes ?? new Uint8Array());
    assert.ok(manifest);
    return imageKind(manifest);
  };

  it('knows a broken image by its missing part, however deep', () => {
    const one = box.push(['1.0'], { attested: false });
    const outer = box.add(addIndex(box.blobs, [one.root]), 'all');
    assert.deepEqual(missingParts(box.graph(), outer.digest), []);
    const [lost] = one.children;
    assert.ok(lost);
    box.remove(lost.digest);
    assert.deepEqual(missingParts(box.graph(), outer.digest), [lost.digest]);
    assert.deepEqual(missingParts(box.graph(), one.root.digest), [lost.digest]);
  });

  it('counts a layer once that an image has several times', () => {
    const one = box.push(['1.0'], { attested: false });
    const index = parseManifest(box.blobs.get(one.root.digest)?.bytes ?? new Uint8Array());
    assert.ok(index);
    const indexOnly = new Map([[one.root.digest, index]]);
    assert.deepEqual(imageSize(indexOnly, one.root.digest), { bytes: 0, exact: false }, 'no platform was read');
    const manifests = new Map(
      [...box.blobs].flatMap(([digest, { bytes }]) => {
        const manifest = parseManifest(bytes);
        return manifest ? [[digest, manifest] as const] : [];
      }),
    );
    const blobs = new Map<string, number>();
    for (const { digest } of one.children) {
      const manifest = manifests.get(digest);
      assert.ok(manifest?.kind === 'image');
      for (const blob of [manifest.config, ...manifest.layers]) blobs.set(blob.digest, blob.size);
    }
    const bytes = [...blobs.values()].reduce((sum, size) => sum + size, 0);
    assert.ok(blobs.size < 6, 'the two platforms share a layer');
    assert.deepEqual(imageSize(manifests, one.root.digest), { bytes, exact: true });
  });

  it('tells images from charts, signatures, attestations, SBOMs and other artifacts', () => {
    const docker = box.push(['1.0'], { docker: true, attested: false });
    const oci = box.push(['2.0']);
    const [platform, , attestation] = oci.children;
    assert.ok(docker.children[0] && platform && attestation);
    const kinds = [
      docker.root,
      docker.children[0],
      platform,
      attestation,
      addHelmChart(box.blobs, 'web', '1.0.0'),
      addCosign(box.blobs, 'signature', NAME, oci.root),
      addCosign(box.blobs, 'attestation', NAME, oci.root),
      addCosign(box.blobs, 'sbom', NAME, oci.root),
      addReferrer(box.blobs, oci.root),
      addArtifact(box.blobs, 'application/vnd.wasm.config.v0+json', 'x'),
    ].map(kindOf);
    assert.deepEqual(kinds, [
      'index',
      'image',
      'image',
      'attestation',
      'chart',
      'signature',
      'attestation',
      'sbom',
      'signature',
      'artifact',
    ]);
  });

  it('tells them by their entries in an index too', () => {
    const { root } = box.push(['1.0']);
    const bundle = addReferrer(box.blobs, root);
    const outer = box.add(addIndex(box.blobs, [root, bundle]), 'all');
    const graph = box.graph();
    const kinds = (digest: string): ImageKind[] => childrenOf(graph.manifests.get(digest)).map(partKind);
    assert.deepEqual(kinds(root.digest), ['image', 'image', 'attestation', 'attestation']);
    assert.deepEqual(kinds(outer.digest), ['index', 'signature']);
    assert.equal(partKind({ artifactType: 'text/x', mediaType: '', digest: '', size: 0 }), 'artifact');
  });
});

describe('A tag', () => {
  it('says what it is about if it has the form that clients agreed on', () => {
    for (const tag of [`sha256-${HEX}`, `sha256-${HEX}.sig`, referrerTag(`sha256:${HEX}`, 'sbom')]) {
      assert.equal(subjectOfTag(tag), `sha256:${HEX}`, tag);
    }
    for (const tag of ['latest', `sha256-${HEX.slice(1)}`, `sha256-${HEX}x`, `v-sha256-${HEX}`]) {
      assert.equal(subjectOfTag(tag), undefined, tag);
    }
  });

  it('is an image’s own if a person gave it', () => {
    assert.deepEqual(ownTags(exampleVersion({ tags: [`sha256-${HEX}.sig`, 'signed'] })), ['signed']);
  });

  it('says by its suffix what cosign keeps under it', () => {
    const kinds = ['.sig', '.att', '.sbom', '', '.other'].map((suffix) => kindOfReferrerTag(`sha256-${HEX}${suffix}`));
    assert.deepEqual(kinds, ['signature', 'attestation', 'sbom', 'index', 'index']);
  });
});
