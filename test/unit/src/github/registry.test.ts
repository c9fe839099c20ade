import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { createRegistry, type Registry, type RegistryOptions } from '../../../../src/github/registry';
import type { Package } from '../../../../src/github/resources';
import { examplePackage } from '../support/examples';
import { json, listen, type Loopback } from '../support/loopback';
import { useLocalGitHub } from '../support/localGitHub';
import { localRegistry, tagged, versionsOfWebApp, WEB_APP } from '../support/localRegistry';

const never = new AbortController().signal;

function failsWith(reason: Reason, promise: Promise<unknown>): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof ApiError && error.reason === reason);
}

describe('Reading the registry of a local GitHub', () => {
  const github = useLocalGitHub();
  const paths = (): string[] => github.server.requests.map(({ path }) => path.replace(/sha256:\w+/, 'DIGEST'));

  it('signs in as the registry asks, reads the exact bytes, and counts as one download', async () => {
    const digest = tagged(versionsOfWebApp(github), 'latest');
    const bytes = await localRegistry(github).manifest(WEB_APP, digest, never);
    assert.deepEqual(Buffer.from(bytes), Buffer.from(github.server.world.blobs.get(digest)?.bytes ?? []));
    assert.deepEqual(paths(), [
      '/v2/octo-org/web-app/manifests/DIGEST',
      '/token',
      '/v2/octo-org/web-app/manifests/DIGEST',
    ]);
  });

  it('asks for one token for many manifests side by side, at most ten at a time', async () => {
    const versions = versionsOfWebApp(github);
    let open = 0;
    let most = 0;
    const counting: typeof fetch = async (...request) => {
      most = Math.max(most, ++open);
      return fetch(...request).finally(() => open--);
    };
    const counted = localRegistry(github, { fetch: counting });
    const all = [...versions, ...versions, ...versions].map(({ name }) => counted.manifest(WEB_APP, name, never));
    assert.equal((await Promise.all(all)).length, versions.length * 3);
    assert.equal(paths().filter((path) => path.startsWith('/token')).length, 1);
    assert.equal(most, 10);
  });

  it('takes a new token when the old one has run out, without being refused first', async () => {
    const registry = localRegistry(github);
    const digest = tagged(versionsOfWebApp(github), 'latest');
    await registry.manifest(WEB_APP, digest, never);
    github.server.clock.advance(55_000);
    await registry.manifest(WEB_APP, digest, never);
    assert.deepEqual(
      github.server.requests.map(({ status }) => status),
      [401, 200, 200, 200, 200],
    );
  });

  it('asks in lower case whatever the login looks like', async () => {
    const owner = { kind: 'organization', login: 'Octo-Org' } as const;
    await localRegistry(github).manifest({ ...WEB_APP, owner }, tagged(versionsOfWebApp(github), 'latest'), never);
  });

  it('says which failure it was', async () => {
    const digest = tagged(versionsOfWebApp(github), 'latest');
    const token = (value: string | undefined): Registry =>
      localRegistry(github, { token: () => Promise.resolve(value) });
    await failsWith('signed-out', token(undefined).manifest(WEB_APP, digest, never));
    await failsWith('refused', token('gho_unknown').manifest(WEB_APP, digest, never));
    await failsWith('not-found', localRegistry(github).manifest(WEB_APP, `sha256:${'0'.repeat(64)}`, never));
    await failsWith('cancelled', localRegistry(github).manifest(WEB_APP, digest, AbortSignal.abort()));
  });

  it('asks for nothing under a name that no registry can hold', async () => {
    const registry = localRegistry(github);
    for (const name of ['../x', 'a//b', '.', 'a b', 'a%2Fb', '📦', 'a/../b']) {
      await failsWith('refused', registry.manifest({ ...WEB_APP, name }, `sha256:${'0'.repeat(64)}`, never));
    }
    await failsWith('refused', registry.manifest(WEB_APP, 'latest', never));
    assert.deepEqual(paths(), []);
  });
});

