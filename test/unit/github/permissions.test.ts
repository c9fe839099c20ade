import assert from 'node:assert/strict';
import { pluck, signedIn, useGitHub, withToken } from './client';
import { makePackage, makeVersion, makeWorld, MONA, HUBOT, organization } from './world';

const PACKAGES = '/orgs/octo-org/packages';

describe('permissions at the local GitHub', () => {
  const start = useGitHub();

  it('asks for the scopes before it says whether anything is there', async () => {
    const github = await start();
    const call = signedIn(github, 'mona', ['repo']);
    const nothing = `${PACKAGES}/npm/nothing`;
    const cases = [
      ['GET', `${PACKAGES}?package_type=npm`, 'read:packages'],
      ['GET', nothing, 'read:packages'],
      ['DELETE', `${nothing}/versions/1`, 'delete:packages and read:packages'],
      ['DELETE', nothing, 'delete:packages and read:packages'],
      ['POST', `${nothing}/restore`, 'write:packages and read:packages'],
      ['DELETE', '/orgs/nobody/packages/npm/nothing', 'delete:packages and read:packages'],
    ] as const;
    for (const [method, path, scopes] of cases) {
      const answer = await call(method, path);
      assert.equal(answer.status, 403);
      assert.ok(answer.message?.startsWith(`You need at least ${scopes} scope to `), answer.message);
      assert.equal(answer.headers.get('x-accepted-oauth-scopes'), scopes.replace(' and ', ', '));
    }
  });

  it('takes write:packages for read:packages, but not for delete:packages', async () => {
    const github = await start([makePackage('app', { versions: [makeVersion('sha256:1')] })]);
    const call = signedIn(github, 'mona', ['write:packages']);
    assert.equal((await call('GET', `${PACKAGES}/container/app`)).status, 200);
    assert.equal((await call('DELETE', `${PACKAGES}/container/app`)).status, 403);
    const remover = signedIn(github, 'mona', ['delete:packages']);
    assert.equal((await remover('DELETE', `${PACKAGES}/container/app`)).status, 403);
  });

  it('shows scopes as GitHub stores them, without the implied ones', async () => {
    const github = await start();
    const call = signedIn(github, 'mona', ['write:packages', 'read:packages', 'read:org']);
    assert.equal((await call('GET', '/user')).headers.get('x-oauth-scopes'), 'read:org, write:packages');
  });

  it('hides private packages of a repository without the scope repo; which registries those are depends on the host', async () => {
    const packages = (['npm', 'maven', 'container'] as const).map((type) =>
      makePackage('app', { type, repository: 'octo-org/app', versions: [makeVersion('1.0')] }),
    );
    for (const [play, visible] of [
      ['ghes', ['container']],
      ['github.com', ['npm', 'container']],
    ] as const) {
      const github = await start(packages, { play });
      const call = signedIn(github, 'mona', ['read:packages']);
      for (const type of ['npm', 'maven', 'container']) {
        const seen = (visible as readonly string[]).includes(type);
        assert.deepEqual(pluck(await call('GET', `${PACKAGES}?package_type=${type}`), 'name'), seen ? ['app'] : []);
        assert.equal((await call('GET', `${PACKAGES}/${type}/app`)).status, seen ? 200 : 404);
      }
      const all = signedIn(github, 'mona', ['read:packages', 'repo']);
      assert.equal((await all('GET', `${PACKAGES}/maven/app`)).status, 200);
    }
  });

  it('may ask for repo already to list a registry of repositories', async () => {
    const github = await start([], { uncertainties: { repoForPublic: true } });
    const call = signedIn(github, 'mona', ['read:packages']);
    assert.match((await call('GET', `${PACKAGES}?package_type=maven`)).message ?? '', /read:packages and repo scope/);
    assert.equal((await call('GET', `${PACKAGES}?package_type=container`)).status, 200);
  });

  it('tells those who are not administrators that there is nothing to delete', async () => {
    const version = makeVersion('sha256:1');
    const github = await start([
      makePackage('app', { roles: new Map([['hubot', 'write']]), versions: [version, makeVersion('sha256:2')] }),
    ]);
    const call = signedIn(github, 'hubot');
    const path = `${PACKAGES}/container/app`;
    assert.equal((await call('GET', path)).status, 200);
    for (const [method, target] of [
      ['DELETE', path],
      ['DELETE', `${path}/versions/${String(version.id)}`],
      ['POST', `${path}/versions/${String(version.id)}/restore`],
    ] as const) {
      const answer = await call(method, target);
      assert.equal(answer.status, 404);
      assert.equal(answer.message, 'Package not found.');
    }
    assert.equal((await call('GET', `${path}/versions?state=deleted`)).status, 200);
    github.setUncertainties({ deletedListNeedsAdmin: true });
    assert.equal((await call('GET', `${path}/versions?state=deleted`)).message, 'Package not found.');
  });

  it('gives roles by ownership, by name, by repository and by visibility', async () => {
    const repositories = new Map([
      ['octo-org/app', { id: 50, private: true, admins: new Set(['hubot']) }],
      ['octo-org/lib', { id: 51, private: true, admins: new Set<string>() }],
    ]);
    const packages = [
      makePackage('unlinked'),
      makePackage('internal', { visibility: 'internal' }),
      makePackage('named', { roles: new Map([['stranger', 'read']]) }),
      makePackage('linked', { repository: 'octo-org/app', versions: [makeVersion('sha256:1')] }),
      makePackage('inherited', { repository: 'octo-org/lib' }),
      makePackage('public', { visibility: 'public' }),
    ];
    const stranger = { kind: 'User', id: 3, login: 'stranger', name: 'Stranger' } as const;
    const owners = [MONA, HUBOT, stranger, organization()];
    const github = await start([], { world: makeWorld(packages, { owners, repositories }) });
    const namesFor = async (login: string): Promise<unknown[]> =>
      pluck(await signedIn(github, login)('GET', `${PACKAGES}?package_type=container`), 'name').sort();
    assert.deepEqual(await namesFor('mona'), ['inherited', 'internal', 'linked', 'named', 'public', 'unlinked']);
    assert.deepEqual(await namesFor('hubot'), ['inherited', 'internal', 'linked', 'public']);
    assert.deepEqual(await namesFor('stranger'), ['named', 'public']);
    assert.equal((await signedIn(github, 'hubot')('DELETE', `${PACKAGES}/container/linked`)).status, 204);
  });

  it('guards an organisation with single sign-on, in both forms of the header', async () => {
    const owners = [MONA, HUBOT, organization(), organization({ id: 77, login: 'saml-corp', sso: true })];
    const github = await start([], { world: makeWorld([], { owners }) });
    const call = signedIn(github, 'mona');
    const refused = await call('GET', '/orgs/saml-corp/packages?package_type=npm');
    assert.equal(refused.status, 403);
    assert.match(refused.message ?? '', /organization SAML enforcement/);
    const header = refused.headers.get('x-github-sso') ?? '';
    assert.match(header, /^required; url=http:\/\/127\.0\.0\.1:\d+\/orgs\/saml-corp\/sso\?authorization_request=\w+$/);

    const partial = await call('GET', '/user/orgs');
    assert.deepEqual(pluck(partial, 'login'), ['octo-org']);
    assert.equal(partial.headers.get('x-github-sso'), 'partial-results; organizations=77');

    const page = header.slice(header.indexOf('http'));
    assert.match(await (await fetch(page)).text(), /<option value="mona" selected/);
    await fetch(page, { method: 'POST', body: new URLSearchParams({ login: 'mona' }) });
    assert.equal((await call('GET', '/orgs/saml-corp')).status, 403, 'an older token stays as it was');
    const renewed = signedIn(github, 'mona');
    assert.equal((await renewed('GET', '/orgs/saml-corp')).status, 200);
    assert.equal((await renewed('GET', '/user/orgs')).headers.get('x-github-sso'), null);
  });

  it('refuses an OAuth app where the organisation blocks them', async () => {
    const owners = [MONA, organization({ blocksOAuthApps: true })];
    const github = await start([], { world: makeWorld([], { owners }) });
    const path = `${PACKAGES}?package_type=npm`;
    assert.match((await signedIn(github, 'mona')('GET', path)).message ?? '', /OAuth App access restrictions/);
    assert.deepEqual(pluck(await signedIn(github, 'mona')('GET', '/user/orgs'), 'login'), []);
    const classic = github.issueToken('mona', ['read:packages'], { kind: 'classic' });
    assert.equal((await withToken(github, classic)('GET', path)).status, 200);
  });

  it('tells a bad token from a missing one', async () => {
    const github = await start();
    const bad = await withToken(github, 'gho_nonsense')('GET', '/user');
    assert.deepEqual([bad.status, bad.message], [401, 'Bad credentials']);
    const missing = await withToken(github, undefined)('GET', '/user');
    assert.deepEqual([missing.status, missing.message], [401, 'Requires authentication']);
    assert.equal((await withToken(github, undefined)('GET', '/users/mona')).status, 200);
  });

  it('does not know fine-grained and installation tokens', async () => {
    const github = await start([makePackage('app', { versions: [makeVersion('sha256:1')] })]);
    for (const kind of ['fine-grained', 'installation'] as const) {
      const call = withToken(github, github.issueToken('mona', [], { kind }));
      const list = await call('GET', `${PACKAGES}?package_type=npm`);
      assert.equal(list.status, 400);
      assert.match(list.message ?? '', /Invalid argument/);
      assert.equal(list.headers.get('x-oauth-scopes'), null);
      const status = (await call('GET', `${PACKAGES}/container/app`)).status;
      assert.equal(status, kind === 'installation' ? 200 : 403);
    }
  });

  it('does not mix up the kinds of owner', async () => {
    const call = signedIn(await start(), 'mona');
    for (const path of [
      '/orgs/mona',
      '/orgs/mona/packages?package_type=npm',
      '/users/octo-org/packages?package_type=npm',
    ]) {
      assert.deepEqual([(await call('GET', path)).status, (await call('GET', path)).message], [404, 'Not Found'], path);
    }
    assert.equal((await call('GET', '/users/octo-org')).status, 200);
  });
});
