import { createHash } from 'node:crypto';
import { ACCOUNT_OPERATIONS, ENTERPRISE_VERSION } from './accounts';
import type { Contract } from '../contract';
import { CORS_HEADERS, PREFLIGHT_HEADERS } from './cors';
import { errorBody, notFound, RestError } from './errors';
import { jsonReply, type Incoming, type Reply } from '../http';
import { limitHeaders, type Admission } from './limits';
import type { RestCall, RestOperation } from './operation';
import { PACKAGE_OPERATIONS } from './packages';
import { matchRoute } from '../router';
import type { RequestRecord, Site, Violation } from '../site';
import { APPLICATION_OPERATIONS } from './tokenRevocation';
import { isScoped, type Identity } from '../tokens';

const OPERATIONS: readonly RestOperation[] = [...ACCOUNT_OPERATIONS, ...PACKAGE_OPERATIONS, ...APPLICATION_OPERATIONS];

const API_VERSIONS = ['2022-11-28', '2026-03-10'] as const;
/** What GitHub sends with everything it answers to a signed-in person; without it a browser would not keep answers. */
const CACHE_CONTROL = 'private, max-age=60, s-maxage=60';
const VARY = 'Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With';

/** One REST request with all that was found out about it on arrival. */
export interface RestRequest {
  readonly incoming: Incoming;
  /** Percent-encoded, without `/api/v3`. */
  readonly path: string;
  readonly record: RequestRecord;
  /** `invalid` is a token that is unknown or revoked. */
  readonly identity: Identity | 'invalid' | undefined;
  readonly admission: Admission;
  readonly overlap: number;
}

/** Answers a REST request, and notes what the description of the API does not allow about it or its answer. */
export function answerRest(site: Site, contract: Contract, request: RestRequest): Reply {
  const { incoming, path, record } = request;
  if (incoming.method === 'OPTIONS') return { status: 204, headers: { ...PREFLIGHT_HEADERS }, body: '' };
  const identity = request.identity === 'invalid' ? undefined : request.identity;
  const method = incoming.method === 'HEAD' ? 'GET' : incoming.method;
  const match = matchRoute(OPERATIONS, method, path);
  const call = { ...callOf(site, request, identity), params: match?.params ?? {} };
  if (match) record.route = match.route.template;
  const described = match?.route.described !== false;
  const note = (side: Violation['side'], messages: readonly string[]): void => {
    for (const message of described ? messages : []) {
      site.violations.push({ requestId: record.requestId, request: `${method} ${path}`, side, message });
    }
  };
  note('request', contract.checkRequest(method, path, incoming.query, plainHeaders(incoming), incoming.body));

  let reply: Reply;
  try {
    reply = succeed(request, match?.route, call);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    reply = jsonReply(error.status, errorBody(error), error.headers);
  }
  if (reply.status === 304) request.admission.refund();
  const value: unknown = reply.body === '' ? undefined : JSON.parse(reply.body);
  note('response', contract.checkResponse(method, path, reply.status, value));
  return {
    ...reply,
    headers: { ...commonHeaders(site, record, identity), ...acceptedScopes(match?.route, call), ...reply.headers },
  };
}

/** @throws RestError for everything that is not a success */
function succeed(request: RestRequest, operation: RestOperation | undefined, call: RestCall): Reply {
  const { headers } = request.incoming;
  if (!headers['user-agent']) {
    throw new RestError(403, 'Request forbidden by administrative rules. A request must have a User-Agent header.');
  }
  const version = headers['x-github-api-version'];
  if (version !== undefined && !API_VERSIONS.some((known) => known === version)) {
    throw new RestError(400, `API version ${String(version)} is not supported.`);
  }
  if (request.identity === 'invalid' && !operation?.byApp) throw new RestError(401, 'Bad credentials');
  if (request.admission.refusal) throw request.admission.refusal;
  if (!operation) throw notFound();

  const { status, value, headers: more } = operation.run(call);
  if (value === undefined) return { status, headers: { ...more }, body: '' };
  const reply = jsonReply(status, value, { ...more, 'cache-control': CACHE_CONTROL, vary: VARY });
  if (!operation.etag?.(call.site)) return reply;
  const etag = etagOf(reply.body, call.identity);
  const tagged = { ...reply, headers: { ...reply.headers, etag } };
  return sameEtag(headers['if-none-match'], etag) ? notModified(tagged) : tagged;
}

function callOf(site: Site, request: RestRequest, identity: Identity | undefined): Omit<RestCall, 'params'> {
  return {
    site,
    identity,
    query: request.incoming.query,
    url: site.apiUrl + request.path,
    overlap: request.overlap,
    body: request.incoming.body,
  };
}

function commonHeaders(site: Site, record: RequestRecord, identity: Identity | undefined): Record<string, string> {
  return {
    ...CORS_HEADERS,
    ...limitHeaders(site, identity?.user),
    'x-github-request-id': record.requestId,
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': record.headers['x-github-api-version'] ?? API_VERSIONS[0],
    ...(site.play === 'ghes' ? { 'x-github-enterprise-version': ENTERPRISE_VERSION } : {}),
    ...(identity && isScoped(identity.token) ? { 'x-oauth-scopes': identity.scopes.join(', ') } : {}),
    ...(identity?.token.clientId === undefined ? {} : { 'x-oauth-client-id': identity.token.clientId }),
  };
}

function acceptedScopes(operation: RestOperation | undefined, call: RestCall): Record<string, string> {
  if (!operation || !call.identity || !isScoped(call.identity.token)) return {};
  return { 'x-accepted-oauth-scopes': operation.accepts(call).join(', ') };
}

/** An ETag differs from token to token, so that nobody is told "not modified" about another's answer. */
function etagOf(body: string, identity: Identity | undefined): string {
  const hash = createHash('sha256').update(identity?.token.value ?? '');
  return `W/"${hash.update(body).digest('hex')}"`;
}

function sameEtag(header: string | undefined, etag: string): boolean {
  const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
  return (header ?? '').split(',').some((tag) => strong(tag) === strong(etag));
}

function notModified(reply: Reply): Reply {
  const headers = Object.entries(reply.headers).filter(([name]) => name !== 'content-type');
  return { status: 304, headers: Object.fromEntries(headers), body: '' };
}

function plainHeaders(incoming: Incoming): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]));
}
