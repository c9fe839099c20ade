import assert from 'node:assert/strict';
import type { Fault, FaultRule } from '../../github/faults';
import type { GitHub } from '../../github/server';
import { pluck, signedIn, useGitHub, type Answer, type Call } from './client';
import { makePackage, makeVersions } from './world';

const VERSIONS = '/orgs/octo-org/packages/npm/library/versions';

describe('faults of the local GitHub', () => {
  const start = useGitHub();

  async function startWith(fault: Fault, rule: Omit<FaultRule, 'fault'> = {}): Promise<{ github: GitHub; call: Call }> {
    const github = await start([makePackage('library', { type: 'npm', versions: makeVersions(60) })]);
    github.addFault({ ...rule, fault });
    return { github, call: signedIn(github, 'mona') };
  }

  it('meet the requests they are meant for', async () => {
    const status = { kind: 'status', status: 500 } as const;
    const cases: readonly [Omit<FaultRule, 'fault'>, readonly number[]][] = [
      [{}, [500, 500, 500]],
      [{ nth: 2 }, [200, 500, 200]],
      [{ times: 2 }, [500, 500, 200]],
      [{ nth: 2, times: 2 }, [200, 500, 500]],
      [{ match: { method: 'DELETE' } }, [200, 200, 200]],
      [{ match: { path: 'page=2' } }, [200, 500, 200]],
      [{ match: { pattern: 'page=[23]$' } }, [200, 500, 500]],
      [{ match: { page: 1 } }, [500, 200, 200]],
    ];
    for (const [rule, expected] of cases) {
      const { call } = await startWith(status, rule);
      const answers: Answer[] = [];
      for (const query of ['', '?page=2', '?page=3']) answers.push(await call('GET', VERSIONS + query));
      assert.deepEqual(
        answers.map((answer) => answer.status),
        expected,
        JSON.stringify(rule),
      );
    }
  });

  it('end when they are cleared, and are named in the record of the request', async () => {
    const { github, call } = await startWith({ kind: 'status', status: 503 });
    await call('GET', VERSIONS);
    github.clearFaults();
    assert.equal((await call('GET', VERSIONS)).status, 200);
    assert.deepEqual(
      github.requests.map(({ fault }) => fault),
      ['status', undefined],
    );
  });

  it('answer with any status, headers and body', async () => {
    const { call } = await startWith({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '7' },
      body: { message: 'slow' },
    });
    const answer = await call('GET', VERSIONS);
    assert.deepEqual([answer.status, answer.headers.get('retry-after'), answer.message], [429, '7', 'slow']);
  });

  it('carry the request out before or instead of failing', async () => {
    for (const after of [true, false]) {
      const { github, call } = await startWith({ kind: 'status', status: 500, after }, { match: { method: 'DELETE' } });
      const id = String(github.world.packages[0]?.versions[0]?.id);
      assert.equal((await call('DELETE', `${VERSIONS}/${id}`)).status, 500);
      assert.equal((await call('GET', `${VERSIONS}/${id}`)).status, after ? 404 : 200);
    }
  });

  it('break the connection before the headers', async () => {
    for (const after of [true, false]) {
      const { github, call } = await startWith({ kind: 'reset', at: 'start', after }, { nth: 1 });
      const id = String(github.world.packages[0]?.versions[0]?.id);
      await assert.rejects(call('DELETE', `${VERSIONS}/${id}`), (error: Error) => error.message === 'fetch failed');
      assert.equal((await call('GET', `${VERSIONS}/${id}`)).status, after ? 404 : 200);
      assert.equal(github.requests[0]?.status, 0);
    }
  });

  it('break the connection in the body, after the headers', async () => {
    const { github } = await startWith({ kind: 'reset', at: 'body' });
    const response = await fetch(github.apiUrl + VERSIONS, {
      headers: { authorization: `token ${github.issueToken('mona', ['read:packages', 'repo'])}` },
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('link') ?? '', /rel="next"/);
    await assert.rejects(response.text(), /terminated/);
  });

  it('never answer', async () => {
    const { github } = await startWith({ kind: 'hang' });
    await assert.rejects(fetch(github.apiUrl, { signal: AbortSignal.timeout(20) }), { name: 'TimeoutError' });
  });

  it('let the body trickle', async () => {
    const { github } = await startWith({ kind: 'trickle', everyMs: 5 });
    const response = await fetch(github.apiUrl);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    assert.equal((first?.value as Uint8Array).length, 1);
    await reader?.cancel();
  });

  it('spoil the body', async () => {
    const cases: readonly [Fault, (github: GitHub) => Promise<void>][] = [
      [{ kind: 'truncate' }, rejects(SyntaxError)],
      [{ kind: 'html' }, rejects(SyntaxError)],
      [{ kind: 'html', labelledJson: true }, rejects(SyntaxError)],
      [{ kind: 'empty', status: 200 }, rejects(SyntaxError)],
      [{ kind: 'bad-gzip' }, rejects(TypeError)],
    ];
    for (const [fault, check] of cases) await check((await startWith(fault)).github);

    function rejects(type: typeof SyntaxError | typeof TypeError): (github: GitHub) => Promise<void> {
      return async (github) => {
        const response = await fetch(`${github.apiUrl}/users/mona`);
        assert.equal(response.status, 200);
        await assert.rejects(response.json(), type);
      };
    }
  });

  it('answer with nothing where something was due', async () => {
    for (const status of [204, 304] as const) {
      const { call } = await startWith({ kind: 'empty', status });
      assert.deepEqual((await call('GET', VERSIONS)).status, status);
    }
  });

  it('answer with JSON of another form', async () => {
    for (const [as, expected] of [
      ['object', 'object'],
      ['string', 'string'],
    ] as const) {
      const { body } = await (await startWith({ kind: 'json', as })).call('GET', VERSIONS);
      assert.equal(typeof body, expected);
      assert.equal(Array.isArray(body), false);
    }
    const { body } = await (await startWith({ kind: 'json', as: 'null-item' })).call('GET', VERSIONS);
    assert.equal((body as unknown[])[0], null);
    assert.equal((body as unknown[]).length, 31);
  });

  it('redirect to another place, or in a loop', async () => {
    const elsewhere = await (await startWith({ kind: 'redirect', to: 'http://other.example/' })).call('GET', VERSIONS);
    assert.deepEqual([elsewhere.status, elsewhere.headers.get('location')], [302, 'http://other.example/']);
    const { github, call } = await startWith({ kind: 'redirect', to: '{self}', status: 301 });
    const loop = await call('GET', `${VERSIONS}?page=2`);
    assert.deepEqual([loop.status, loop.headers.get('location')], [301, `${github.apiUrl}${VERSIONS}?page=2`]);
  });

  it('change the Link header', async () => {
    const set = { next: '{self}', last: '{page:99999}', prev: null };
    const { github, call } = await startWith({ kind: 'link', set });
    const link = (await call('GET', `${VERSIONS}?page=1`)).headers.get('link');
    const url = github.apiUrl + VERSIONS;
    assert.equal(link, `<${url}?page=1>; rel="next", <${url}?page=99999>; rel="last"`);
    const foreign = await startWith({ kind: 'link', set: { next: 'http://other.example/?page=2', last: null } });
    assert.equal(
      (await foreign.call('GET', VERSIONS)).headers.get('link'),
      '<http://other.example/?page=2>; rel="next"',
    );
    const garbage = await startWith({ kind: 'headers', set: { Link: '<<>; rel=' } });
    assert.equal((await garbage.call('GET', VERSIONS)).headers.get('link'), '<<>; rel=');
  });

  it('let pages overlap', async () => {
    const { call } = await startWith({ kind: 'overlap', by: 1 });
    const first = pluck(await call('GET', VERSIONS), 'id');
    const second = pluck(await call('GET', `${VERSIONS}?page=2`), 'id');
    assert.equal(second[0], first[29]);
    assert.equal(new Set([...first, ...second]).size, 59);
  });

  it('meet the sign-in and the registry too', async () => {
    const { github } = await startWith({ kind: 'status', status: 502 });
    assert.equal((await fetch(`${github.url}/v2/`)).status, 502);
    assert.equal((await fetch(`${github.url}/login/device/code`, { method: 'POST' })).status, 502);
  });
});
