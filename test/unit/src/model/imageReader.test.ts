import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/github/errors';
import { createManifestCache } from '../../../../src/github/manifestCache';
import type { Registry } from '../../../../src/github/registry';
import { createImageReader, readGraph, type ImageReader } from '../../../../src/model/imageReader';
import { container, type Container } from '../support/containers';
import { NOW } from '../support/examples';
import { memoryStore, WEB_APP } from '../support/localRegistry';

const never = new AbortController().signal;

describe('Reading images', () => {
  let box: Container;
  let store: ReturnType<typeof memoryStore>;
  beforeEach(() => {
    box = container();
    store = memoryStore(() => NOW);
  });
  function reader(registry: Registry = box.registry): ImageReader {
    const cache = createManifestCache({ store, now: () => NOW, log: () => undefined });
    return createImageReader({ registry, cache, now: () => NOW });
  }

  it('reads what could be an index, and nothing that an index describes', async () => {
    const images = [box.push(['1.0']), box.push(['2.0']), box.push([], { release: 'untagged' })];
    const { graph, failures } = await readGraph(WEB_APP, box.versions, reader(), never);
    assert.deepEqual(new Set(box.reads), new Set(images.map(({ root }) => root.digest)));
    assert.deepEqual([...graph.manifests.keys()].length, 3);
    assert.equal(failures.size, 0);
  });

  it('reads each manifest once for ever', async () => {
    box.push(['1.0']);
    const first = reader();
    await readGraph(WEB_APP, box.versions, first, never);
    await readGraph(WEB_APP, box.versions, first, never);
    await readGraph(WEB_APP, box.versions, reader(), never); // the next session
    assert.equal(box.reads.length, 1);
  });

  it('does not read what another window has read since', async () => {
    box.push(['1.0']);
    const late = reader();
    await late.known(box.versions.map(({ name }) => name)); // nothing is kept yet
    await readGraph(WEB_APP, box.versions, reader(), never);
    await readGraph(WEB_APP, box.versions, late, never);
    assert.equal(box.reads.length, 1);
  });

  it('reads again what the disk has lost or changed', async () => {
    box.push(['1.0']);
    await readGraph(WEB_APP, box.versions, reader(), never);
    for (const name of store.files.keys()) await store.write(name, new TextEncoder().encode('{"manifests":[]}'));
    const { graph } = await readGraph(WEB_APP, box.versions, reader(), never);
    assert.equal(box.reads.length, 2);
    assert.equal([...graph.parents.keys()].length, 4);
  });

  it('goes on after a manifest that is not there, and says which it was', async () => {
    const lost = box.push(['1.0']);
    box.push(['2.0']);
    box.blobs.delete(lost.root.digest);
    const { graph, failures } = await readGraph(WEB_APP, box.versions, reader(), never);
    assert.deepEqual(
      [...failures].map(([digest, { reason }]) => [digest, reason]).filter(([digest]) => digest === lost.root.digest),
      [[lost.root.digest, 'not-found']],
    );
    assert.equal(graph.manifests.has(lost.root.digest), false);
  });

  it('takes what it does not understand for unread', async () => {
    const bytes = new TextEncoder().encode('no JSON');
    const { root } = box.push(['1.0']);
    box.blobs.set(root.digest, { mediaType: '', bytes });
    const { failures } = await readGraph(WEB_APP, box.versions, reader(), never);
    assert.equal(failures.get(root.digest)?.reason, 'unexpected-answer');
  });

  it('stops asking when every answer would be the same', async () => {
    for (let release = 0; release < 100; release++) box.push([`v${release}`], { attested: false });
    let asked = 0;
    const refusing: Registry = {
      manifest() {
        asked++;
        return Promise.reject(new ApiError('registry-unreadable', 'no'));
      },
    };
    const { failures } = await readGraph(WEB_APP, box.versions, reader(refusing), never);
    assert.ok(asked <= 20, `${asked} were asked`);
    assert.equal(failures.size, box.versions.length);
  });

  it('tells how far it is', async () => {
    box.push(['1.0']);
    box.push(['2.0']);
    const told: [number, number][] = [];
    await readGraph(WEB_APP, box.versions, reader(), never, (read, needed) => told.push([read, needed]));
    assert.deepEqual(told, [
      [1, 2],
      [2, 2],
    ]);
  });

  it('costs a plan in a container of 2,000 tags one reading a tag, and the next plan none', async () => {
    for (let release = 0; release < 2000; release++) box.push([`v${release}`], { attested: false });
    assert.equal(box.versions.length, 6000);
    const first = reader();
    await readGraph(WEB_APP, box.versions, first, never);
    const planning = box.reads.length;
    await readGraph(WEB_APP, box.versions, first, never);
    assert.deepEqual([planning, box.reads.length - planning], [2000, 0]);
  }).timeout(10_000);
});
