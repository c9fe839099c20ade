import assert from 'node:assert/strict';
import { addIndex } from '../../../github/images';
import { SMALL } from '../../../github/seed/names';
import type { Package, PackageVersion } from '../../../github/state';
import { ApiError } from '../../../../src/github/errors';
import type { PackageNode, VersionNode } from '../../../../src/tree/nodes';
import { present } from '../../../../src/tree/presentation';
import { useLocalGitHub } from '../support/localGitHub';
import { growTree, type TestTree } from '../support/testTree';

describe('The tree of a container', () => {
  const github = useLocalGitHub();
  const pkg = (): Package => {
    const found = github.server.world.packages.find(({ name }) => name === SMALL.container);
    assert.ok(found);
    return found;
  };
  const latest = (): PackageVersion => {
    const found = pkg().versions.find(({ tags }) => tags.includes('latest'));
    assert.ok(found);
    return found;
  };
  const reads = (): number => github.server.requests.filter(({ path }) => path.includes('/manifests/')).length;
  const container = async (grown: TestTree): Promise<PackageNode> =>
    grown.child(await grown.organization(), 'package', `package ${SMALL.container}`);
  async function rows(grown: TestTree, parent: PackageNode | VersionNode): Promise<string[]> {
    const shown = { now: github.server.clock.now(), locale: 'en' };
    return (await grown.tree.children(parent)).map((node) => {
      const { label, description = '' } = present(node, shown);
      return `${label} | ${description}`;
    });
  }
  const image = async (grown: TestTree): Promise<VersionNode> =>
    grown.child(await container(grown), 'version', `version ${latest().name}`);

  it('leads with the images by tag, reads no manifest for it, and has attachments in a group', async () => {
    const grown = growTree(github);
    const labels = (await rows(grown, await container(grown))).map((row) => row.split(' | ')[0] ?? '');
    assert.equal(labels[0], 'Deleted versions');
    assert.match(labels[1] ?? '', /latest/);
    assert.match(labels[2] ?? '', /^0\./);
    assert.equal(labels.at(-1), 'Attachments');
    assert.equal(labels.filter((label) => /^[0-9a-f]{12}$/.test(label)).length, 8, 'which are parts, nobody knows yet');
    assert.equal(reads(), 0);
  });

  it('opens an image to its platforms with their sizes, its attestations and its signature', async () => {
    const grown = growTree(github);
    const opened = await rows(grown, await image(grown));
    assert.deepEqual(
      opened.map((row) => row.replace(/[0-9a-f]{12}$/, 'DIGEST').replace(/[\d.]+ kB/, 'SIZE')),
      [
        'linux/amd64 | SIZE · DIGEST',
        'linux/arm64 | SIZE · DIGEST',
        'Attestation for linux/amd64 | DIGEST',
        'Attestation for linux/arm64 | DIGEST',
        'Signature | DIGEST',
      ],
    );
    assert.equal(reads(), 1 + 1 + 2, 'a challenge, the index, and its platforms for their sizes');
  });

  it('then shows the parts below their image only, and the size of the image', async () => {
    const grown = growTree(github);
    const at = await container(grown);
    await grown.tree.rows(at);
    await rows(grown, await image(grown));
    const labels = await rows(grown, at);
    assert.equal(labels.filter((label) => /^[0-9a-f]{12} /.test(label)).length, 4, 'those of the other image');
    assert.match(labels[1] ?? '', /kB/);
    await new Promise(setImmediate);
    assert.ok(grown.changed.includes(at.id));
    const before = reads();
    grown.tree.refresh(at);
    await rows(grown, await image(grown));
    assert.equal(reads(), before, 'what was read is known');
  });

  it('marks what another image shares, once that is known', async () => {
    const [descriptor] = manifestsOf(latest());
    assert.ok(descriptor);
    const slim = addIndex(github.server.world.blobs, [descriptor]);
    pkg().versions.push({ ...latest(), id: 99, name: slim.digest, tags: ['slim'] });
    const grown = growTree(github);
    await rows(grown, await image(grown));
    const other = await grown.child(await container(grown), 'version', `version ${slim.digest}`);
    const [row = ''] = await rows(grown, other);
    assert.match(row, new RegExp(`^linux/amd64 .*shared with ${latest().tags.join(', ')}`));
  });

  it('says that a part is missing, and that the image is broken', async () => {
    const [descriptor] = manifestsOf(latest());
    const lost = pkg().versions.find(({ name }) => name === descriptor?.digest);
    assert.ok(lost);
    lost.deletedAt = github.server.clock.now();
    const grown = growTree(github);
    const [row = ''] = await rows(grown, await image(grown));
    assert.equal(row, 'linux/amd64 | missing: pulling it fails');
    const [, broken = ''] = await rows(grown, await container(grown));
    assert.match(broken, /broken: 1 part is missing/);
  });

  it('keeps what lost its image apart', async () => {
    latest().deletedAt = github.server.clock.now();
    const grown = growTree(github);
    const labels = await rows(grown, await container(grown));
    assert.deepEqual(
      labels.filter((label) => /Attach|Orphan/.test(label)),
      ['Attachments | 1', 'Orphans | 1 · the image is gone'],
    );
  });

  it('says so where the registry cannot be read, and shows the plain list all the same', async () => {
    const registry = { manifest: () => Promise.reject(new ApiError('registry-unreadable', 'no')) };
    const grown = growTree(github, undefined, undefined, registry);
    const [row] = await rows(grown, await image(grown));
    assert.equal(row, 'Image not read | not from here');
    assert.ok((await rows(grown, await container(grown))).length > 8);
  });

  function manifestsOf({ name }: PackageVersion): { digest: string; mediaType: string; size: number }[] {
    const text = Buffer.from(github.server.world.blobs.get(name)?.bytes ?? []).toString();
    return (JSON.parse(text) as { manifests: { digest: string; mediaType: string; size: number }[] }).manifests;
  }
});
