import type { FaultRule } from './faults';
import { jsonReply, parseObject, type Incoming, type Reply } from './http';
import type { Remote } from './remote';
import { matchRoute, type Route } from './router';
import type { Site } from './site';
import type { TokenOptions } from './tokens';

/** The tests' own door. Nothing of GitHub is below it. */
export const CONTROL_PREFIX = '/_test/';

/** Open to every origin: the web-worker extension host has another one. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type',
  'access-control-allow-methods': 'GET, POST, DELETE',
};

/** Arguments as control.ts sends them: both ends are ours, so their form is not checked again. */
interface Arguments {
  readonly login: string;
  readonly scopes: string[];
  readonly options?: TokenOptions;
  readonly organization: string;
  readonly ms: number;
  readonly keepTokens: boolean;
}

interface ControlRoute extends Route {
  run(remote: Remote, site: Site, incoming: Incoming): unknown;
}

const ROUTES: readonly ControlRoute[] = [
  post('reset', (remote, body) => {
    remote.reset({ keepTokens: argumentsOf(body).keepTokens });
  }),
  post('tokens', (remote, body) => {
    const { login, scopes, options } = argumentsOf(body);
    return { value: remote.issueToken(login, scopes, options) };
  }),
  post('sso', (remote, body) => {
    remote.passSso(argumentsOf(body).login, argumentsOf(body).organization);
  }),
  post('faults', (remote, body) => {
    remote.addFault(body as unknown as FaultRule);
  }),
  post('settings', (remote, body) => {
    remote.configure(body);
  }),
  post('clock', (_remote, body, site) => {
    site.clock.advance(argumentsOf(body).ms);
    return { now: site.clock.now() };
  }),
  { method: 'GET', template: '/_test/requests', run: (remote) => remote.requests },
  { method: 'GET', template: '/_test/violations', run: (remote) => remote.violations },
  { method: 'GET', template: '/_test/scopes', run: (remote) => remote.scopeRequests },
  { method: 'GET', template: '/_test/secrets', run: (remote) => [...remote.secrets] },
  { method: 'GET', template: '/_test/package', run: packageState },
  { method: 'DELETE', template: '/_test/faults', run: (remote) => (remote.clearFaults(), {}) },
  { method: 'DELETE', template: '/_test/requests', run: (remote) => remote.requests.splice(0) },
  { method: 'DELETE', template: '/_test/violations', run: (remote) => remote.violations.splice(0) },
];

/** Answers a request of a test. Errors come as 400 with a message. */
export function answerControl(site: Site, remote: Remote, incoming: Incoming): Reply {
  if (incoming.method === 'OPTIONS') return { status: 204, headers: CORS, body: '' };
  const match = matchRoute(ROUTES, incoming.method, incoming.path);
  if (!match) return jsonReply(404, { message: 'There is no such control' }, CORS);
  try {
    return jsonReply(200, match.route.run(remote, site, incoming) ?? {}, { ...CORS, 'cache-control': 'no-store' });
  } catch (error) {
    return jsonReply(400, { message: error instanceof Error ? error.message : String(error) }, CORS);
  }
}

function post(name: string, run: (remote: Remote, body: Record<string, unknown>, site: Site) => unknown): ControlRoute {
  return {
    method: 'POST',
    template: CONTROL_PREFIX + name,
    run: (remote, site, incoming) => run(remote, parseObject(incoming.body), site),
  };
}

function argumentsOf(body: Record<string, unknown>): Arguments {
  return body as unknown as Arguments;
}

function packageState(remote: Remote, _site: Site, { query }: Incoming): unknown {
  const key = { owner: query.get('owner') ?? '', type: query.get('type') ?? '', name: query.get('name') ?? '' };
  const pkg = remote.packageState(key);
  return { package: pkg ? { ...pkg, roles: Object.fromEntries(pkg.roles) } : null };
}
