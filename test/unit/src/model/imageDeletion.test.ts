import assert from 'node:assert/strict';
import { addIndex } from '../../../github/images';
import { addCosign, addReferrer, referrerTag } from '../../../github/oci/artifacts';
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

  it('takes its platforms and attestations along, after it', () => {
    box.push(['1.0']);
    const two = box.push(['2.0', 'latest']);
    const deletion = plan(two.root);
    assert.deepEqual(going(deletion), [two.root.digest, ...digests(two.children)]);
    assert.deepEqual(
      deletion.steps.map(({ after }) => after),
      [[], ...two.children.map(() => [two.root.digest])],
    );
    assert.deepEqual([deletion.kept, deletion.refused, deletion.unread], [[], [], []]);
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

  it('touches nothing while anything that could be an index cannot be read, and says what', () => {
    const one = box.push(['1.0']);
    const two = box.push(['2.0']);
    const graph = box.graph();
    const manifests = new Map([...graph.manifests].filter(([digest]) => digest !== two.root.digest));
    const { steps, unread } = planImageDeletion(
      { ...graph, manifests },
      { chosen: new Set([one.root.digest]), complete: true },
    );
    assert.deepEqual(steps, []);
    assert.ok(unread.some(({ tags }) => tags.includes('2.0')));
  });

  it('touches nothing when the list of versions is not whole', () => {
    const one = box.push(['1.0']);
    assert.deepEqual(planImageDeletion(box.graph(), { chosen: new Set([one.root.digest]), complete: false }).steps, []);
  });

  it('leaves the parts of what GitHub keeps', () => {
    const one = box.push(['1.0']);
    const choice = { chosen: new Set([one.root.digest]), staying: new Set([one.root.digest]), complete: true };
    assert.deepEqual(planImageDeletion(box.graph(), choice), { steps: [], kept: [], refused: [], unread: [] });
  });
});
