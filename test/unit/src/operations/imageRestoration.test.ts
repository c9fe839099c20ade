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

  const nothing = { ...sources, known: () => Promise.resolve(new Map<string, Manifest>()) };
  const digests = (targets: readonly Target[]): (string | undefined)[] => targets.map(({ version }) => version?.name);

  it('takes what was pushed and deleted along with it for its parts where its manifest was never read', async () => {
    const { root, children } = box.push(['1.0']);
    box.push(['2.0']);
    const chosen = [targetOf(box.versions.find(({ name }) => name === root.digest))];
    const all = await withParts(chosen, nothing);
    assert.deepEqual(digests(all), [...children.map(({ digest }) => digest), root.digest]);
    const plan: Plan = { action: 'restore', items: all.map((target) => ({ target, verdict: 'go' })), unforeseen: [] };
    const { items } = partsFirst(plan, chosen, await graphsOf(all, nothing.known));
    assert.deepEqual(
      items.map(({ stage, along, opaque }) => [stage, along, opaque]),
      [...children.map((_, index) => [index + 1, true, true]), [children.length + 1, undefined, true]],
      'one after the other, since any of them may be made of what came before',
    );
  });

  it('adds nothing to what was deleted together, and keeps to the order of the run, though nothing is known', async () => {
    const { root, children } = box.push(['1.0']);
    box.push([]);
    const run = [root, ...children].map(({ digest }) => targetOf(box.versions.find(({ name }) => name === digest)));
    const back = [...run].reverse();
    const all = await withParts(back, nothing, true);
    assert.deepEqual(all, back);
    const plan: Plan = { action: 'restore', items: all.map((target) => ({ target, verdict: 'go' })), unforeseen: [] };
    const { items } = partsFirst(plan, back, await graphsOf(all, nothing.known));
    assert.deepEqual(digests(items.map(({ target }) => target)), digests(back));
    assert.equal(new Set(items.map(({ stage }) => stage)).size, back.length);
  });

  it('has an image wait for its parts', async () => {
    const { root, children } = box.push(['1.0']);
    const chosen = [targetOf(box.versions.find(({ name }) => name === root.digest))];
    const all = await withParts(chosen, sources);
    const plan: Plan = { action: 'restore', items: all.map((target) => ({ target, verdict: 'go' })), unforeseen: [] };
    const item = partsFirst(plan, chosen, await graphsOf(all, known)).items.at(-1);
    assert.equal(item?.target.version?.name, root.digest);
    assert.deepEqual(
      digests(item.after ?? []),
      children.map(({ digest }) => digest),
    );
  });
});
