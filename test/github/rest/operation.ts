import { RestError } from './errors';
import type { Params, Route } from '../router';
import type { Site } from '../site';
import type { Identity } from '../tokens';

/** A REST request on its way to its operation. */
export interface RestCall {
  readonly site: Site;
  readonly identity: Identity | undefined;
  readonly params: Params;
  readonly query: URLSearchParams;
  /** Address of what was asked for, without the query: the base of `Link`. */
  readonly url: string;
  readonly body: string;
  /** Items a page repeats from the one before, when a fault says so. */
  readonly overlap: number;
}

export interface RestAnswer {
  readonly status: number;
  readonly value?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestOperation extends Route {
  /** The scopes it looks for, for `X-Accepted-OAuth-Scopes`. */
  accepts(call: RestCall): readonly string[];
  run(call: RestCall): RestAnswer;
  /** False for the few that are not in the description the server is held to. */
  readonly described?: false;
  /** It is called by an OAuth app with the app's own credentials, which are no token. */
  readonly byApp?: true;
  /** Whether it sends an ETag. */
  etag?(site: Site): boolean;
}

/** @throws RestError 401 when nobody is signed in. */
export function requireIdentity(call: RestCall): Identity {
  if (!call.identity) throw new RestError(401, 'Requires authentication');
  return call.identity;
}
