import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ApiError } from '../../../../src/github/errors';
import { createTransport, type TransportOptions } from '../../../../src/github/transport';
import { json, listen, type Loopback } from '../support/loopback';

const TOKEN = 'gho_secret';
const LIST = [{ id: 1, name: 'first' }];
/** Short enough for a test, long enough for an answer on the loopback. */
const TIMEOUT = 60;

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

describe('The transport', () => {
  const servers: Loopback[] = [];
  let delays: number[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    delays = [];
  });

  async function serve(handler: Handler): Promise<Loopback> {
    const server = await listen(handler);
    servers.push(server);
    return server;
  }

  function transport(server: Loopback, options: Partial<TransportOptions> = {}): typeof fetch {
    const sleep = (ms: number): Promise<void> => {
      delays.push(ms);
      return Promise.resolve();
    };
    return createTransport({ apiUrl: `${server.url}/api/v3`, fetch, sleep, ...options });
  }

  function get(server: Loopback, init: RequestInit = {}, options: Partial<TransportOptions> = {}): Promise<Response> {
    const headers = { authorization: `token ${TOKEN}` };
    return transport(server, options)(`${server.url}/api/v3/list`, { headers, ...init });
  }

  function failsWith(reason: ApiError['reason'], promise: Promise<unknown>): Promise<void> {
    return assert.rejects(promise, (error) => error instanceof ApiError && error.reason === reason);
  }

  /** Announces more than it sends, and hangs up. */
  const cutBody: Handler = (_, response) => {
    const text = JSON.stringify(LIST);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    response.write(text.slice(0, 9), () => response.destroy());
  };
  /** The same without an announced length. */
  const cutChunks: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(JSON.stringify(LIST).slice(0, 9), () => response.destroy());
  };
  const truncated: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(LIST).slice(0, 9));
  };
  const empty: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end();
  };
  const badGzip: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('not gzip');
  };
  const hangUp: Handler = (request) => {
    request.socket.destroy();
  };
  const portal: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in to the network</title>');
  };
  const hang: Handler = () => undefined;
  const trickle: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 5);
    response.once('close', () => clearInterval(drip));
  };
  const good: Handler = (_, response) => json(response, LIST);

  /** The first request meets one answer, all others another. */
  function first(one: Handler, others: Handler): Handler {
    return (request, response, count) => (count === 1 ? one : others)(request, response, count);
  }

  describe('with a whole answer', () => {
    it('hands over what was parsed', async () => {
      const response = await get(await serve(good));
      assert.equal(response.status, 200);
      assert.deepEqual(response.body, LIST);
      assert.deepEqual(delays, []);
    });

    it('reads what is compressed', async () => {
      const server = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
        response.end(gzipSync(JSON.stringify(LIST)));
      });
      assert.deepEqual((await get(server)).body, LIST);
    });

    it('reads letters that are split between two packets', async () => {
      const bytes = Buffer.from(JSON.stringify('📦 größer'));
      const server = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(bytes.subarray(0, 3), () => setImmediate(() => response.end(bytes.subarray(3))));
      });
      assert.equal((await get(server)).body as unknown, '📦 größer');
    });

    it('leaves errors of the API to be read by status and text', async () => {
      const response = await get(await serve((_, answer) => json(answer, { message: 'Not Found' }, 404)));
      assert.equal(response.status, 404);
      assert.deepEqual(await response.json(), { message: 'Not Found' });
    });

    it('accepts an answer without a body where that is the answer', async () => {
      const server = await serve((_, response) => response.writeHead(204).end());
      assert.equal((await get(server, { method: 'DELETE' })).status, 204);
    });

    it('asks for no answer out of a cache, and follows no redirect unseen', async () => {
      const asked: unknown[] = [];
      const server = await serve(good);
      const spy: typeof fetch = (input, init) => {
        asked.push(init);
        return fetch(input, init);
      };
      await get(server, {}, { fetch: spy });
      const [{ cache, redirect } = {}] = asked as { cache?: string; redirect?: string }[];
      assert.deepEqual({ cache, redirect }, { cache: 'no-store', redirect: 'manual' });
    });
  });

  describe('with an answer that is not whole', () => {
    for (const [what, handler, reason] of [
      ['cut off in the body', cutBody, 'unreachable'],
      ['cut off in the body without a length', cutChunks, 'unreachable'],
      ['cut off by something in between', truncated, 'broken-answer'],
      ['empty', empty, 'broken-answer'],
      ['not the gzip it says it is', badGzip, 'unreachable'],
      ['a connection that breaks', hangUp, 'unreachable'],
    ] as const) {
      it(`tries again when it is ${what}`, async () => {
        const server = await serve(first(handler, good));
        assert.deepEqual((await get(server)).body, LIST);
        assert.deepEqual(delays, [300]);
      });

      it(`gives up after three tries when it is always ${what}`, async () => {
        const server = await serve(handler);
        await failsWith(reason, get(server));
        assert.equal(server.received.length, 3);
      });

      it(`sends a change once only when it is ${what}`, async () => {
        const server = await serve(handler);
        await failsWith(reason, get(server, { method: 'DELETE' }));
        assert.equal(server.received.length, 1);
      });
    }

    it('is not fooled by a network that asks to log in', async () => {
      const server = await serve(portal);
      await failsWith('unexpected-answer', get(server));
      assert.equal(server.received.length, 1);
    });

    it('does not take a page for an answer because it is labelled JSON', async () => {
      const server = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('<title>Sign in to the network</title>');
      });
      await failsWith('broken-answer', get(server));
    });

    it('stops reading what is too large', async () => {
      const server = await serve((_, response) => json(response, 'x'.repeat(2000)));
      await failsWith('unexpected-answer', get(server, {}, { maxBytes: 1000 }));
    });

    it('says that nobody listens', async () => {
      const server = await serve(good);
      await server.close();
      await failsWith('unreachable', get(server));
      assert.deepEqual(delays, [300, 1000]);
    });
  });

  describe('with a server in trouble', () => {
    for (const status of [500, 502, 503, 504]) {
      it(`tries again after a ${status}`, async () => {
        const server = await serve(first((_, response) => json(response, {}, status), good));
        assert.equal((await get(server)).status, 200);
        assert.deepEqual(delays, [300]);
      });
    }

    it('hands over the third failure in a row', async () => {
      const server = await serve((_, response) => json(response, {}, 503));
      assert.equal((await get(server)).status, 503);
      assert.equal(server.received.length, 3);
    });

    it('does not repeat a change, which may have taken effect', async () => {
      const server = await serve((_, response) => json(response, {}, 500));
      assert.equal((await get(server, { method: 'POST' })).status, 500);
      assert.equal(server.received.length, 1);
    });

    for (const status of [400, 401, 403, 404, 429]) {
      it(`does not repeat what was answered with ${status}`, async () => {
        const server = await serve((_, response) => json(response, {}, status));
        assert.equal((await get(server)).status, status);
        assert.equal(server.received.length, 1);
      });
    }
  });

  describe('in time', () => {
    it('does not wait for an answer that never comes, and does not ask again', async () => {
      const server = await serve(hang);
      await failsWith('timeout', get(server, {}, { timeout: TIMEOUT }));
      assert.ok(server.received.length <= 1);
    });

    it('does not wait for a body that never ends', async () => {
      await failsWith('timeout', get(await serve(trickle), {}, { timeout: TIMEOUT }));
    });

    it('stops when it is told to, before, during and between requests', async () => {
      const aborted = { name: 'AbortError' };
      const server = await serve(hang);
      await assert.rejects(get(server, { signal: AbortSignal.abort() }), aborted);
      assert.equal(server.received.length, 0);

      const during = new AbortController();
      const stopping = await serve(() => during.abort());
      await assert.rejects(get(stopping, { signal: during.signal }), aborted);

      const inBody = new AbortController();
      const slow = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[', () => inBody.abort());
      });
      await assert.rejects(get(slow, { signal: inBody.signal }), aborted);

      const between = new AbortController();
      const failing = await serve(hangUp);
      const sleep: TransportOptions['sleep'] = (_, signal) => {
        between.abort();
        return Promise.reject(signal?.reason as Error);
      };
      await assert.rejects(get(failing, { signal: between.signal }, { sleep }), aborted);
      assert.equal(failing.received.length, 1);
    });
  });

  describe('when it is sent elsewhere', () => {
    function redirect(to: string, status = 302): Handler {
      return (_, response) => response.writeHead(status, { location: to }).end();
    }

    for (const status of [301, 302, 303, 307, 308]) {
      it(`never takes the token to another origin (${status})`, async () => {
        const foreign = await serve(good);
        const server = await serve(redirect(`${foreign.url}/api/v3/list`, status));
        await failsWith('foreign-host', get(server));
        assert.deepEqual(foreign.received, []);
      });
    }

    it('does not even go to another port or scheme of the same host', async () => {
      const server = await serve(good);
      for (const target of [server.url.replace(/\d+$/, '1'), server.url.replace('http:', 'https:')]) {
        await failsWith('foreign-host', get(await serve(redirect(`${target}/`))));
      }
    });

    it('refuses an address of another origin from the start', async () => {
      const foreign = await serve(good);
      const server = await serve(good);
      await failsWith('foreign-host', transport(server)(`${foreign.url}/api/v3/list`));
      await failsWith('foreign-host', transport(server)(new Request(`${foreign.url}/api/v3/list`)));
      assert.deepEqual(foreign.received, []);
    });

    it('follows to another place of the same origin, where an organization was renamed', async () => {
      const server = await serve(first(redirect('/api/v3/renamed', 301), good));
      assert.deepEqual((await get(server)).body, LIST);
      assert.deepEqual(
        server.received.map(({ path, headers }) => [path, headers.authorization]),
        [
          ['/api/v3/list', `token ${TOKEN}`],
          ['/api/v3/renamed', `token ${TOKEN}`],
        ],
      );
    });

    it('does not go round in circles', async () => {
      const server = await serve(redirect('/api/v3/list'));
      await failsWith('unexpected-answer', get(server));
      assert.equal(server.received.length, 4);
    });

    it('does not repeat a change at another place', async () => {
      const server = await serve(redirect('/api/v3/renamed', 307));
      await failsWith('unexpected-answer', get(server, { method: 'DELETE' }));
      assert.equal(server.received.length, 1);
    });

    it('does not guess where a redirect without an address, or a hidden one, leads', async () => {
      const server = await serve((_, response) => response.writeHead(302).end());
      await failsWith('unexpected-answer', get(server));
      const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
      const browser: typeof fetch = () => Promise.resolve(hidden);
      await failsWith('unexpected-answer', get(server, {}, { fetch: browser }));
    });

    it('fails on an address that is none', async () => {
      await assert.rejects(get(await serve(redirect('http://'))), ApiError);
    });
  });
});
