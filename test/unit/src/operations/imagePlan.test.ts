import assert from 'node:assert/strict';
import { addCosign, referrerTag } from '../../../github/oci/artifacts';
import type { PackageVersion } from '../../../../src/github/resources';
import { planImages } from '../../../../src/operations/imagePlan';
import { planDeletion, within, type Plan } from '../../../../src/operations/plan';
import type { Survey } from '../../../../src/operations/survey';
import { packageKey, type VersionTarget } from '../../../../src/operations/targets';
import { container, type Container } from '../support/containers';
import { examplePackage, MONA } from '../support/examples';

const PKG = examplePackage({ type: 'container', name: 'web' });

describe('A plan to delete images', () => {
  let box: Container;
  beforeEach(() => {
    box = container();
  });
  const target = (digest: string): VersionTarget => {
    const version = box.versions.find(({ name }) => name === digest);
    assert.ok(version);
    return { account: MONA, pkg: PKG, version };
  };
  const survey = (complete = true): Survey =>
    new Map([[packageKey({ account: MONA, pkg: PKG }), { active: { items: box.versions, complete } }]]);
  async function plan(targets: readonly VersionTarget[], complete = true): Promise<Plan> {
    const state = survey(complete);
    const read = () => Promise.resolve({ graph: box.graph(), failures: new Map() });
    return planImages(planDeletion(targets, state), state, read, new AbortController().signal);
  }
  const words = ({ items }: Plan): string[] =>
    items.map(({ verdict, why, along, stage }) => [verdict, why, along && 'along', stage].filter(Boolean).join(' '));

  it('has the image first, then what goes along with it', async () => {
    box.push(['1.0'], { attested: false });
    const two = box.push(['2.0'], { attested: false });
    const made = await plan([target(two.root.digest)]);
    assert.deepEqual(words(made), ['go 1', 'go along 2', 'go along 2']);
    assert.deepEqual(
      made.items[1]?.after?.map(({ version }) => version?.name),
      [two.root.digest],
    );
  });

  it('leaves what has no tag in GitHub’s old Docker registry, where nobody can read what belongs to what', async () => {
    const { root, children } = box.push(['1.0']);
    const old = examplePackage({ type: 'docker', name: 'app' });
    const chosen = [root, ...children.slice(0, 1)].map(({ digest }) => ({ ...target(digest), pkg: old }));
    assert.deepEqual(words(await plan(chosen)), ['go', 'refused old-registry']);
  });

  it('touches nothing of a container that is not listed in full', async () => {
    const one = box.push(['1.0']);
    assert.deepEqual(words(await plan([target(one.root.digest)], false)), ['refused list-incomplete']);
  });

  it('touches nothing of another person’s container of which GitHub may have listed the first page only', async () => {
    for (let release = 0; release < 10; release++) box.push([`v${release}`], { attested: false });
    const pkg = { ...PKG, owner: { kind: 'user', login: 'mona' }, versionCount: 31 } as const;
    const chosen = { ...target(box.versions[2]?.name ?? ''), pkg };
    const state: Survey = new Map([[packageKey(chosen), { active: { items: box.versions, complete: true } }]]);
    const read = () => Promise.resolve({ graph: box.graph(), failures: new Map() });
    const made = await planImages(planDeletion([chosen], state), state, read, new AbortController().signal);
    assert.equal(box.versions.length, 30);
    assert.deepEqual(words(made), ['refused list-incomplete']);
  });

  it('keeps what GitHub would keep, a signature that has the last tag too, and tells it', async () => {
    const one = box.push(['1.0'], { attested: false });
    const signature = addCosign(box.blobs, 'signature', 'mona/web', one.root);
    box.add(signature, referrerTag(one.root.digest, 'signature'));
    assert.deepEqual(words(await plan([target(one.root.digest)])), [
      'go 1',
      'go along 2',
      'go along 2',
      'refused last-tagged-version',
    ]);
  });

  it('keeps the parts of an image that GitHub keeps', async () => {
    const one = box.push(['1.0']);
    assert.deepEqual(words(await plan([target(one.root.digest)])), ['refused last-tagged-version']);
  });

  it('leaves other packages as they are', async () => {
    const npm: PackageVersion = { ...box.versions[0], id: 7, name: '1.2.3', tags: [], createdAt: 0, updatedAt: 0 };
    const other = { account: MONA, pkg: examplePackage(), version: npm };
    const made = await plan([other]);
    assert.deepEqual(words(made), ['go']);
  });

  it('can be narrowed to what a journal knows, without anything that would have to wait', async () => {
    box.push(['1.0']);
    const two = box.push(['2.0'], { attested: false });
    const made = await plan([target(two.root.digest)]);
    const [root, part] = made.items.map((item) => item.target);
    assert.ok(root && part);
    assert.deepEqual(words(within(made, [root, part])), ['go 1', 'go along 2']);
    assert.deepEqual(words(within(made, [part])), []);
  });
});
