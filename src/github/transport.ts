import { ApiError, type Answer, type Reason } from './errors';
import { abortError, isRedirect, readBytes, withinTime } from './network';
import type { Pacer } from './pacing';

/**
 * The `fetch` that Octokit is given. Octokit's own way of reading an answer has holes that matter to a tool that
 * deletes: a body cut off in the middle becomes an empty or shorter list without an error, nothing ever times out, and
 * redirects are followed wherever they lead. Here an answer is whole, or it is an {@link ApiError}.
 */

export interface TransportOptions {
  /** Base of the API; no request leaves its origin, and so neither does the token. */
  readonly apiUrl: string;
  readonly fetch: typeof fetch;
  /** Waits between tries; injected so that tests need not. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Shared by everything that one account sends; without one nothing waits its turn. */
  readonly pacer?: Pacer | undefined;
  /** Longest time for one answer, body included, in milliseconds. GitHub itself gives up after 10 s. */
  readonly timeout?: number | undefined;
  /** Largest body, in bytes; a page of 100 versions is about 100 kB, of 100 packages about 450 kB. */
  readonly maxBytes?: number;
}

const RETRY_DELAYS = [300, 1000];
const MAX_REDIRECTS = 3;
/** Failures of the way to the server, which another try may not meet. */
const BROKEN: ReadonlySet<Reason> = new Set(['unreachable', 'broken-answer']);

/** Builds the transport. It throws only {@link ApiError}s, and `AbortError`s of the caller's own signal. */
export function createTransport(options: TransportOptions): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : input.toString();
    const reads = (init.method ?? 'GET') === 'GET';
    for (let attempt = 0; ; attempt++) {
      const delay = reads ? RETRY_DELAYS[attempt] : undefined;
      try {
        const answer = await paced(options, url, init, !reads);
        if (delay === undefined || !isTransient(answer.status)) return answer;
      } catch (error) {
        if (delay === undefined || !(error instanceof ApiError && BROKEN.has(error.reason))) throw error;
      }
      await options.sleep(delay, init.signal ?? undefined);
    }
  };
}

/** A server that stumbled may have recovered; one that names a time to come back (a limit) is left alone. */
function isTransient(status: number): boolean {
  return status === 500 || status === 502 || status === 503 || status === 504;
}

/**
 * A request in its turn. A change can be called off while it waits; once it is sent it is followed to its end, because
 * nobody could say otherwise whether it took effect.
 */
async function paced(options: TransportOptions, url: string, init: RequestInit, change: boolean): Promise<Response> {
  const turn = await options.pacer?.admit(change, init.signal ?? undefined);
  let answer: Response | undefined;
  try {
    if (change && init.signal?.aborted) throw abortError();
    answer = await once(options, url, change ? { ...init, signal: null } : init);
    return answer;
  } finally {
    turn?.done(answer && (await answered(answer)));
  }
}

/** An answer as far as limits are told in it. */
async function answered(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const message = status === 403 || status === 429 ? await response.clone().text() : '';
  return { status, headers: Object.fromEntries(headers), message };
}

function once(options: TransportOptions, url: string, init: RequestInit): Promise<Response> {
  return withinTime(init.signal ?? undefined, options.timeout ?? 30_000, async (signal) =>
    whole(await followWithin(options, url, { ...init, signal }), options.maxBytes ?? 32 * 1024 * 1024),
  );
}

/** Sends the request and follows redirects of reads, on the API's own origin only. */
async function followWithin(options: TransportOptions, url: string, init: RequestInit): Promise<Response> {
  const origin = new URL(options.apiUrl).origin;
  let target = new URL(url);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    if (target.origin !== origin) throw new ApiError('foreign-host', `not sent to ${target.host}`);
    // `no-store`: in the web worker the browser's cache would answer a refresh for a minute.
    const request = { ...init, redirect: 'manual', cache: 'no-store' } as RequestInit;
    const response = await options.fetch(target.href, request);
    const location = response.headers.get('location');
    if (response.type === 'opaqueredirect' || (isRedirect(response.status) && !location)) {
      throw new ApiError('unexpected-answer', 'redirected to an unknown place'); // a browser does not tell where
    }
    if (!isRedirect(response.status) || !location) return response;
    await response.body?.cancel();
    if ((init.method ?? 'GET') !== 'GET') throw new ApiError('unexpected-answer', 'a change was redirected');
    target = new URL(location, target);
  }
  throw new ApiError('unexpected-answer', 'redirected too often');
}

/** Reads the whole body now, so that a connection that breaks in the middle is an error and not a short list. */
async function whole(response: Response, maxBytes: number): Promise<Response> {
  const { status, headers, url } = response;
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status, headers });
  const text = new TextDecoder().decode(await readBytes(response, maxBytes));
  if (status >= 400) return new Response(text, { status, headers });
  if (!/\bjson\b/i.test(headers.get('content-type') ?? '')) {
    throw new ApiError('unexpected-answer', `not JSON but ${headers.get('content-type') ?? 'nothing named'}`, {
      status,
    });
  }
  // The parsed value stands in for the body (Octokit passes it on when `parseSuccessResponseBody` is false): Octokit's
  // own parser, made for integers above 2^53, takes five times as long on every page.
  return { status, url, headers, body: parse(text) } as unknown as Response;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off by something in between: as good as a broken connection, and worth another try.
    throw new ApiError('broken-answer', 'the answer is not whole');
  }
}
