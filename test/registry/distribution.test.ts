import assert from 'node:assert/strict';
import { addIndex, type Descriptor, type Image } from '../github/images';
import { addCosign, addReferrer, referrerTag } from '../github/oci/artifacts';
import { temporaryFolder } from '../vscode/cleanup';
import { createManifestCache } from '../../src/github/manifestCache';
import { createRegistry } from '../../src/github/registry';
import { planImageDeletion, type ImageDeletion } from '../../src/model/imageDeletion';
import { usersFirst } from '../../src/model/imageGraph';
import { createImageReader, readGraph, type GraphReading } from '../../src/model/imageReader';
import { imageSize } from '../../src/model/imageSize';
import { container, type Container } from '../unit/src/support/containers';
import { memoryStore, WEB_APP } from '../unit/src/support/localRegistry';
import { startDistribution, type Distribution } from './distribution';
import { putManifest, removeManifest } from './manifests';
import { isInstalled, pull, push, type Skopeo } from './skopeo';
import { startTokenServer, type TokenServer } from './tokenServer';

const TOKEN = 'gho_real';
const NAME = 'octo-org/web-app';
const never = new AbortController().signal;

describe('Against Debian’s docker-registry, with images pushed by skopeo', () => {
  const folder = temporaryFolder();
  let tokens: TokenServer | undefined;
  let registry: Distribution | undefined;
  let skopeo: Skopeo;
  const box: Container = container();
  let one: Image;
  let slim: Descriptor;
  let signature: Descriptor;
  let bundle: Descriptor;
  let fallback: Descriptor;

  before(async function () {
    for (const program of ['docker-registry', 'skopeo']) {
      if (!(await isInstalled(program))) this.skip();
    }
    tokens = await startTokenServer(TOKEN);
    registry = await startDistribution({ folder: folder.path, ...tokens });
    skopeo = { repository: `${registry.host}/${NAME}`, folder: folder.path, credentials: { password: TOKEN } };
    one = box.push(['1.0']);
    slim = box.add(addIndex(box.blobs, one.children.slice(0, 1)), '1.0-slim');
    signature = box.add(addCosign(box.blobs, 'signature', NAME, one.root), referrerTag(one.root.digest, 'signature'));
    bundle = box.add(addReferrer(box.blobs, one.root));
    fallback = box.add(addIndex(box.blobs, [bundle]), referrerTag(one.root.digest));
    await push(skopeo, box.blobs, one.root, '1.0');
    await push(skopeo, box.blobs, slim, '1.0-slim');
    await push(skopeo, box.blobs, signature, referrerTag(one.root.digest, 'signature'));
    await push(skopeo, box.blobs, bundle, 'bundle');
    await change('PUT', [fallback.digest]); // this skopeo makes an index over artifacts into something else
  });
  after(async () => {
    await registry?.close();
    await tokens?.close();
    folder.remove();
  });

  function reading(): Promise<GraphReading> {
    assert.ok(registry && tokens);
    const cache = createManifestCache({ store: memoryStore(Date.now), now: Date.now, log: () => undefined });
    const client = createRegistry({
      url: registry.url,
      homes: [tokens.realm],
      token: () => Promise.resolve(TOKEN),
      fetch,
      now: Date.now,
      log: () => undefined,
    });
    return readGraph(WEB_APP, box.versions, createImageReader({ registry: client, cache, now: Date.now }), never);
  }

  /** As GitHub's REST API would do it: by digest, in the plan's order. */
  async function change(method: 'DELETE' | 'PUT', digests: readonly string[]): Promise<void> {
    assert.ok(registry);
    for (const digest of digests) {
      const repository = { url: registry.url, name: NAME, token: await exchange() };
      const blob = box.blobs.get(digest);
      const tags = box.versions.find(({ name }) => name === digest)?.tags ?? [];
      if (method === 'DELETE') await removeManifest(repository, digest);
      else if (blob) await putManifest(repository, digest, blob, tags);
    }
  }

  async function exchange(): Promise<string> {
    const query = `service=registry&scope=repository:${NAME}:pull,push,delete`;
    const headers = { authorization: `Basic ${btoa(`anyone:${TOKEN}`)}` };
    const response = await fetch(`${tokens?.realm ?? ''}?${query}`, { headers });
    return ((await response.json()) as { token: string }).token;
  }

  const plan = ({ graph }: GraphReading, ...chosen: Descriptor[]): ImageDeletion =>
    planImageDeletion(graph, { chosen: new Set(chosen.map(({ digest }) => digest)), complete: true });

  it('signs in with the scope of the challenge, and reads all four kinds of what it is', async () => {
    const { graph, failures } = await reading();
    assert.deepEqual([...failures], []);
    assert.ok(tokens?.asked.includes(`repository:${NAME}:pull`));
    assert.deepEqual(
      new Set(graph.parents.get(one.children[0]?.digest ?? '')),
      new Set([one.root.digest, slim.digest]),
    );
    assert.deepEqual(
      new Set(graph.referrers.get(one.root.digest)),
      new Set([signature.digest, fallback.digest]),
      'by their tags; what the fallback index describes is not read',
    );
    assert.equal(imageSize(graph.manifests, signature.digest).exact, true);
  });

  it('refuses a platform alone', async () => {
    const [amd64] = one.children;
    assert.ok(amd64);
    const { steps, refused } = plan(await reading(), amd64);
    assert.deepEqual(steps, []);
    assert.deepEqual(new Set(refused[0]?.images.flatMap(({ tags }) => tags)), new Set(['1.0', '1.0-slim']));
  });

  it('deletes an image with its own parts, leaves the other whole, and brings it back with the same digest', async () => {
    assert.equal(await pull(skopeo, '1.0'), one.root.digest);
    const read = await reading();
    const { steps, kept } = plan(read, one.root);
    const going = steps.map(({ digest }) => digest);
    const own = [one.root, ...one.children.slice(1), signature, fallback, bundle].map(({ digest }) => digest);
    assert.deepEqual(new Set(going), new Set(own));
    assert.deepEqual(
      kept.map(({ digest, by }) => [digest, by.flatMap(({ tags }) => tags)]),
      [[one.children[0]?.digest, ['1.0-slim']]],
    );

    await change('DELETE', going);
    await assert.rejects(pull(skopeo, '1.0'), /manifest unknown/);
    assert.equal(await pull(skopeo, '1.0-slim'), slim.digest);

    // The registry itself refuses an index without its parts, and so holds the order to be right.
    await change('PUT', [...usersFirst(read.graph, going)].reverse());
    assert.equal(await pull(skopeo, '1.0'), one.root.digest);
    assert.equal(await pull(skopeo, referrerTag(one.root.digest, 'signature')), signature.digest);
  });

  it('would have been broken by a tool that deletes what has no tag', async () => {
    const untagged = box.versions.filter(({ tags }) => tags.length === 0).map(({ name }) => name);
    await change('DELETE', untagged);
    await assert.rejects(pull(skopeo, '1.0'));
    await assert.rejects(change('PUT', [one.root.digest]), /unknown/i);
    await change('PUT', [...untagged, one.root.digest]);
    assert.equal(await pull(skopeo, '1.0'), one.root.digest);
  });
});
