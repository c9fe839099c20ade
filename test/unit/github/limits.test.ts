import assert from 'node:assert/strict';
import { HOUR, MINUTE } from '../../github/clock';
import { signedIn, useGitHub, type Answer } from './client';
import { NOW } from './world';

describe('rate limits of the local GitHub', () => {
  const start = useGitHub();

  it('are off at an enterprise host', async () => {
    const call = signedIn(await start(), 'mona');
    assert.equal((await call('GET', '/user')).headers.get('x-ratelimit-limit'), null);
    assert.equal((await call('GET', '/rate_limit')).status, 404);
  });

  it('count the requests of an hour, all tokens of a person together', async () => {
    const github = await start([], { limits: { primary: 2 } });
    const call = signedIn(github, 'mona');
    const first = await call('GET', '/user');
    assert.equal(first.headers.get('x-ratelimit-remaining'), '1');
    assert.equal(first.headers.get('x-ratelimit-reset'), String((NOW + HOUR) / 1000));
    await signedIn(github, 'mona')('GET', '/user');
    const refused = await call('GET', '/user');
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
    assert.match(refused.message ?? '', /rate limit exceeded/);
    assert.equal((await signedIn(github, 'hubot')('GET', '/user')).status, 200, 'another person has their own');
    github.clock.advance(HOUR);
    assert.equal((await call('GET', '/user')).status, 200);
    assert.deepEqual(github.violations, []);
  });

  it('show themselves for free', async () => {
    const call = signedIn(await start([], { limits: { primary: 10 } }), 'mona');
    await call('GET', '/user');
    const answer = await call('GET', '/rate_limit');
    assert.deepEqual((answer.body as { resources: { core: unknown } }).resources.core, {
      limit: 10,
      used: 1,
      remaining: 9,
      reset: (NOW + HOUR) / 1000,
    });
  });

  it('count points of a minute, five for a change', async () => {
    const github = await start([], { limits: { points: 11, status: 429 } });
    const call = signedIn(github, 'mona');
    const remove = (): Promise<Answer> => call('DELETE', '/user/packages/npm/nothing');
    assert.equal((await remove()).status, 404);
    github.clock.advance(20_000);
    assert.equal((await remove()).status, 404);
    assert.equal((await call('GET', '/user')).status, 200);
    const refused = await call('GET', '/user');
    assert.equal(refused.status, 429);
    assert.match(refused.message ?? '', /secondary rate limit/);
    assert.equal(refused.headers.get('retry-after'), '40');
    github.configure({ limits: { retryAfter: 'date' } });
    assert.equal((await call('GET', '/user')).headers.get('retry-after'), new Date(NOW + MINUTE).toUTCString());
    github.configure({ limits: { retryAfter: 'none' } });
    assert.equal((await call('GET', '/user')).headers.get('retry-after'), null);
    github.clock.advance(40_000);
    assert.equal((await call('GET', '/user')).status, 200);
  });

  it('refuse too many requests at once', async () => {
    const github = await start([], { limits: { concurrent: 3 }, latency: 20 });
    const call = signedIn(github, 'mona');
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('GET', '/user')));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 403, 403]);
    assert.equal((await call('GET', '/user')).status, 200);
  });
});
