import assert from 'node:assert/strict';
import { createContract } from '../../github/contract';

const PACKAGE = '/orgs/octo-org/packages/container/tools%2Fcli';
const HEADERS = { 'user-agent': 'test', accept: 'application/vnd.github+json' };
const version = {
  id: 1,
  name: 'sha256:0',
  url: 'https://api.github.com/orgs/octo-org/packages/container/tools%2Fcli/versions/1',
  package_html_url: 'https://github.com/orgs/octo-org/packages/container/package/tools%2Fcli',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  metadata: { package_type: 'container', container: { tags: ['latest'] } },
};
const pkg = {
  id: 1,
  name: 'tools/cli',
  package_type: 'container',
  url: 'https://api.github.com/orgs/octo-org/packages/container/tools%2Fcli',
  html_url: version.package_html_url,
  version_count: 1,
  visibility: 'private',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  repository: null,
  owner: null,
};

describe('The contract for responses', () => {
  const contract = createContract();
  const check = contract.checkResponse.bind(contract);

  it('accepts what GitHub describes', () => {
    assert.deepEqual(check('GET', PACKAGE, 200, pkg), []);
    assert.deepEqual(check('GET', `${PACKAGE}/versions`, 200, [version]), []);
    assert.deepEqual(check('DELETE', PACKAGE, 204, undefined), []);
    assert.deepEqual(check('GET', '/user/orgs', 304, undefined), []);
  });

  it('reports a missing field, a wrong type and a bad date, each with its place', () => {
    const nameless = { ...version, name: undefined };
    assert.match(check('GET', `${PACKAGE}/versions`, 200, [version, nameless]).join('\n'), /\/1 .*'name'/);
    assert.match(check('GET', PACKAGE, 200, { ...pkg, id: '1' }).join('\n'), /\/id must be integer/);
    assert.match(check('GET', PACKAGE, 200, { ...pkg, created_at: 1700000000 }).join('\n'), /\/created_at/);
    assert.match(check('GET', PACKAGE, 200, { ...pkg, updated_at: 'yesterday' }).join('\n'), /date-time/);
  });

  it('reports a field that GitHub does not have', () => {
    assert.match(check('GET', PACKAGE, 200, { ...pkg, downloads: 5 }).join('\n'), /downloads/);
  });

  it('allows what GitHub is known to do beyond its description', () => {
    const docker = (names: object): object => ({ ...version, metadata: { package_type: 'docker', docker: names } });
    assert.deepEqual(check('GET', `${PACKAGE}/versions/1`, 200, docker({ tag: ['1'] })), []);
    assert.deepEqual(check('GET', `${PACKAGE}/versions/1`, 200, docker({ tags: ['1'] })), []);
    assert.notDeepEqual(check('GET', `${PACKAGE}/versions/1`, 200, docker({})), []);
    assert.deepEqual(check('GET', PACKAGE, 200, { ...pkg, visibility: 'internal' }), []);
    assert.notDeepEqual(check('GET', PACKAGE, 200, { ...pkg, visibility: 'secret' }), []);
  });

  it('allows a business rule, a limit and an outage with the basic error only', () => {
    const error = { message: 'no', documentation_url: 'https://docs.github.com/rest', status: '400' };
    for (const status of [400, 404, 422, 429, 502]) assert.deepEqual(check('DELETE', PACKAGE, status, error), []);
    assert.deepEqual(check('GET', '/user/packages', 400, error), [], 'described, but without a schema');
    assert.notDeepEqual(check('DELETE', PACKAGE, 400, { error: 'no' }), []);
    assert.notDeepEqual(check('DELETE', PACKAGE, 400, undefined), []);
    assert.notDeepEqual(check('DELETE', PACKAGE, 418, error), []);
  });

  it('reports a success that is not described, and a body where none may be', () => {
    assert.notDeepEqual(check('DELETE', PACKAGE, 200, {}), []);
    assert.notDeepEqual(check('DELETE', PACKAGE, 204, {}), []);
    assert.notDeepEqual(check('DELETE', PACKAGE, 304, undefined), []);
  });

  it('knows only 404 for a path or method that GitHub does not have', () => {
    assert.deepEqual(check('GET', '/nowhere', 404, { message: 'Not Found' }), []);
    assert.notDeepEqual(check('GET', '/nowhere', 200, {}), []);
    assert.notDeepEqual(check('PUT', PACKAGE, 204, undefined), []);
  });

  it('checks nested objects that may be null', () => {
    assert.notDeepEqual(check('GET', PACKAGE, 200, { ...pkg, owner: { login: 'octo-org' } }), []);
  });
});