describe('Reading any registry', () => {
  const TEXT = '{"schemaVersion":2,"manifests":[]}';
  const DIGEST = `sha256:${createHash('sha256').update(TEXT).digest('hex')}`;
  const IMAGE: Package = examplePackage({ type: 'container', name: 'tools/cli' });
  const TOKEN = 'gho_secret';
  const servers: Loopback[] = [];
  let waits: number[] = [];
  let lines: string[] = [];
  let now = 0;

  beforeEach(() => {
    waits = [];
    lines = [];
    now = 1e12;
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    assert.doesNotMatch(lines.join('\n'), new RegExp(`${TOKEN}|${btoa(TOKEN)}`), 'a token was logged');
  });

  type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;
  async function serve(handler: Handler): Promise<Loopback> {
    const server = await listen(handler);
    servers.push(server);
    return server;
  }
  function reader(url: string, part: Partial<RegistryOptions> = {}): Registry {
    return createRegistry({
      url,
      homes: [],
      token: () => Promise.resolve(TOKEN),
      fetch,
      now: () => now,
      log: (line) => lines.push(line),
      sleep(ms) {
        waits.push(ms);
        now += ms;
        return Promise.resolve();
      },
      ...part,
    });
  }
  const read = ({ url }: Loopback, part?: Partial<RegistryOptions>): Promise<Uint8Array> =>
    reader(url, part).manifest(IMAGE, DIGEST, never);
  const good: Handler = (_, response) => response.end(TEXT);
  const challenge =
    (realm: string): Handler =>
    (_, response) => {
      response.setHeader('www-authenticate', `Bearer realm="${realm}",service="s",scope="repository:x:pull"`);
      json(response, {}, 401);
    };
  const after =
    (count: number, first: Handler, then: Handler): Handler =>
    (request, response, number) =>
      (number <= count ? first : then)(request, response, number);

  it('names all four kinds of manifest, and sends no token that was not asked for', async () => {
    const server = await serve(good);
    await read(server);
    const [{ headers, path } = { headers: {}, path: '' }] = server.received;
    assert.equal(path, `/v2/mona/tools/cli/manifests/${DIGEST}`);
    assert.equal(headers.authorization, undefined);
    assert.deepEqual(headers.accept?.split(', '), [
      'application/vnd.oci.image.index.v1+json',
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.docker.distribution.manifest.list.v2+json',
      'application/vnd.docker.distribution.manifest.v2+json',
    ]);
  });

  it('takes no token to a realm that is not of its own host', async () => {
    const foreign = await serve((_, response) => json(response, { token: 'x' }));
    await failsWith('foreign-host', read(await serve(challenge(`${foreign.url}/token`))));
    assert.deepEqual(foreign.received, []);
  });

  it('takes one to a realm at an address of its host', async () => {
    const home = await serve((_, response) => json(response, { access_token: 'short', expires_in: 300 }));
    const server = await serve(after(1, challenge(`${home.url}/token`), good));
    await read(server, { homes: [`${home.url}/api/v3`] });
    assert.equal(home.received[0]?.path, '/token?service=s&scope=repository%3Ax%3Apull');
    assert.equal(home.received[0]?.headers.authorization, `Basic ${btoa(`token:${TOKEN}`)}`);
    assert.equal(server.received[1]?.headers.authorization, 'Bearer short');
  });

  it('follows no redirect', async () => {
    const foreign = await serve(good);
    const server = await serve((_, response) => response.writeHead(307, { location: foreign.url }).end());
    await failsWith('unexpected-answer', read(server));
    assert.deepEqual([server.received.length, foreign.received.length], [1, 0]);
  });

  it('fails when it cannot sign in, without asking for ever', async () => {
    const unknown = await serve((_, response) => {
      response.setHeader('www-authenticate', 'Basic realm="x"');
      json(response, {}, 401);
    });
    await failsWith('unexpected-answer', read(unknown));
    const silent = await serve((_, response) => json(response, {}, 401));
    await failsWith('registry-unreadable', read(silent));
    const stubborn: Loopback = await serve((request, response, count) =>
      request.url?.startsWith('/token')
        ? json(response, { token: `t${count}` })
        : challenge(`${stubborn.url}/token`)(request, response, count),
    );
    await failsWith('bad-credentials', read(stubborn));
    assert.equal(stubborn.received.length, 3);
    for (const answer of [{}, { token: '' }, [], 'x', null]) {
      const broken: Loopback = await serve((request, response, count) =>
        request.url?.startsWith('/token')
          ? json(response, answer)
          : challenge(`${broken.url}/token`)(request, response, count),
      );
      await failsWith('unexpected-answer', read(broken));
    }
  });

  it('does not take bytes for a manifest that have another digest', async () => {
    const server = await serve((_, response) => response.end('{"manifests":[]}'));
    await failsWith('broken-answer', read(server));
    assert.equal(server.received.length, 3);
    await read(await serve(after(1, (_, response) => response.end(TEXT.slice(0, 9)), good)));
  });

  it('tries again when the way or the server breaks, and gives up in the end', async () => {
    const hangUp: Handler = (request) => {
      request.socket.destroy();
    };
    await read(await serve(after(2, hangUp, good)));
    assert.deepEqual(waits, [300, 1000]);
    const failing = await serve((_, response) => json(response, {}, 503));
    await failsWith('server-error', read(failing));
    assert.equal(failing.received.length, 3);
  });

  it('holds everybody back when it is refused with 429, and goes on', async () => {
    const busy: Handler = (_, response) => response.writeHead(429, { 'retry-after': '7' }).end();
    const server = await serve(after(1, busy, good));
    const registry = reader(server.url);
    await registry.manifest(IMAGE, DIGEST, never);
    assert.deepEqual(waits, [7000]);
    await registry.manifest(IMAGE, DIGEST, never);
    assert.deepEqual(waits, [7000]);
  });

  it('waits longer each time when no time is named, and tells it in the end', async () => {
    await failsWith('rate-limited', read(await serve((_, response) => response.writeHead(429).end())));
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000]);
  });

  it('does not wait for minutes', async () => {
    const server = await serve((_, response) => response.writeHead(429, { 'retry-after': '600' }).end());
    await assert.rejects(read(server), (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.reason, error.details.retryAt], ['rate-limited', now + 600_000]);
      return true;
    });
    assert.deepEqual(waits, []);
  });

  it('reads no manifest larger than any registry has to take', async () => {
    await failsWith('unexpected-answer', read(await serve((_, response) => response.end('x'.repeat(5_000_000)))));
  });

  it('does not wait for an answer that never comes', async () => {
    await failsWith('timeout', read(await serve(() => undefined), { timeout: 60 }));
  });

  it('says so where a browser keeps it from reading', async () => {
    const browser: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await failsWith(
      'registry-unreadable',
      reader('https://ghcr.io', { fetch: browser }).manifest(IMAGE, DIGEST, never),
    );
  });
});
