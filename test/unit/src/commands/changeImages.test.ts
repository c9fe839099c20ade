import assert from 'node:assert/strict';
import { addIndex } from '../../../github/images';
import { SMALL } from '../../../github/seed/names';
import type { Package, PackageVersion } from '../../../github/state';
import { ApiError } from '../../../../src/github/errors';
import type { VersionNode } from '../../../../src/tree/nodes';
import { useLocalGitHub } from '../support/localGitHub';
import { memoryFiles } from '../support/memoryFiles';
import { setScene, type Scene } from '../support/scene';

const BY_TAG = { confirm: true } as const;

describe('Deleting images', () => {
  const github = useLocalGitHub();
  const pkg = (): Package => {
    const found = github.server.world.packages.find(({ name }) => name === SMALL.container);
    assert.ok(found);
    return found;
  };
  const active = (): PackageVersion[] => pkg().versions.filter(({ deletedAt }) => deletedAt === undefined);
  const withTag = (tag: string): PackageVersion => {
    const found = pkg().versions.find(({ tags }) => tags.includes(tag));
    assert.ok(found, tag);
    return found;
  };
  const parts = ({ name }: PackageVersion): string[] => {
    const text = Buffer.from(github.server.world.blobs.get(name)?.bytes ?? []).toString();
    return (JSON.parse(text) as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest);
  };
  const names = (versions: readonly { name: string }[]): Set<string> => new Set(versions.map(({ name }) => name));
  const signatureOf = ({ name }: PackageVersion): PackageVersion => withTag(`${name.replace(':', '-')}.sig`);
  async function node(scene: Scene, { name }: { name: string }): Promise<VersionNode> {
    const found = (await scene.active(SMALL.container)).find(({ version }) => version.name === name);
    assert.ok(found);
    return found;
  }
  const manifestReads = (): number => github.server.requests.filter(({ path }) => path.includes('/manifests/')).length;
  const told = (scene: Scene, kind: string): string => scene.who.told.find((each) => each.kind === kind)?.text ?? '';

  it('takes its platforms, attestations and signature along, the image first, and nothing else', async () => {
    const scene = setScene(github, BY_TAG);
    const latest = withTag('latest');
    const own = new Set([latest.name, ...parts(latest), signatureOf(latest).name]);
    const before = active();
    await scene.act.deleteVersion(await node(scene, latest));
    const left = names(active());
    assert.deepEqual(left, new Set([...names(before)].filter((name) => !own.has(name))));
    const deleted = github.server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
    assert.equal(deleted.length, own.size);
    assert.ok(deleted[0]?.endsWith(`/${latest.id}`), deleted[0]);
    assert.match(told(scene, 'confirm'), /5 versions that only this uses go along/);
    assert.match(told(scene, 'confirm'), /Images elsewhere that refer to it/);
  });

  it('leaves what another image shares, and says so beforehand', async () => {
    const latest = withTag('latest');
    const [shared = ''] = parts(latest);
    const child = github.server.world.blobs.get(shared);
    assert.ok(child);
    const descriptor = { mediaType: child.mediaType, digest: shared, size: child.bytes.length };
    const slim = addIndex(github.server.world.blobs, [descriptor]);
    pkg().versions.push({ ...latest, id: 99, name: slim.digest, tags: ['slim'] });
    const scene = setScene(github, BY_TAG);
    await scene.act.deleteVersion(await node(scene, latest));
    assert.ok(names(active()).has(shared));
    assert.ok(names(active()).has(slim.digest));
    assert.match(told(scene, 'confirm'), /Stays: .*It is a part of slim too\./);
  });

  it('refuses a platform alone, with the image that would break', async () => {
    const latest = withTag('latest');
    const [platform = ''] = parts(latest);
    const scene = setScene(github, BY_TAG);
    await scene.act.deleteVersion(await node(scene, { name: platform }));
    assert.deepEqual(
      github.server.requests.filter(({ method }) => method === 'DELETE'),
      [],
    );
    assert.match(
      told(scene, 'warn'),
      /was not deleted\. It is a part of .*latest.*, which would break; delete the image instead/,
    );
  });

  it('touches nothing while one manifest cannot be read, and says which', async () => {
    const latest = withTag('latest');
    const other = active().find(
      ({ tags, name }) => tags.length > 0 && name !== latest.name && !tags[0]?.endsWith('.sig'),
    );
    assert.ok(other);
    github.server.addFault({
      match: { path: `/manifests/${other.name}` },
      fault: { kind: 'status', status: 404, body: {} },
    });
    const scene = setScene(github, BY_TAG);
    await scene.act.deleteVersion(await node(scene, latest));
    assert.equal(active().includes(latest), true);
    assert.match(told(scene, 'warn'), new RegExp(`The manifest of ${other.tags.join(', ')} could not be read`));
  });

  it('offers to delete the one that cannot be read, by itself, and then goes on', async () => {
    const latest = withTag('latest');
    const other = active().find(
      ({ tags, name }) => tags.length > 0 && name !== latest.name && !tags[0]?.endsWith('.sig'),
    );
    assert.ok(other);
    // GitHub keeps the last tagged version.
    pkg().versions.push({ ...latest, id: 98, name: addIndex(github.server.world.blobs, []).digest, tags: ['third'] });
    github.server.addFault({
      match: { path: `/manifests/${other.name}` },
      fault: { kind: 'status', status: 404, body: {} },
    });
    const scene = setScene(github, { confirm: true, presses: [`Delete ${other.tags.join(', ')}...`] });
    const image = await node(scene, latest);
    await scene.act.deleteVersion(image);
    assert.match(told(scene, 'warn'), /delete that one by itself first\. It does not exist, or you may not see it/);
    assert.match(told(scene, 'confirm'), /could not be read: the parts that only it uses stay behind/);
    assert.ok(!active().includes(other));
    assert.ok(active().includes(latest));
    for (const part of parts(other)) assert.ok(names(active()).has(part));
    await scene.act.deleteVersion(image);
    assert.ok(!active().includes(latest));
  });

  it('tries again where it could not be read for a moment', async () => {
    const latest = withTag('latest');
    github.server.addFault({
      match: { path: `/manifests/${latest.name}` },
      fault: { kind: 'status', status: 404, body: {} },
      times: 1,
    });
    const scene = setScene(github, { confirm: true, presses: ['Try Again'] });
    const other = active().find(
      ({ tags, name }) => tags.length > 0 && name !== latest.name && !tags[0]?.endsWith('.sig'),
    );
    assert.ok(other);
    await scene.act.deleteVersion(await node(scene, other));
    assert.ok(!active().includes(other));
  });

  it('touches nothing where the registry cannot be read at all, as in a browser', async () => {
    const registry = { manifest: () => Promise.reject(new ApiError('registry-unreadable', 'no')) };
    const scene = setScene(github, BY_TAG, { registry });
    const count = active().length;
    await scene.act.deleteVersion(await node(scene, withTag('latest')));
    assert.equal(active().length, count);
  });

  it('touches nothing when the versions could not be listed in full', async () => {
    const scene = setScene(github, BY_TAG);
    const latest = await node(scene, withTag('latest'));
    github.server.addFault({ match: { path: '/versions?' }, fault: { kind: 'status', status: 502 } });
    await scene.act.deleteVersion(latest);
    assert.ok(active().some(({ name }) => name === latest.version.name));
    assert.match(told(scene, 'warn'), /could not be listed in full, so nobody knows what would break/);
  });

  it('leaves all parts where GitHub keeps the image after all', async () => {
    const latest = withTag('latest');
    pkg().visibility = 'public';
    latest.downloads = 9000;
    const scene = setScene(github, BY_TAG);
    const count = active().length;
    await scene.act.deleteVersion(await node(scene, latest));
    assert.equal(active().length, count);
    assert.equal(github.server.requests.filter(({ method }) => method === 'DELETE').length, 1);
    assert.match(told(scene, 'warn'), /6 refused/);
  });

  it('keeps to that when the person goes on after a pause', async () => {
    const latest = withTag('latest');
    const scene = setScene(github, { confirm: true, presses: ['Go On'], cancelAfter: 1 });
    await scene.act.deleteVersion(await node(scene, latest));
    const deleted = github.server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
    assert.ok(deleted[0]?.endsWith(`/${latest.id}`));
    assert.ok(!names(active()).has(latest.name));
  });

  it('plans anew when something is taken out of many', async () => {
    const latest = withTag('latest');
    const other = active().find(
      ({ tags }) => tags.length > 0 && !tags.includes('latest') && !tags[0]?.endsWith('.sig'),
    );
    assert.ok(other);
    // GitHub keeps the last tagged version; a third image, so that both could go.
    pkg().versions.push({ ...latest, id: 98, name: addIndex(github.server.world.blobs, []).digest, tags: ['third'] });
    const scene = setScene(github, {
      confirm: true,
      takesOut: [other.tags.join(', ')],
    });
    const chosen = [await node(scene, latest), await node(scene, other)];
    await scene.act.deleteVersion(chosen[0], chosen);
    const left = names(active());
    for (const part of [other.name, ...parts(other)]) assert.ok(left.has(part), 'the parts of what was taken out');
    for (const part of [latest.name, ...parts(latest)]) assert.ok(!left.has(part));
  });

  it('undoes it, parts before the image', async () => {
    const latest = withTag('latest');
    const before = names(active());
    const scene = setScene(github, { confirm: true, presses: ['Undo'] });
    await scene.act.deleteVersion(await node(scene, latest));
    assert.deepEqual(names(active()), before);
    const restored = github.server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
    const place = ({ id }: PackageVersion): number => restored.findIndex((path) => path.includes(`/${id}/`));
    for (const part of parts(latest)) {
      const version = pkg().versions.find(({ name }) => name === part);
      assert.ok(version && place(version) < place(latest));
    }
  });

  it('brings back the parts of an image that is restored by itself, before it', async () => {
    const latest = withTag('latest');
    const before = names(active());
    const scene = setScene(github, BY_TAG);
    await scene.act.deleteVersion(await node(scene, latest));
    const deleted = (await scene.deleted(SMALL.container)).find(({ version }) => version.name === latest.name);
    await scene.act.restoreVersion(deleted);
    assert.deepEqual(names(active()), before);
    const restored = github.server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
    assert.ok(restored.at(-1)?.includes(`/${latest.id}/`), 'the image is the last');
  });

  const restored = (): string[] =>
    github.server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  const place = ({ id }: PackageVersion): number => restored().findIndex((path) => path.includes(`/${id}/`));
  /** Deletes an image with its parts elsewhere, so that nobody here has read it. */
  function deleteElsewhere({ name }: PackageVersion, change: (version: PackageVersion) => object = () => ({})): void {
    const gone = new Set([name, ...parts({ name } as PackageVersion)]);
    for (const version of active().filter(({ name: digest }) => gone.has(digest))) {
      Object.assign(version, change(version), { deletedAt: github.server.clock.now() });
    }
  }
  async function restoreByItself(scene: Scene, { name }: PackageVersion): Promise<void> {
    await scene.act.restoreVersion((await scene.deleted(SMALL.container)).find(({ version }) => version.name === name));
  }

  it('undoes it from the journal, parts first, when what was read of it is lost', async () => {
    const latest = withTag('latest');
    const before = names(active());
    const files = memoryFiles();
    const first = setScene(github, BY_TAG, { files });
    await first.act.deleteVersion(await node(first, latest));
    assert.notDeepEqual(names(active()), before);
    const registry = { manifest: () => Promise.reject(new ApiError('registry-unreadable', 'no')) };
    const next = setScene(
      github,
      { picks: [`Undo deleting 6 versions of ${SMALL.org}/${SMALL.container}`] },
      { files, registry },
    );
    await next.act.restorePackage();
    assert.deepEqual(names(active()), before);
    assert.ok(restored().at(-1)?.includes(`/${latest.id}/`), 'the image is the last');
  });

  it('brings back an image that was never read, after what was pushed and deleted with it, and says so', async () => {
    const latest = withTag('latest');
    const before = names(active());
    deleteElsewhere(latest);
    const scene = setScene(github, BY_TAG);
    await restoreByItself(scene, latest);
    assert.deepEqual(names(active()), before);
    assert.ok(restored().at(-1)?.includes(`/${latest.id}/`), 'the image is the last');
    assert.match(told(scene, 'confirm'), /What .*latest.* consists of is not known/);
    assert.match(told(scene, 'confirm'), /4 versions that were pushed and deleted along with it come back first/);
  });

  it('brings nothing back of it where the person thinks better of it', async () => {
    const latest = withTag('latest');
    deleteElsewhere(latest);
    await restoreByItself(setScene(github, { confirm: false }), latest);
    assert.deepEqual(restored(), []);
  });

  it('reads it once it is back, and brings back the parts that could not be guessed', async () => {
    const latest = withTag('latest');
    const before = names(active());
    const isPart = ({ name }: PackageVersion): boolean => name !== latest.name;
    deleteElsewhere(latest, (version) => (isPart(version) ? { createdAt: version.createdAt - 1e9 } : {}));
    const scene = setScene(github, BY_TAG);
    await restoreByItself(scene, latest);
    assert.deepEqual(names(active()), before);
    assert.equal(place(latest), 0);
    assert.match(told(scene, 'inform'), /5 restored/);
  });

  it('says so where it cannot be read then, or a part is gone for good', async () => {
    const latest = withTag('latest');
    const [lost] = parts(latest);
    deleteElsewhere(latest);
    pkg().versions.splice(
      pkg().versions.findIndex(({ name }) => name === lost),
      1,
    );
    const scene = setScene(github, BY_TAG);
    await restoreByItself(scene, latest);
    assert.match(told(scene, 'warn'), /is broken: 1 of its parts is gone, so that pulling it fails/);
    const blind = { manifest: () => Promise.reject(new ApiError('registry-unreadable', 'no')) };
    deleteElsewhere(latest);
    const other = setScene(github, BY_TAG, { registry: blind });
    await restoreByItself(other, latest);
    assert.match(told(other, 'warn'), /is back, but its manifest could not be read/);
  });

  it('does not bring back an image of which a part stays deleted', async () => {
    const latest = withTag('latest');
    const scene = setScene(github, BY_TAG);
    await scene.act.deleteVersion(await node(scene, latest));
    const part = pkg().versions.find(({ name }) => name === parts(latest)[0]);
    assert.ok(part);
    github.server.addFault({
      match: { method: 'POST', path: `/${part.id}/restore` },
      fault: { kind: 'status', status: 400 },
    });
    await restoreByItself(scene, latest);
    assert.ok(!names(active()).has(latest.name));
    assert.match(told(scene, 'warn'), /A part of the image could not be restored, so it stays deleted/);
  });

  it('counts the manifests while it reads them, and stops when the person has waited long enough', async () => {
    const latest = withTag('latest');
    const scene = setScene(github, { confirm: false });
    await scene.act.deleteVersion(await node(scene, latest));
    assert.equal(scene.who.waited[0], '50 %: 1 of 2 manifests');
    assert.equal(scene.who.waited.at(-1), '100 %: 4 of 4 manifests', 'the signatures');
    const impatient = setScene(github, { confirm: true, leavesAfter: 1 });
    await impatient.act.deleteVersion(await node(impatient, latest));
    assert.deepEqual(impatient.who.told, []);
    assert.ok(active().includes(latest));
  });

  it('reads each manifest once, however often it is planned', async () => {
    const scene = setScene(github, { confirm: false });
    const latest = await node(scene, withTag('latest'));
    assert.equal(manifestReads(), 0, 'the list alone reads none');
    await scene.act.deleteVersion(latest);
    const planning = manifestReads();
    await scene.act.deleteVersion(latest);
    assert.ok(planning > 0);
    assert.equal(manifestReads(), planning);
  });
});