describe('The contract for requests', () => {
  const contract = createContract();
  const check = (
    method: string,
    target: string,
    headers: Record<string, string> = HEADERS,
    body?: unknown,
  ): string[] => {
    const [path = '', query] = target.split('?');
    return contract.checkRequest(method, path, new URLSearchParams(query), headers, body);
  };

  const allowed = [
    'GET /orgs/octo-org/packages?package_type=npm&per_page=100&page=2&visibility=internal',
    `GET ${PACKAGE}/versions?state=deleted&per_page=1`,
    'GET /users/hubot/packages/npm/x/versions?page=2&per_page=100&state=deleted',
    'GET /user/docker/conflicts',
    'GET /user/orgs?per_page=100',
    'GET /orgs/docker/docker/conflicts',
    'GET /rate_limit',
    `POST ${PACKAGE}/restore`,
    `DELETE ${PACKAGE}/versions/12`,
    'GET /user/packages/nuget/a%252Fb',
  ];
  for (const request of allowed) {
    it(`allows ${request}`, () => {
      const [method = '', target = ''] = request.split(' ');
      assert.deepEqual(check(method, target), []);
    });
  }

  const refused: [request: string, reason: RegExp][] = [
    ['GET /orgs/octo-org/packages', /package_type is required/],
    ['GET /orgs/octo-org/packages?package_type=gradle', /package_type it must be equal to one of/],
    ['GET /orgs/octo-org/packages?package_type=npm&state=deleted', /state is not described/],
    ['GET /user/packages?package_type=npm&per_page=101', /per_page it must be <= 100/],
    ['GET /orgs/octo-org/packages?package_type=npm&per_page=0', /per_page it must be >= 1/],
    ['GET /user/packages?package_type=npm&page=0', /page it must be >= 1/],
    ['GET /user/packages?package_type=npm&page=two', /page it must be integer/],
    ['GET /user/packages?package_type=npm&page=1&page=2', /given twice/],
    ['GET /user/packages?package_type=npm&access_token=x', /access_token is not described/],
    [`GET ${PACKAGE}/versions?state=all`, /state it must be equal to one of/],
    [`GET ${PACKAGE}/versions/latest`, /package_version_id it must be integer/],
    ['GET /orgs/octo-org/packages/container/tools/cli', /is not described/],
    ['GET /orgs/octo-org/packages/container/', /is not described/],
    ['GET /orgs/octo-org/packages/container/%', /is not described/],
    ['GET /user/octocat/packages?package_type=npm', /is not described/],
    [`GET ${PACKAGE}/`, /is not described/],
    [`PATCH ${PACKAGE}`, /is not described/],
  ];
  for (const [request, reason] of refused) {
    it(`refuses ${request}`, () => {
      const [method = '', target = ''] = request.split(' ');
      assert.match(check(method, target).join('\n'), reason);
    });
  }

  it('refuses a body, an unknown API version, no User-Agent, and a header that browsers may not send', () => {
    assert.match(check('DELETE', PACKAGE, HEADERS, {}).join(), /has a body/);
    assert.match(check('GET', '/user', HEADERS, 'x').join(), /has a body/);
    assert.match(check('GET', '/user', { ...HEADERS, 'x-github-api-version': '2020-01-01' }).join(), /API version/);
    assert.deepEqual(check('GET', '/user', { ...HEADERS, 'x-github-api-version': '2022-11-28' }), []);
    assert.match(check('GET', '/user', {}).join(), /User-Agent/);
    assert.match(check('GET', '/user', { ...HEADERS, 'x-trace': '1' }).join(), /x-trace/);
  });
});
