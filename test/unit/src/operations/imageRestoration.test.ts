import assert from 'node:assert/strict';
import { addIndex } from '../../../github/images';
import { parseManifest, type Manifest } from '../../../../src/github/manifests';
import type { PackageVersion } from '../../../../src/github/resources';
import { graphsOf, partsFirst, withParts } from '../../../../src/operations/imageRestoration';
import type { Plan } from '../../../../src/operations/plan';
import type { Target } from '../../../../src/operations/targets';
import { container, type Container } from '../support/containers';
import { examplePackage, MONA } from '../support/examples';

const PKG = examplePackage({ type: 'container', name: 'web' });

describe('Restoring an image', () => {
  let box: Container;
  beforeEach(() => {
    box = container();
  });
  const targetOf = (version: PackageVersion | undefined): Target => {
    assert.ok(version);
    return { account: MONA, pkg: PKG, version };
  };
  const known = (_: unknown, digests: readonly string[]): Promise<ReadonlyMap<string, Manifest>> =>
    Promise.resolve(
      new Map(
        digests.flatMap((digest) => {
          const manifest = parseManifest(box.blobs.get(digest)?.bytes ?? new Uint8Array());
          return manifest ? [[digest, manifest] as const] : [];
        }),
      ),
    );
  const sources = { known, deleted: () => Promise.resolve(box.versions) };

  it('has an index come after what is in it, however deep, and what was not chosen go along', async () => {
    const inner = box.push([], { attested: false });
    const outer = box.add(addIndex(box.blobs, [inner.root]), 'all');
    box.push(['other']);
    const chosen = [targetOf(box.versions.find(({ name }) => name === outer.digest))];
    const all = await withParts(chosen, sources);
    const plan: Plan = { action: 'restore', items: all.map((target) => ({ target, verdict: 'go' })), unforeseen: [] };
    const { items } = partsFirst(plan, chosen, await graphsOf(all, known));
    const stages = new Map(items.map(({ target, stage, along }) => [target.version?.name, [stage, along]]));
    assert.deepEqual(
      stages,
      new Map([
        [outer.digest, [3, undefined]],
        [inner.root.digest, [2, true]],
        ...inner.children.map(({ digest }): [string, [number, boolean]] => [digest, [1, true]]),
      ]),
    );
  });

  it('brings back no more than was chosen where its manifest was never read', async () => {
    const { root } = box.push(['1.0']);
    const chosen = [targetOf(box.versions.find(({ name }) => name === root.digest))];
    const nothing = { ...sources, known: () => Promise.resolve(new Map<string, Manifest>()) };
    assert.deepEqual(await withParts(chosen, nothing), chosen);
  });
});
