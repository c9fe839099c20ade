import { createClock } from '../../../github/clock';
import { jsonReply } from '../../../github/http';
import { errorBody } from '../../../github/rest/errors';
import { admit, limitHeaders } from '../../../github/rest/limits';
import { initialSettings, type Limits, type Site } from '../../../github/site';
import type { User } from '../../../github/state';
import type { VirtualTime } from './virtualTime';

/** A server without a network that knows nothing but GitHub's limits: every change succeeds that they let through. */
export interface LimitedServer {
  readonly fetch: typeof fetch;
  /** Times at which changes were carried out. */
  readonly changes: readonly number[];
  /** Requests that a limit refused. */
  readonly refused: readonly number[];
  /** Another program of the same person spends from the same limits. */
  spend(method: string): void;
}

export interface LimitedServerOptions {
  readonly time: VirtualTime;
  readonly limits?: Partial<Limits>;
  /** Milliseconds, as a function of how many requests there were. */
  readonly latency?: (count: number) => number;
  /** How far the server's clock is ahead of ours. */
  readonly ahead?: number;
}

const MONA: User = { kind: 'User', id: 1, login: 'mona', name: 'Mona' };

export function limitedServer({ time, limits, latency = () => 50, ahead = 0 }: LimitedServerOptions): LimitedServer {
  const settings = initialSettings('github.com', limits ? { limits } : {});
  const site = { clock: createClock(() => time.now() + ahead), settings, usage: new Map() } as unknown as Site;
  const changes: number[] = [];
  const refused: number[] = [];
  let count = 0;
  return {
    changes,
    refused,
    spend: (method) => admit(site, MONA, method, false).leave(),
    async fetch(_, init) {
      const method = init?.method ?? 'GET';
      const wait = latency(++count);
      await time.sleep(wait / 2);
      const admission = admit(site, MONA, method, false);
      if (admission.refusal) refused.push(time.now());
      else if (method !== 'GET') changes.push(time.now());
      const { refusal } = admission;
      const reply = refusal ? jsonReply(refusal.status, errorBody(refusal), refusal.headers) : undefined;
      const headers = {
        ...(reply?.headers ?? { 'content-type': 'application/json' }),
        ...limitHeaders(site, MONA),
        date: new Date(site.clock.now()).toUTCString(),
      };
      await time.sleep(wait / 2);
      admission.leave();
      if (reply) return new Response(reply.body, { status: reply.status, headers });
      return method === 'GET' ? new Response('[]', { headers }) : new Response(null, { status: 204, headers });
    },
  };
}

/** The most that happened within any minute. */
export function mostInAMinute(times: readonly number[]): number {
  let start = 0;
  let most = 0;
  times.forEach((at, index) => {
    while (at - (times[start] ?? at) >= 60_000) start++;
    most = Math.max(most, index - start + 1);
  });
  return most;
}
