import assert from 'node:assert/strict';
import { addBlob, addIndex, type Descriptor, type Image } from '../../../github/images';
import { addCosign, addReferrer, referrerTag } from '../../../github/oci/artifacts';
import { parseManifest } from '../../../../src/github/manifests';
import { buildGraph, type ImageGraph } from '../../../../src/model/imageGraph';
import { planImageDeletion, type ImageDeletion } from '../../../../src/model/imageDeletion';
import { container, type Container } from '../support/containers';

describe('Deleting an image', () => {
  let box: Container;
  const NAME = 'octo-org/web';
  beforeEach(() => {
    box = container();
  });
  const plan = (...chosen: { digest: string }[]): ImageDeletion =>
    planImageDeletion(box.graph(), { chosen: new Set(chosen.map(({ digest }) => digest)), complete: true });
  const going = (deletion: ImageDeletion): string[] => deletion.steps.map(({ digest }) => digest);
  const digests = (descriptors: readonly { digest: string }[]): string[] => descriptors.map(({ digest }) => digest);
  const everything = ({ root, children }: Image): string[] => [root.digest, ...digests(children)];

  it('takes its platforms and attestations along, after it', () => {
    box.push(['1.0']);
    const two = box.push(['2.0', 'latest']);
    const deletion = plan(two.root);
    assert.deepEqual(going(deletion), [two.root.digest, ...digests(two.children)]);
    assert.deepEqual(
      deletion.steps.map(({ after }) => after),
      [[], ...two.children.map(() => [two.root.digest])],
    );
    assert.deepEqual([deletion.kept, deletion.refused], [[], []]);
  });

  it('takes its signatures along, those with a tag and those without', () => {
    const one = box.push(['1.0'], { attested: false });
    const two = box.push(['2.0'], { attested: false });
    const signature = (root: typeof one.root): string =>
      box.add(addCosign(box.blobs, 'signature', NAME, root), referrerTag(root.digest, 'signature')).digest;
    const [ofOne, ofTwo] = [signature(one.root), signature(two.root)];
    const bundle = box.add(addReferrer(box.blobs, two.root));
    const fallback = box.add(addIndex(box.blobs, [bundle]), referrerTag(two.root.digest));
    const ofBundle = box.add(addReferrer(box.blobs, bundle));
    const gone = going(plan(two.root));
    assert.deepEqual(
      new Set(gone),
      new Set([two.root.digest, ...digests(two.children), ofTwo, bundle.digest, fallback.digest, ofBundle.digest]),
    );
    assert.equal(gone[0], two.root.digest);
    assert.ok(gone.indexOf(fallback.digest) < gone.indexOf(bundle.digest));
    assert.equal(gone.includes(ofOne), false);
  });

  it('leaves what another image has too, and says which', () => {
    const one = box.push(['1.0'], { attested: false });
    const [shared, own] = one.children;
    assert.ok(shared && own);
    box.add(addIndex(box.blobs, [shared]), '1.0-slim');
    const deletion = plan(one.root);
    assert.deepEqual(going(deletion), [one.root.digest, own.digest]);
    assert.deepEqual(
      deletion.kept.map(({ digest, why, by }) => [digest, why, by.flatMap(({ tags }) => tags)]),
      [[shared.digest, 'shared', ['1.0-slim']]],
    );
  });

  it('takes what is shared once the last image that has it goes', () => {
    const one = box.push(['1.0'], { attested: false });
    const slim = box.add(addIndex(box.blobs, one.children.slice(0, 1)), '1.0-slim');
    const deletion = plan(one.root, slim);
    assert.deepEqual(new Set(going(deletion)), new Set([one.root.digest, slim.digest, ...digests(one.children)]));
    assert.deepEqual(deletion.kept, []);
  });

  it('leaves a platform that has a tag of its own', () => {
    const one = box.push(['1.0'], { attested: false });
    const [amd64, arm64] = one.children;
    assert.ok(amd64 && arm64);
    box.add(amd64, '1.0-amd64');
    const deletion = plan(one.root);
    assert.deepEqual(going(deletion), [one.root.digest, arm64.digest]);
    assert.deepEqual(
      deletion.kept.map(({ digest, why }) => [digest, why]),
      [[amd64.digest, 'tagged']],
    );
  });

  it('refuses a part of an image alone, whether or not it has a tag, and names the image', () => {
    const one = box.push(['1.0']);
    for (const part of one.children) {
      box.add(part, ...(part === one.children[0] ? ['1.0-amd64'] : []));
      const { steps, refused } = plan(part);
      assert.deepEqual(steps, []);
      assert.deepEqual(
        refused.map(({ digest, images }) => [digest, images.flatMap(({ tags }) => tags)]),
        [[part.digest, ['1.0']]],
      );
    }
  });

  it('goes through indexes in indexes', () => {
    const one = box.push(['1.0'], { attested: false });
    const two = box.push([], { release: 'inner', attested: false });
    const outer = box.add(addIndex(box.blobs, [one.root, two.root]), 'all');
    const gone = going(plan(outer));
    assert.deepEqual(new Set(gone), new Set([outer.digest, two.root.digest, ...digests(two.children)]));
    const [part] = two.children;
    assert.ok(part);
    assert.deepEqual(
      plan(part).refused.flatMap(({ images }) => images.flatMap(({ tags }) => tags)),
      ['all'],
    );
  });

  it('lets a signature go by itself', () => {
    const one = box.push(['1.0']);
    const signature = box.add(
      addCosign(box.blobs, 'signature', NAME, one.root),
      referrerTag(one.root.digest, 'signature'),
    );
    assert.deepEqual(going(plan(signature)), [signature.digest]);
  });

  /** The graph without a manifest, and what was known of the parts by it. */
  function without(...unread: Descriptor[]): ImageGraph {
    const hidden = new Set(unread.map(({ digest }) => digest));
    const known = box.versions.flatMap(({ name }) => {
      const manifest = hidden.has(name) ? undefined : parseManifest(box.blobs.get(name)?.bytes ?? new Uint8Array());
      return manifest ? [[name, manifest] as const] : [];
    });
    return buildGraph(box.versions, new Map(known));
  }
  const planIn = (graph: ImageGraph, ...chosen: Descriptor[]): ImageDeletion =>
    planImageDeletion(graph, { chosen: new Set(digests(chosen)), complete: true });

  it('touches nothing that an index that cannot be read may have as a part, and says which index', () => {
    const one = box.push(['1.0']);
    const two = box.push(['2.0']);
    const { steps, refused } = planIn(without(two.root), one.root);
    assert.deepEqual(steps, []);
    assert.deepEqual(
      refused.map(({ digest, images, unread }) => [digest, images, unread.flatMap(({ tags }) => tags)]),
      [[one.root.digest, [], ['2.0']]],
    );
  });

  it('deletes the only one that cannot be read by itself, and with others before them', () => {
    const one = box.push(['1.0']);
    const two = box.push(['2.0']);
    assert.deepEqual(going(planIn(without(two.root), two.root)), [two.root.digest]);
    const { steps } = planIn(without(two.root), two.root, one.root);
    assert.equal(steps[0]?.digest, two.root.digest);
    assert.deepEqual(new Set(steps.map(({ digest }) => digest)), new Set([two.root.digest, ...everything(one)]));
    for (const { after } of steps.slice(1)) assert.ok(after.includes(two.root.digest));
  });

  it('deletes none of several that cannot be read: each may be a part of another', () => {
    const one = box.push(['1.0']);
    const two = box.push(['2.0']);
    const { steps, refused } = planIn(without(one.root, two.root), one.root, two.root);
    assert.deepEqual(steps, []);
    assert.equal(refused.length, 2);
  });

  it('deletes an index around one that cannot be read, for that one cannot have it as a part', () => {
    const one = box.push([], { attested: false });
    const two = box.push([], { release: 'two', attested: false });
    const outer = box.add(addIndex(box.blobs, [one.root, two.root]), 'all');
    const { steps, kept } = planIn(without(one.root), outer);
    assert.deepEqual(
      steps.map(({ digest }) => digest),
      [outer.digest],
    );
    assert.ok(kept.every(({ why }) => why === 'unread'));
    assert.deepEqual(new Set(kept.map(({ digest }) => digest)), new Set([one.root.digest, two.root.digest]));
  });

  it('keeps what a manifest of no known form names, and nothing else for its sake', () => {
    const one = box.push(['1.0'], { attested: false });
    const two = box.push(['2.0'], { attested: false });
    const [named] = one.children;
    assert.ok(named);
    box.add(addBlob(box.blobs, 'application/vnd.new+json', JSON.stringify({ needs: [named.digest] })), 'new');
    assert.deepEqual(new Set(going(plan(two.root))), new Set(everything(two)));
    const { steps, kept } = plan(one.root);
    assert.ok(!steps.some(({ digest }) => digest === named.digest));
    assert.deepEqual(
      kept.map(({ digest, why, by }) => [digest, why, by.flatMap(({ tags }) => tags)]),
      [[named.digest, 'shared', ['new']]],
    );
  });

  it('touches nothing when the list of versions is not whole', () => {
    const one = box.push(['1.0']);
    assert.deepEqual(planImageDeletion(box.graph(), { chosen: new Set([one.root.digest]), complete: false }).steps, []);
  });

  it('leaves the parts of what GitHub keeps', () => {
    const one = box.push(['1.0']);
    const choice = { chosen: new Set([one.root.digest]), staying: new Set([one.root.digest]), complete: true };
    assert.deepEqual(planImageDeletion(box.graph(), choice), { steps: [], kept: [], refused: [] });
  });
});
