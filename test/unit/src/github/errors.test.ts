import assert from 'node:assert/strict';
import { ApiError, toApiError, type Reason } from '../../../../src/github/errors';
import { NOW } from '../support/examples';

/** What Octokit throws for an answer. */
function answer(status: number, message: string, headers: Record<string, string> = {}): unknown {
  return Object.assign(new Error(message), { status, response: { status, headers, data: { message } } });
}

/** Status, message, reason: what GitHub was seen to answer. */
const ANSWERS: readonly (readonly [number, string, Reason])[] = [
  [
    400,
    'You cannot delete the last tagged version of a package. You must delete the package instead.',
    'last-tagged-version',
  ],
  [400, 'You cannot delete the last version of a package. You must delete the package instead.', 'last-version'],
  [
    400,
    'Publicly visible package versions with more than 5000 downloads cannot be deleted. Contact GitHub support.',
    'too-many-downloads',
  ],
  [
    400,
    'Publicly visible packages with a version that has more than 5,000 downloads cannot be deleted.',
    'too-many-downloads',
  ],
  [400, 'Invalid argument.', 'token-kind'],
  [400, 'The package_type parameter is required.', 'refused'],
  [401, 'Bad credentials', 'bad-credentials'],
  [401, 'Requires authentication', 'bad-credentials'],
  [403, 'You need at least read:packages scope to list packages.', 'scope-missing'],
  [403, 'You need at least delete:packages and read:packages scope to delete a package.', 'scope-missing'],
  [403, 'Resource protected by organization SAML enforcement. You must grant your token access.', 'sso-required'],
  [
    403,
    'Although you appear to have the correct authorization credentials, the `octo-org` organization has enabled OAuth App access restrictions.',
    'app-restricted',
  ],
  [403, 'Resource not accessible by integration', 'token-kind'],
  [403, 'Resource not accessible by personal access token', 'token-kind'],
  [403, 'API rate limit exceeded for user ID 1.', 'rate-limited'],
  [403, 'You have exceeded a secondary rate limit. Please wait a few minutes.', 'rate-limited'],
  [429, 'You have exceeded a secondary rate limit.', 'rate-limited'],
  [429, 'Too many requests', 'rate-limited'],
  [403, 'Maximum number of login attempts exceeded. Please try again later.', 'refused'],
  [404, 'Package not found.', 'not-found'],
  [404, 'Package version not found.', 'not-found'],
  [404, 'Not Found', 'not-found'],
  [410, 'Gone', 'not-found'],
  [422, 'Validation Failed', 'refused'],
  [451, 'Repository access blocked', 'refused'],
  [500, 'Server Error', 'server-error'],
  [502, 'Bad Gateway', 'server-error'],
  [503, 'Service Unavailable', 'server-error'],
  [504, 'We could not respond to your request in time.', 'server-error'],
  [304, 'Not Modified', 'unexpected-answer'],
];

