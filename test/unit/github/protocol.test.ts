import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { pluck, signedIn, useGitHub, withToken } from './client';
import { makePackage, makeVersions, NOW } from './world';

const LIBRARY = '/orgs/octo-org/packages/npm/library';

describe('the protocol of the local GitHub', () => {
  const start = useGitHub();

  it('pages with a Link header that keeps the other parameters', async () => {
    const github = await start([makePackage('library', { type: 'npm', versions: makeVersions(65) })]);
    const call = signedIn(github, 'mona');
    const answer = await call('GET', `${LIBRARY}/versions?state=active&page=2`);
    const to = (page: number): string => `<${github.apiUrl}${LIBRARY}/versions?state=active&page=${String(page)}>`;
    assert.equal(
      answer.headers.get('link'),
      `${to(1)}; rel="prev", ${to(3)}; rel="next", ${to(3)}; rel="last", ${to(1)}; rel="first"`,
    );
    assert.equal(pluck(answer, 'id').length, 30);
    assert.equal((await call('GET', `${LIBRARY}/versions?per_page=100`)).headers.get('link'), null);
    assert.doesNotMatch((await call('GET', `${LIBRARY}/versions?page=3`)).headers.get('link') ?? '', /next|last/);
  });

  it('gives at most a hundred items a page', async () => {
    const github = await start([makePackage('library', { type: 'npm', versions: makeVersions(101) })]);
    const answer = await signedIn(github, 'mona')('GET', `${LIBRARY}/versions?per_page=500`);
    assert.equal(pluck(answer, 'id').length, 100);
    assert.match(github.violations[0]?.message ?? '', /per_page/);
  });

  it('ends package lists at ten thousand', async () => {
    const call = signedIn(await start(), 'mona');
    const path = '/orgs/octo-org/packages?package_type=npm&per_page=100';
    assert.equal((await call('GET', `${path}&page=100`)).status, 200);
    assert.equal((await call('GET', `${path}&page=101`)).status, 400);
  });

  it('answers 304 to who has the answer already, and only to them', async () => {
    const github = await start([makePackage('library', { type: 'npm', versions: makeVersions(2) })], {
      limits: { primary: 100 },
    });
    const call = signedIn(github, 'mona');
    const first = await call('GET', `${LIBRARY}/versions`);
    const etag = first.headers.get('etag') ?? '';
    const again = await call('GET', `${LIBRARY}/versions`, { 'if-none-match': etag });
    assert.equal(again.status, 304);
    assert.equal(again.body, '');
    assert.equal(again.headers.get('cache-control'), 'private, max-age=60, s-maxage=60');
    assert.equal(again.headers.get('x-ratelimit-used'), '1', 'a 304 is free');
    const other = await signedIn(github, 'mona')('GET', `${LIBRARY}/versions`, { 'if-none-match': etag });
    assert.equal(other.status, 200, 'another token has another ETag');
    await call('DELETE', `${LIBRARY}/versions/${String(pluck(first, 'id')[0])}`);
    assert.equal((await call('GET', `${LIBRARY}/versions`, { 'if-none-match': etag })).status, 200);
    github.setUncertainties({ etags: false });
    assert.equal((await call('GET', `${LIBRARY}/versions`)).headers.get('etag'), null);
    assert.deepEqual(github.violations, []);
  });

  it('decodes names once and knows no trailing slash', async () => {
    const github = await start([
      makePackage('tools/cli', { versions: makeVersions(1) }),
      makePackage('a%2Fb', { versions: makeVersions(1) }),
      makePackage('..', { versions: makeVersions(1) }),
    ]);
    const call = signedIn(github, 'mona');
    const path = '/orgs/octo-org/packages/container';
    const name = async (encoded: string): Promise<unknown> =>
      ((await call('GET', `${path}/${encoded}`)).body as Record<string, unknown>)['name'];
    assert.equal(await name('tools%2Fcli'), 'tools/cli');
    assert.equal(await name('a%252Fb'), 'a%2Fb');
    assert.equal((await call('GET', `${path}/tools/cli`)).status, 404);
    assert.equal((await call('GET', `${path}/tools%2Fcli/`)).status, 404);
    assert.equal((await call('GET', `${path}/%E0%A4%A`)).status, 404);
  });

  it('takes no request without a User-Agent and none for an unknown API version', async () => {
    const github = await start();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${github.apiUrl}/users/mona`, { agent: false }, resolve).on('error', reject);
    });
    response.resume();
    assert.equal(response.statusCode, 403);
    const call = signedIn(github, 'mona');
    assert.equal((await call('GET', '/user', { 'x-github-api-version': '2022-11-28' })).status, 200);
    assert.equal((await call('GET', '/user', { 'x-github-api-version': '2021-01-01' })).status, 400);
  });

  it('lets a browser of any origin send the headers of api.github.com, and read its own', async () => {
    const github = await start();
    const preflight = await withToken(github, undefined)('OPTIONS', '/user', { origin: 'https://example.com' });
    assert.equal(preflight.status, 204);
    const allowed = (preflight.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(', ');
    assert.ok(allowed.includes('authorization') && allowed.includes('x-github-api-version'));
    assert.equal(allowed.includes('cache-control'), false);
    assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /DELETE/);
    const answer = await signedIn(github, 'mona')('GET', '/user', { origin: 'https://example.com' });
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.match(answer.headers.get('access-control-expose-headers') ?? '', /Link.*X-GitHub-SSO/);
    await signedIn(github, 'mona')('GET', '/user', { 'x-custom': '1' });
    assert.match(github.violations[0]?.message ?? '', /x-custom/);
  });

  it('answers HEAD without a body, and nothing to other methods', async () => {
    const call = signedIn(await start(), 'mona');
    const head = await call('HEAD', '/user');
    assert.deepEqual([head.status, head.body], [200, '']);
    assert.equal((await call('PUT', '/user')).status, 404);
  });

  it('dates its answers by its own clock', async () => {
    const github = await start();
    github.clock.advance(3_600_000);
    const answer = await signedIn(github, 'mona')('GET', '/user');
    assert.equal(answer.headers.get('date'), new Date(NOW + 3_600_000).toUTCString());
  });

  it('records requests without anything that could be used to act for a person', async () => {
    const github = await start();
    const token = github.issueToken('mona', ['read:packages']);
    const answer = await withToken(github, token)('GET', '/orgs/octo-org/packages?package_type=npm');
    const [record] = github.requests;
    assert.equal(record?.route, '/orgs/{org}/packages');
    assert.deepEqual([record.login, record.scopes, record.status], ['mona', ['read:packages'], 200]);
    assert.deepEqual(record.query, { package_type: 'npm' });
    assert.equal(record.requestId, answer.headers.get('x-github-request-id'));
    await withToken(github, token)('GET', `/user?access_token=${token}`, { cookie: token });
    assert.equal(JSON.stringify(github.requests).includes(token), false);
  });

  it('notes what GitHub’s description does not allow', async () => {
    const github = await start();
    const call = signedIn(github, 'mona');
    await call('GET', '/user/packages?package_type=gradle');
    await call('GET', '/user/mona/packages');
    const [first, second] = github.violations.filter(({ side }) => side === 'request');
    assert.match(first?.message ?? '', /package_type/);
    assert.match(second?.message ?? '', /not described/);
    assert.equal(second?.requestId, github.requests[1]?.requestId);
  });

  it('plays github.com with REST at the root, beside the pages for browsers', async () => {
    const github = await start([makePackage('app', { versions: makeVersions(1) })], { play: 'github.com' });
    assert.equal(github.apiUrl, github.url);
    const call = signedIn(github, 'mona');
    assert.equal((await call('GET', '/user')).headers.get('x-ratelimit-limit'), '5000');
    assert.equal((await call('GET', '/octo-org')).message, 'Not Found');
    const page = await call('GET', '/octo-org', { accept: 'text/html' });
    assert.match(String(page.body), /<h1>/);
  });
});
