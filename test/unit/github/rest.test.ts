import assert from 'node:assert/strict';
import { DAY, MINUTE } from '../../github/clock';
import { pluck, signedIn, useGitHub } from './client';
import { makePackage, makeVersion, makeVersions, NOW } from './world';

const IMAGE = '/orgs/octo-org/packages/container/web%2Fapp';
const LIBRARY = '/orgs/octo-org/packages/npm/library';

describe('the REST API of the local GitHub', () => {
  const start = useGitHub();

  it('answers every operation on packages, for each way to name the owner, as the description says', async () => {
    const owners = [
      { owner: 'octo-org', forms: ['/orgs/octo-org', '/orgs/Octo-Org'] },
      { owner: 'mona', forms: ['/user', '/users/mona'] },
    ];
    for (const { owner, forms } of owners) {
      for (const form of forms) {
        const versions = [makeVersion('sha256:1', { tags: ['one'] }), makeVersion('sha256:2', { tags: ['two'] })];
        const github = await start([makePackage('app', { owner, versions, repository: 'octo-org/app' })]);
        const call = signedIn(github, 'mona');
        const id = String(versions[0]?.id);
        const pkg = `${form}/packages/container/app`;
        const calls = [
          ['GET', `${form}/packages?package_type=container`, 200],
          ['GET', `${form}/docker/conflicts`, 200],
          ['GET', pkg, 200],
          ['GET', `${pkg}/versions`, 200],
          ['GET', `${pkg}/versions/${id}`, 200],
          ['DELETE', `${pkg}/versions/${id}`, 204],
          ['POST', `${pkg}/versions/${id}/restore`, 204],
          ['DELETE', pkg, 204],
          ['POST', `${pkg}/restore`, 204],
        ] as const;
        for (const [method, path, status] of calls) {
          assert.equal((await call(method, path)).status, status, `${method} ${path}`);
        }
        assert.equal(
          new Set(github.requests.map(({ method, route }) => `${method} ${route ?? ''}`)).size,
          calls.length,
        );
        assert.deepEqual(github.violations, []);
      }
    }
  });

  it('answers the helper operations as the description says', async () => {
    const github = await start([], { play: 'github.com' });
    const call = signedIn(github, 'mona', ['read:org']);
    for (const path of ['/user', '/user/orgs', '/users/hubot', '/users/octo-org', '/orgs/octo-org', '/rate_limit']) {
      assert.equal((await call('GET', path)).status, 200, path);
    }
    assert.equal((await call('GET', '/meta')).status, 200);
    assert.equal((await signedIn(github, 'mona', ['user'])('GET', '/user')).status, 200);
    assert.deepEqual(github.violations, []);
  });

  it('lists packages of one type, newest first, with owner and linked repository', async () => {
    const packages = [
      makePackage('old', { createdAt: 1_000, repository: 'octo-org/app' }),
      makePackage('new', { createdAt: 2_000 }),
      makePackage('other', { type: 'npm' }),
    ];
    const github = await start(packages);
    const answer = await signedIn(github, 'mona')('GET', '/orgs/octo-org/packages?package_type=container');
    assert.deepEqual(pluck(answer, 'name'), ['new', 'old']);
    const [newer, older] = answer.body as Record<string, Record<string, unknown>>[];
    assert.equal(older?.['owner']?.['login'], 'octo-org');
    assert.equal(older['repository']?.['full_name'], 'octo-org/app');
    assert.equal('repository' in (newer ?? {}), false);
  });

  it('filters packages by visibility', async () => {
    const github = await start([makePackage('open', { visibility: 'public' }), makePackage('closed')]);
    const path = '/orgs/octo-org/packages?package_type=container&visibility=public';
    assert.deepEqual(pluck(await signedIn(github, 'mona')('GET', path), 'name'), ['open']);
  });

  it('finds Docker packages whose names container images have taken', async () => {
    const names = [
      ['docker', 'taken'],
      ['docker', 'free'],
      ['container', 'taken'],
    ] as const;
    const github = await start(names.map(([type, name]) => makePackage(name, { type })));
    const answer = await signedIn(github, 'mona')('GET', '/orgs/octo-org/docker/conflicts');
    assert.deepEqual(pluck(answer, 'name'), ['taken']);
  });

  it('insists on a package type in lists', async () => {
    const call = signedIn(await start(), 'mona');
    const answer = await call('GET', '/orgs/octo-org/packages');
    assert.equal(answer.status, 400);
    assert.match(answer.message ?? '', /package_type parameter is required/);
    assert.equal((await call('GET', '/orgs/octo-org/packages?package_type=gradle')).status, 400);
  });

  it('moves a deleted version to the deleted ones and back', async () => {
    const versions = [makeVersion('sha256:1', { tags: ['one'] }), makeVersion('sha256:2', { tags: ['two'] })];
    const github = await start([makePackage('web/app', { versions })]);
    const call = signedIn(github, 'mona');
    const id = String(versions[0]?.id);
    const names = async (state: string): Promise<unknown[]> =>
      pluck(await call('GET', `${IMAGE}/versions?state=${state}`), 'name');

    assert.equal((await call('DELETE', `${IMAGE}/versions/${id}`)).status, 204);
    assert.deepEqual(await names('active'), ['sha256:2']);
    assert.deepEqual(await names('deleted'), ['sha256:1']);
    const deleted = await call('GET', `${IMAGE}/versions?state=deleted`);
    assert.deepEqual(pluck(deleted, 'deleted_at'), ['2026-01-10T12:00:00Z']);
    assert.equal(((await call('GET', IMAGE)).body as { version_count: number }).version_count, 1);
    assert.equal((await call('DELETE', `${IMAGE}/versions/${id}`)).message, 'Package version not found.');

    assert.equal((await call('POST', `${IMAGE}/versions/${id}/restore`)).status, 204);
    assert.deepEqual(await names('deleted'), []);
    const restored = await call('GET', `${IMAGE}/versions/${id}`);
    assert.deepEqual((restored.body as { metadata: unknown }).metadata, {
      package_type: 'container',
      container: { tags: ['one'] },
    });
  });

  it('goes on listing what was deleted for as long as lists lag', async () => {
    const versions = [makeVersion('1.0.0'), makeVersion('1.0.1')];
    const github = await start([makePackage('library', { type: 'npm', versions })], { listLag: MINUTE });
    const call = signedIn(github, 'mona');
    await call('DELETE', `${LIBRARY}/versions/${String(versions[0]?.id)}`);
    assert.equal(pluck(await call('GET', `${LIBRARY}/versions`), 'name').length, 2);
    assert.equal(pluck(await call('GET', `${LIBRARY}/versions?state=deleted`), 'name').length, 0);
    github.clock.advance(MINUTE);
    assert.equal(pluck(await call('GET', `${LIBRARY}/versions`), 'name').length, 1);
  });

  it('leaves tags with the version that has them now', async () => {
    const old = makeVersion('sha256:1', { tags: ['1.0', 'latest'], deletedAt: NOW - MINUTE });
    const versions = [old, makeVersion('sha256:2', { tags: ['latest'] })];
    const github = await start([makePackage('web/app', { versions })]);
    const path = `${IMAGE}/versions/${String(old.id)}`;
    await signedIn(github, 'mona')('POST', `${path}/restore`);
    const { body } = await signedIn(github, 'mona')('GET', path);
    assert.deepEqual((body as { metadata: { container: unknown } }).metadata.container, { tags: ['1.0'] });
  });

  it('keeps what was deleted for thirty days', async () => {
    const versions = [makeVersion('1.0.0'), makeVersion('1.0.1')];
    const github = await start([makePackage('library', { type: 'npm', versions })]);
    const call = signedIn(github, 'mona');
    const path = `${LIBRARY}/versions/${String(versions[0]?.id)}`;
    await call('DELETE', path);
    github.clock.advance(30 * DAY);
    assert.equal(pluck(await call('GET', `${LIBRARY}/versions?state=deleted`), 'name').length, 1);
    github.clock.advance(1);
    assert.equal(pluck(await call('GET', `${LIBRARY}/versions?state=deleted`), 'name').length, 0);
    assert.equal((await call('POST', `${path}/restore`)).message, 'Package version not found.');
    github.setUncertainties({ restoreRefusal: 'bad-request' });
    assert.equal((await call('POST', `${path}/restore`)).status, 400);
  });

  it('does not restore a version or package whose name was taken again', async () => {
    const taken = makeVersion('1.0.0', { deletedAt: NOW - MINUTE });
    const packages = [
      makePackage('library', { type: 'npm', versions: [taken, makeVersion('1.0.0'), makeVersion('1.0.1')] }),
      makePackage('again', { versions: [makeVersion('sha256:1')], deletedAt: NOW - MINUTE }),
      makePackage('again', { versions: [makeVersion('sha256:2')] }),
    ];
    const github = await start(packages);
    const call = signedIn(github, 'mona');
    assert.equal((await call('POST', `${LIBRARY}/versions/${String(taken.id)}/restore`)).status, 404);
    assert.equal((await call('POST', '/orgs/octo-org/packages/container/again/restore')).status, 404);
    await call('DELETE', '/orgs/octo-org/packages/container/again');
    assert.equal((await call('POST', '/orgs/octo-org/packages/container/again/restore')).status, 204);
  });

  it('deletes a package with its versions, and restores those it went with', async () => {
    const versions = [makeVersion('1.0.0'), makeVersion('1.0.1'), makeVersion('1.0.2')];
    const github = await start([makePackage('library', { type: 'npm', versions })]);
    const call = signedIn(github, 'mona');
    await call('DELETE', `${LIBRARY}/versions/${String(versions[0]?.id)}`);
    github.clock.advance(MINUTE);
    await call('DELETE', LIBRARY);
    assert.equal((await call('GET', LIBRARY)).message, 'Package not found.');
    assert.deepEqual(pluck(await call('GET', '/orgs/octo-org/packages?package_type=npm'), 'name'), []);
    await call('POST', `${LIBRARY}/restore`);
    assert.deepEqual(pluck(await call('GET', `${LIBRARY}/versions`), 'name'), ['1.0.2', '1.0.1']);
    assert.equal((await call('POST', `${LIBRARY}/restore`)).status, 404);
  });

  it('refuses to delete the last version, the last tagged one, and what the public uses', async () => {
    const tagged = makeVersion('sha256:1', { tags: ['latest'] });
    const untagged = makeVersion('sha256:2');
    const popular = makeVersion('1.0.0', { downloads: 5001 });
    const layers = [makeVersion('sha256:3'), makeVersion('sha256:4')];
    const github = await start([
      makePackage('web/app', { versions: [tagged, untagged] }),
      makePackage('library', { type: 'npm', visibility: 'public', versions: [popular, makeVersion('1.0.1')] }),
      makePackage('loose', { versions: layers }),
      makePackage('org.octo.only', { type: 'maven', versions: [makeVersion('1.0')] }),
    ]);
    const call = signedIn(github, 'mona');
    const only = github.packageState({ owner: 'octo-org', type: 'maven', name: 'org.octo.only' })?.versions[0];
    const refusals = [
      [`${IMAGE}/versions/${String(tagged.id)}`, /last tagged version/],
      [`${LIBRARY}/versions/${String(popular.id)}`, /more than 5000 downloads/],
      [LIBRARY, /more than 5000 downloads/],
      [`/orgs/octo-org/packages/maven/org.octo.only/versions/${String(only?.id)}`, /last version of a package/],
    ] as const;
    for (const [path, message] of refusals) {
      const answer = await call('DELETE', path);
      assert.equal(answer.status, 400);
      assert.match(answer.message ?? '', message);
    }
    assert.equal((await call('DELETE', `${IMAGE}/versions/${String(untagged.id)}`)).status, 204);
    const loose = '/orgs/octo-org/packages/container/loose/versions';
    assert.equal((await call('DELETE', `${loose}/${String(layers[0]?.id)}`)).status, 204, 'nothing was tagged here');
    assert.deepEqual(github.violations, []);
  });

  it('lets an npm package vanish with its last version, when told that GitHub does so', async () => {
    const only = makeVersion('1.0.0');
    const github = await start([makePackage('library', { type: 'npm', versions: [only] })], {
      uncertainties: { lastVersionRuleEverywhere: false },
    });
    const call = signedIn(github, 'mona');
    assert.equal((await call('DELETE', `${LIBRARY}/versions/${String(only.id)}`)).status, 204);
    assert.equal((await call('GET', LIBRARY)).status, 404);
    assert.equal((await call('GET', `${LIBRARY}/versions?state=deleted`)).status, 404);
    github.setUncertainties({ deletedListOfDeletedPackage: true });
    assert.deepEqual(pluck(await call('GET', `${LIBRARY}/versions?state=deleted`), 'name'), ['1.0.0']);
    await call('POST', `${LIBRARY}/restore`);
    assert.deepEqual(pluck(await call('GET', `${LIBRARY}/versions`), 'name'), ['1.0.0']);
  });

  it('gives the other answer to each open question when told to', async () => {
    const versions = [
      makeVersion('sha256:1', { tags: ['one'], createdAt: 1_000 }),
      makeVersion('sha256:2', { tags: ['two'], createdAt: 2_000 }),
    ];
    const github = await start([makePackage('web/app', { versions })], {
      uncertainties: { deletedAtGiven: false, countIncludesDeleted: true, tagsReturn: false, newestFirst: false },
    });
    const call = signedIn(github, 'mona');
    assert.deepEqual(pluck(await call('GET', `${IMAGE}/versions`), 'name'), ['sha256:1', 'sha256:2']);
    await call('DELETE', `${IMAGE}/versions/${String(versions[0]?.id)}`);
    assert.deepEqual(pluck(await call('GET', `${IMAGE}/versions?state=deleted`), 'deleted_at'), [undefined]);
    assert.equal(((await call('GET', IMAGE)).body as { version_count: number }).version_count, 2);
    await call('POST', `${IMAGE}/versions/${String(versions[0]?.id)}/restore`);
    assert.deepEqual(
      github.packageState({ owner: 'octo-org', type: 'container', name: 'web/app' })?.versions[0]?.tags,
      [],
    );
  });

  it('may or may not page the versions of another user', async () => {
    const github = await start([makePackage('library', { owner: 'mona', type: 'npm', versions: makeVersions(40) })]);
    const call = signedIn(github, 'mona');
    const path = '/users/mona/packages/npm/library/versions?per_page=10&page=2';
    assert.equal(pluck(await call('GET', path), 'name')[0], '1.0.29');
    github.setUncertainties({ usersVersionsPage: false });
    const answer = await call('GET', path);
    assert.equal(pluck(answer, 'name').length, 30);
    assert.equal(answer.headers.get('link'), null);
  });

  it('points to pages that a browser can open', async () => {
    const name = '<img src=x>/a&b';
    const github = await start([
      makePackage(name, { versions: [makeVersion('1.0 <b>')] }),
      makePackage('org.octo.app', { type: 'maven', repository: 'octo-org/app', versions: [makeVersion('1.0')] }),
    ]);
    const call = signedIn(github, 'mona');
    const versions = `/orgs/octo-org/packages/container/${encodeURIComponent(name)}/versions`;
    const lists = [
      '/orgs/octo-org/packages?package_type=container',
      '/orgs/octo-org/packages?package_type=maven',
      versions,
    ];
    const urls = (await Promise.all(lists.map((path) => call('GET', path)))).flatMap((list) => pluck(list, 'html_url'));
    assert.equal(urls.length, 3);
    for (const url of [...urls.map(String), `${github.url}/octo-org/app`, `${github.url}/mona`]) {
      const response = await fetch(url);
      assert.equal(response.status, 200, url);
      assert.doesNotMatch(await response.text(), /<img|<b>/);
    }
    assert.equal((await fetch(`${github.url}/nobody`)).status, 404);
  });
});
