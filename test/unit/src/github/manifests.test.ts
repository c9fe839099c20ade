import assert from 'node:assert/strict';
import { isDigest, isLeaf, parseManifest } from '../../../../src/github/manifests';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const MEDIA = {
  index: 'application/vnd.oci.image.index.v1+json',
  image: 'application/vnd.oci.image.manifest.v1+json',
};
const entry = (digest: unknown, more: object = {}): object => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest,
  size: 7,
  ...more,
});
const index = (...manifests: unknown[]): object => ({ schemaVersion: 2, manifests });
const image = (...layers: unknown[]): object => ({ schemaVersion: 2, config: entry(OTHER), layers });
const parse = (json: unknown): ReturnType<typeof parseManifest> =>
  parseManifest(new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json)));

describe('A manifest', () => {
  it('is an index with its parts, their platforms, and what they attest', () => {
    const manifest = parse({
      ...index(
        entry(DIGEST, { platform: { os: 'linux', architecture: 'arm', variant: 'v7' } }),
        entry(OTHER, {
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.digest': DIGEST, other: 1 },
        }),
      ),
      mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    });
    assert.ok(manifest?.kind === 'index');
    assert.deepEqual(
      manifest.children.map(({ digest, platform, attests, size }) => [digest, platform, attests, size]),
      [
        [DIGEST, 'linux/arm/v7', undefined, 7],
        [OTHER, 'unknown/unknown', DIGEST, 7],
      ],
    );
  });

  it('is an image with its layers, and with what it is about', () => {
    const manifest = parse({ ...image(entry('sha512:any')), artifactType: 'text/x', subject: entry(DIGEST) });
    assert.ok(manifest?.kind === 'image');
    assert.deepEqual([manifest.layers.length, manifest.artifactType, manifest.subject], [1, 'text/x', DIGEST]);
  });

  for (const [what, json, mentions] of [
    ['no object', 'null', []],
    ['neither an index nor an image', { schemaVersion: 2 }, []],
    [
      'of Docker’s first schema',
      {
        schemaVersion: 1,
        fsLayers: [{ blobSum: DIGEST }],
        history: [{ v1Compatibility: `{"id":"${'b'.repeat(64)}"}` }],
      },
      [DIGEST, OTHER],
    ],
    ['an index and an image at once', { ...index(entry(DIGEST)), ...image() }, [DIGEST, OTHER]],
    ['an index by its form and an image by its type', { ...index(entry(DIGEST)), mediaType: MEDIA.image }, [DIGEST]],
    ['an image by its form and an index by its type', { ...image(), mediaType: MEDIA.index }, [OTHER]],
    ['of an unknown type', { ...index(entry(DIGEST)), mediaType: 'application/json' }, [DIGEST]],
    ['an index with an entry that is none', index(entry(DIGEST), null), [DIGEST]],
    ['an index with an entry without a digest', index(entry(undefined)), []],
    ['an index with a digest in capitals', index(entry(DIGEST.toUpperCase())), [DIGEST]],
    ['an image without a configuration', { schemaVersion: 2, layers: [entry(DIGEST)] }, [DIGEST]],
    ['an image with a layer that is none', image(7), [OTHER]],
    ['about something that cannot be found', { ...image(), subject: {} }, [OTHER]],
    ['a digest in other words', `{"sha256":"${'a'.repeat(64)}"}`, [DIGEST]],
    ['a digest in escapes', `{"x":"sha256:${'\\u0061'.repeat(64)}"}`, [DIGEST]],
    ['a digest under a name that stands there twice', `{"x":"${DIGEST}","x":"${OTHER}"}`, [DIGEST, OTHER]],
  ] as const) {
    it(`is known by the digests in it alone when it is ${what}`, () =>
      assert.deepEqual(parse(json), { kind: 'other', mentions }));
  }

  for (const [what, json] of [
    ['no JSON', '{"manifests":['],
    ['an index with a digest of another kind', index(entry(`sha512:${'a'.repeat(128)}`))],
    ['about a digest of another kind', { ...image(), subject: entry(`sha512:${'a'.repeat(128)}`) }],
  ] as const) {
    it(`is not understood when it is ${what}`, () => assert.equal(parse(json), undefined));
  }

  it('is not understood when its letters are broken', () => {
    assert.equal(parseManifest(Uint8Array.of(0x7b, 0xff, 0x7d)), undefined);
  });
});

describe('A digest', () => {
  it('is what GitHub names a version of a container by, and nothing else', () => {
    assert.ok(isDigest(DIGEST));
    for (const name of ['latest', DIGEST.slice(1), `${DIGEST}\n`, `${DIGEST}/..`]) assert.equal(isDigest(name), false);
  });
});

describe('An entry of an index', () => {
  it('has no parts of its own only if it says that it is an image', () => {
    const leaf = (mediaType: string): boolean => isLeaf({ digest: DIGEST, mediaType, size: 0 });
    assert.ok(leaf(MEDIA.image));
    assert.equal(leaf(MEDIA.index), false);
    assert.equal(leaf('application/x-unknown'), false);
  });
});