describe('Errors', () => {
  for (const [status, message, reason] of ANSWERS) {
    it(`tell ${reason} from ${status} "${message.slice(0, 60)}"`, () => {
      const error = toApiError(answer(status, message, { 'x-github-request-id': 'AB:12' }), NOW);
      assert.equal(error.reason, reason);
      assert.equal(error.details.status, status);
      assert.equal(error.details.requestId, 'AB:12');
      assert.equal(error.message, message);
    });
  }

  it('name the scopes that are missing', () => {
    const needed = (message: string): readonly string[] | undefined =>
      toApiError(answer(403, message), NOW).details.missingScopes;
    assert.deepEqual(needed('You need at least delete:packages and read:packages scope to delete a package.'), [
      'delete:packages',
      'read:packages',
    ]);
    assert.deepEqual(needed('You need at least read:packages and repo scope to list packages.'), [
      'read:packages',
      'repo',
    ]);
  });

  for (const [needed, granted, missing] of [
    ['delete:packages and read:packages', 'read:packages', ['delete:packages']],
    ['read:packages and repo', 'read:org, read:packages', ['repo']],
    ['read:packages', '', ['read:packages']],
  ] as const) {
    it(`name of ${needed} what a token with "${granted}" lacks`, () => {
      const error = toApiError(answer(403, `You need at least ${needed} scope.`, { 'x-oauth-scopes': granted }), NOW);
      assert.equal(error.reason, 'scope-missing');
      assert.deepEqual(error.details.missingScopes, missing);
    });
  }

  it('name all that GitHub asks for where the token seems to have them', () => {
    const headers = { 'x-oauth-scopes': 'write:packages' };
    const error = toApiError(answer(403, 'You need at least read:packages scope to list packages.', headers), NOW);
    assert.deepEqual(error.details.missingScopes, ['read:packages']);
  });

  it('keep the address of the single sign-on, however little the message says', () => {
    const url = 'https://github.com/orgs/saml-corp/sso?authorization_request=ABC';
    const error = toApiError(answer(403, 'Forbidden', { 'x-github-sso': `required; url=${url}` }), NOW);
    assert.equal(error.reason, 'sso-required');
    assert.equal(error.details.ssoUrl, url);
  });

  it('do not take a partial list for a refused one', () => {
    const partial = { 'x-github-sso': 'partial-results; organizations=1,2' };
    assert.equal(toApiError(answer(403, 'Forbidden', partial), NOW).reason, 'refused');
  });

  describe('of limits', () => {
    const retryAt = (headers: Record<string, string>): number | undefined =>
      toApiError(answer(403, 'Forbidden', headers), NOW).details.retryAt;
    const httpDate = (time: number): string => new Date(time).toUTCString();
    const hourAhead = httpDate(NOW + 3_600_000);

    it('count the seconds of retry-after from now', () => {
      assert.equal(retryAt({ 'retry-after': '60' }), NOW + 60_000);
    });

    it('never answer with the past', () => {
      assert.equal(retryAt({ 'retry-after': '-5' }), NOW);
      assert.equal(retryAt({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 - 60) }), NOW);
    });

    it('understand a date in retry-after, by the server’s own clock', () => {
      assert.equal(retryAt({ 'retry-after': httpDate(NOW + 30_000) }), NOW + 30_000);
      assert.equal(retryAt({ 'retry-after': httpDate(NOW + 3_630_000), date: hourAhead }), NOW + 30_000);
    });

    it('use the reset of an exhausted hourly limit, by the server’s own clock', () => {
      const exhausted = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 3610) };
      assert.equal(retryAt(exhausted), NOW + 3_610_000);
      assert.equal(retryAt({ ...exhausted, date: hourAhead }), NOW + 10_000);
    });

    it('see no limit in a refusal while requests remain', () => {
      const headers = { 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': String(NOW / 1000 + 60) };
      assert.equal(toApiError(answer(403, 'Forbidden', headers), NOW).reason, 'refused');
    });

    it('make nothing of a retry-after that is neither a number nor a date', () => {
      const error = toApiError(answer(429, 'Slow down', { 'retry-after': 'soon' }), NOW);
      assert.equal(error.reason, 'rate-limited');
      assert.equal(error.details.retryAt, undefined);
    });
  });

  describe('without an answer', () => {
    it('pass on what is decided already, also from inside another error', () => {
      const decided = new ApiError('foreign-host', 'not sent');
      assert.equal(toApiError(decided, NOW), decided);
      assert.equal(toApiError(new Error('fetch failed', { cause: decided }), NOW), decided);
    });

    it('tell cancelled, late and unreachable apart', () => {
      assert.equal(toApiError(new DOMException('aborted', 'AbortError'), NOW).reason, 'cancelled');
      assert.equal(toApiError(new DOMException('late', 'TimeoutError'), NOW).reason, 'timeout');
      assert.equal(toApiError(new TypeError('fetch failed'), NOW).reason, 'unreachable');
      assert.equal(toApiError('anything', NOW).message, 'anything');
    });

    it('are not confused by an error that is its own cause', () => {
      const circular = new Error('round');
      circular.cause = circular;
      assert.equal(toApiError(circular, NOW).reason, 'unreachable');
    });

    it('take the status alone where the body says nothing', () => {
      const error = toApiError({ response: { status: 502, headers: {}, data: '<html>' } }, NOW);
      assert.equal(error.reason, 'server-error');
      assert.equal(error.message, 'HTTP 502');
    });
  });
});
