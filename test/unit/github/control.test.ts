import assert from 'node:assert/strict';
import { connect } from '../../github/control';
import { signedIn, useGitHub, withToken } from './client';
import { makePackage, makeVersion, NOW } from './world';

describe('the control of a local GitHub over HTTP', () => {
  const start = useGitHub();

  it('does what a test in the same process can do', async () => {
    const github = await start([makePackage('app', { versions: [makeVersion('sha256:1')] })]);
    const control = connect(github.url);
    await control.passSso('mona', 'octo-org');
    const call = withToken(github, await control.issueToken('mona', ['read:packages', 'delete:packages']));
    assert.deepEqual([...(github.world.tokens[0]?.ssoAuthorized ?? [])], ['octo-org']);

    await control.addFault({ nth: 1, fault: { kind: 'status', status: 500 } });
    await control.configure({ latency: 1, uncertainties: { etags: false }, limits: { primary: 7 } });
    assert.equal((await call('GET', '/user')).status, 500);
    const packages = await call('GET', '/orgs/octo-org/packages?package_type=container');
    assert.deepEqual([packages.headers.get('etag'), packages.headers.get('x-ratelimit-limit')], [null, '7']);

    await call('GET', '/nothing');
    assert.deepEqual(
      (await control.requests()).map(({ status }) => status),
      [500, 200, 404],
    );
    assert.equal((await control.violations()).length, 1);
    assert.equal((await control.clearViolations()).length, 1);
    assert.equal((await control.clearRequests()).length, 3);
    assert.deepEqual([await control.requests(), await control.violations()], [[], []]);

    assert.equal(await control.advance(1000), NOW + 1000);
    await call('DELETE', '/orgs/octo-org/packages/container/app');
    const key = { owner: 'octo-org', type: 'container', name: 'app' };
    assert.equal((await control.packageState(key))?.deletedAt, NOW + 1000);
    assert.equal(await control.packageState({ ...key, name: 'other' }), undefined);
    assert.deepEqual(await control.scopeRequests(), []);
    assert.deepEqual(await control.secrets(), [github.world.tokens[0]?.value]);
  });

  it('remembers every secret, since a reset does not call it back', async () => {
    const github = await start();
    const token = github.issueToken('mona', ['read:packages']);
    github.reset();
    assert.deepEqual(github.world.tokens, []);
    assert.deepEqual([...github.secrets], [token]);
  });

  it('puts everything back to the start', async () => {
    const github = await start([makePackage('app', { versions: [makeVersion('sha256:1')] })], { listLag: 5 });
    const control = connect(github.url);
    const kept = signedIn(github, 'mona');
    await kept('DELETE', '/orgs/octo-org/packages/container/app');
    await control.configure({ listLag: 9 });
    await control.addFault({ fault: { kind: 'hang' } });
    await control.advance(1000);

    await control.reset({ keepTokens: true });
    assert.equal((await kept('GET', '/orgs/octo-org/packages/container/app')).status, 200);
    assert.deepEqual([github.clock.now(), github.settings.listLag, github.requests.length], [NOW, 5, 1]);
    await control.reset();
    assert.equal((await kept('GET', '/user')).status, 401);
  });

  it('says what is wrong', async () => {
    const control = connect((await start()).url);
    await assert.rejects(control.issueToken('nobody', []), /no user nobody/);
  });

  it('is open to other origins', async () => {
    const { url } = await start();
    const preflight = await fetch(`${url}/_test/reset`, { method: 'OPTIONS' });
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /content-type/i);
  });
});
