import assert from 'node:assert/strict';
import type { GitHub } from '../../github/server';
import { useGitHub, withToken } from './client';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
type Fields = Readonly<Record<string, string>>;

describe('signing in to the local GitHub', () => {
  const start = useGitHub();

  async function post(github: GitHub, path: string, fields: Fields): Promise<Fields> {
    const query = new URLSearchParams(fields).toString();
    const headers = { accept: 'application/json' };
    const response = await fetch(`${github.url}${path}?${query}`, { method: 'POST', headers });
    assert.equal(response.status, 200);
    return (await response.json()) as Fields;
  }

  const askCode = (github: GitHub, scope: string): Promise<Fields> =>
    post(github, '/login/device/code', { client_id: 'editor', scope });

  const askToken = (github: GitHub, code: Fields): Promise<Fields> => {
    github.clock.advance(Number(code['interval']) * 1000);
    const fields = { client_id: 'editor', device_code: code['device_code'] ?? '', grant_type: GRANT_TYPE };
    return post(github, '/login/oauth/access_token', fields);
  };

  async function decide(github: GitHub, code: Fields, decision: string): Promise<string> {
    const body = new URLSearchParams({ user_code: code['user_code'] ?? '', login: 'mona', decision });
    return (await fetch(`${github.url}/login/device`, { method: 'POST', body })).text();
  }

  it('waits for the person, who sees what is asked for, and hands out a token', async () => {
    const github = await start();
    const code = await askCode(github, 'read:packages read:org');
    assert.match(code['user_code'] ?? '', /^[A-Z]{4}-[A-Z]{4}$/);
    assert.equal((await askToken(github, code))['error'], 'authorization_pending');

    const first = await (await fetch(code['verification_uri'] ?? '')).text();
    assert.match(first, /name="user_code"/);
    const typed = (code['user_code'] ?? '').toLowerCase().replace('-', ' ');
    const consent = await fetch(`${github.url}/login/device?user_code=${encodeURIComponent(typed)}`);
    assert.match(await consent.text(), /hubot[^]*See and download your packages[^]*See which organizations/);
    assert.match(await decide(github, code, 'authorize'), /connected as <bdi>mona/);

    const answer = await askToken(github, code);
    assert.equal(answer['scope'], 'read:org,read:packages');
    const user = await withToken(github, answer['access_token'])('GET', '/user');
    assert.equal((user.body as { login: string }).login, 'mona');
    assert.equal(user.headers.get('x-oauth-scopes'), 'read:org, read:packages');
    assert.equal(user.headers.get('x-oauth-client-id'), 'editor');
    assert.deepEqual(github.scopeRequests, [['read:org', 'read:packages']]);
    assert.equal((await askToken(github, code))['error'], 'incorrect_device_code', 'a code is good for one token');
  });

  it('can be cancelled by the person', async () => {
    const github = await start();
    const code = await askCode(github, 'repo');
    assert.match(await decide(github, code, 'cancel'), /denied/);
    assert.equal((await askToken(github, code))['error'], 'access_denied');
  });

  it('can be decided by the test beforehand', async () => {
    const github = await start([], { signIn: { kind: 'approve', login: 'hubot' } });
    const token = (await askToken(github, await askCode(github, 'read:org')))['access_token'];
    const user = await withToken(github, token)('GET', '/user');
    assert.equal((user.body as { login: string }).login, 'hubot');
    github.configure({ signIn: { kind: 'approve', login: 'mona', scopes: [] } });
    assert.equal((await askToken(github, await askCode(github, 'read:org')))['scope'], '', 'fewer than asked for');
    github.configure({ signIn: { kind: 'deny' } });
    assert.equal((await askToken(github, await askCode(github, 'repo')))['error'], 'access_denied');
  });

  it('tells a client that asks too often to slow down', async () => {
    const github = await start([], { pollInterval: 5 });
    const code = await askCode(github, '');
    await askToken(github, code);
    const early = await askToken(github, { ...code, interval: '1' });
    assert.deepEqual([early['error'], early['interval']], ['slow_down', 10]);
    assert.equal((await askToken(github, { ...code, interval: '10' }))['error'], 'authorization_pending');
  });

  it('lets a code expire', async () => {
    const github = await start();
    const code = await askCode(github, '');
    github.clock.advance(Number(code['expires_in']) * 1000);
    assert.equal((await askToken(github, code))['error'], 'expired_token');
    assert.match(await decide(github, code, 'authorize'), /not valid/);
  });

  it('hands out a token only to the app the code was made for', async () => {
    const github = await start([], { signIn: { kind: 'approve', login: 'mona' } });
    const code = await askCode(github, '');
    const fields = { client_id: 'other', device_code: code['device_code'] ?? '', grant_type: GRANT_TYPE };
    const answer = await post(github, '/login/oauth/access_token', fields);
    assert.equal(answer['error'], 'incorrect_client_credentials');
    assert.equal(JSON.stringify(github.requests).includes(code['device_code'] ?? ''), false);
  });

  it('answers as a form to who does not ask for JSON, and takes parameters in the body', async () => {
    const github = await start();
    const body = new URLSearchParams({ client_id: 'editor', scope: 'repo' });
    const response = await fetch(`${github.url}/login/device/code`, { method: 'POST', body });
    assert.match(new URLSearchParams(await response.text()).get('user_code') ?? '', /-/);
    const refused = await post(github, '/login/oauth/access_token', { grant_type: 'password' });
    assert.equal(refused['error'], 'unsupported_grant_type');
  });

  it('keeps ten tokens of a scope set: the eleventh pushes the oldest out', async () => {
    const github = await start();
    const status = async (token: string): Promise<number> => (await withToken(github, token)('GET', '/user')).status;
    const other = github.issueToken('mona', ['repo']);
    const tokens = Array.from({ length: 10 }, () => github.issueToken('mona', ['read:org']));
    assert.equal(await status(tokens[0] ?? ''), 200);
    github.issueToken('mona', ['read:org']);
    assert.deepEqual(
      [await status(tokens[0] ?? ''), await status(tokens[1] ?? ''), await status(other)],
      [401, 200, 200],
    );
  });

  it('revokes a token when the editor signs out', async () => {
    const github = await start([], { play: 'github.com' });
    const token = github.issueToken('mona', ['read:org']);
    const response = await fetch(`${github.apiUrl}/applications/editor/token`, {
      method: 'DELETE',
      headers: { authorization: `Basic ${btoa('editor:secret')}` },
      body: JSON.stringify({ access_token: token }),
    });
    assert.equal(response.status, 204);
    assert.equal((await withToken(github, token)('GET', '/user')).status, 401);
  });

  it('lets a person make a token of their own, with what the address proposes and what they tick', async () => {
    const github = await start();
    const form = await (await fetch(`${github.url}/settings/tokens/new?scopes=write:packages,repo`)).text();
    const ticked = [...form.matchAll(/value="([a-z:]+)" checked/g)].map(([, scope]) => scope);
    assert.deepEqual(ticked, ['write:packages', 'repo']);
    const body = new URLSearchParams([
      ['login', 'mona'],
      ['scope', 'write:packages'],
      ['scope', 'read:packages'],
    ]);
    const page = await (await fetch(`${github.url}/settings/tokens`, { method: 'POST', body })).text();
    const user = await withToken(github, /ghp_\w+/.exec(page)?.[0])('GET', '/user');
    assert.equal(user.headers.get('x-oauth-scopes'), 'write:packages', 'what another scope implies is left out');
  });
});
