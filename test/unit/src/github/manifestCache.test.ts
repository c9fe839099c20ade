import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createManifestCache, type ManifestCache, type ManifestStore } from '../../../../src/github/manifestCache';
import { DAY, NOW } from '../support/examples';
import { memoryStore } from '../support/localRegistry';

describe('Manifests that are kept', () => {
  const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const nameOf = (text: string): string => digestOf(text).replace(':', '-');
  let now = NOW;
  let store: ReturnType<typeof memoryStore>;
  let lines: string[];

  beforeEach(() => {
    now = NOW;
    store = memoryStore(() => now);
    lines = [];
  });
  const open = (part: Partial<ManifestStore> = {}, maxBytes = 1000): ManifestCache =>
    createManifestCache({ store: { ...store, ...part }, now: () => now, log: (line) => lines.push(line), maxBytes });
  const found = async (cache: ManifestCache, text: string): Promise<boolean> =>
    (await cache.get(digestOf(text))) !== undefined;

  it('are the same the next time, under a name that any file system takes', async () => {
    await open().put(digestOf('a'), bytesOf('a'));
    assert.deepEqual([...store.files.keys()], [nameOf('a')]);
    assert.deepEqual(await open().get(digestOf('a')), bytesOf('a'));
    assert.equal(await open().get(digestOf('b')), undefined);
  });

  it('are thrown away when they are not what their name says', async () => {
    await store.write(nameOf('a'), bytesOf('forged'));
    assert.equal(await open().get(digestOf('a')), undefined);
    assert.equal(store.files.size, 0);
  });

  it('are bounded: what was not used for longest goes', async () => {
    const cache = open();
    const text = (number: number): string => `${number}`.padStart(100, '.');
    for (let number = 0; number < 10; number++, now += 2 * DAY) {
      await cache.put(digestOf(text(number)), bytesOf(text(number)));
    }
    assert.equal(store.files.size, 10);
    assert.ok(await found(cache, text(0)), 'using it makes it the newest');
    for (let number = 10; number < 13; number++) await cache.put(digestOf(text(number)), bytesOf(text(number)));
    const left = Array.from({ length: 13 }, (_, number) => store.files.has(nameOf(text(number))));
    assert.ok(store.files.size <= 10, `${store.files.size} are left`);
    assert.deepEqual([left[0], left[1], left[2], left[12]], [true, false, false, true]);
  });

  it('are not written again each time they are used', async () => {
    let writes = 0;
    const write: ManifestStore['write'] = (name, bytes) => {
      writes++;
      return store.write(name, bytes);
    };
    const cache = open({ write });
    await cache.put(digestOf('a'), bytesOf('a'));
    await cache.get(digestOf('a'));
    assert.equal(writes, 1);
  });

  it('are known of without a look at each file, and when another window has read them since', async () => {
    await open().put(digestOf('a'), bytesOf('a'));
    let lists = 0;
    const names: ManifestStore['names'] = () => {
      lists++;
      return store.names();
    };
    const cache = open({ names, read: () => Promise.reject(new Error('a file was looked at')) });
    assert.deepEqual([await cache.has(digestOf('a')), await cache.has(digestOf('b'))], [true, false]);
    await cache.put(digestOf('b'), bytesOf('b'));
    assert.equal(await cache.has(digestOf('b')), true);
    await open().put(digestOf('c'), bytesOf('c'));
    assert.equal(await cache.has(digestOf('c')), false, 'a list is believed for a while');
    assert.equal(lists, 1);
    now += 60_000;
    assert.equal(await cache.has(digestOf('c')), true);
    assert.deepEqual(lines, []);
    const blind = open({ names: () => Promise.reject(new Error('no')) });
    assert.ok(await blind.has(digestOf('z')), 'where nobody knows, it is worth a look');
  });

  it('may fail to be kept, and are read anew then', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('disk full'));
    const cache = open({ read: broken, write: broken, remove: broken, entries: broken, names: broken });
    await cache.put(digestOf('a'), bytesOf('a'));
    assert.equal(await cache.get(digestOf('a')), undefined);
    assert.match(lines.join('\n'), /disk full/);
  });
});
