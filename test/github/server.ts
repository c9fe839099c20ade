import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createClock, type Clock } from './clock';
import { createContract, type Contract } from './contract';
import { answerControl, CONTROL_PREFIX } from './controlApi';
import { deliver, refuse } from './delivery';
import { replacement, spoil } from './faultyReply';
import { isCarriedOut, takeFault, type Fault } from './faults';
import { page, html } from './pages/html';
import { readIncoming, type Incoming, type Reply } from './http';
import { admit } from './rest/limits';
import { createRemote, type Remote } from './remote';
import { answerRest } from './rest/api';
import { startRecord } from './requestLog';
import { createRegistry, type RegistryHandler } from './registry';
import { roleOfUser } from './rest/permissions';
import { answerSignIn } from './pages/signInPages';
import { initialSettings, type Play, type Settings, type SettingsChange, type Site } from './site';
import type { World } from './state';
import { findUser, identify, tokenFromHeader } from './tokens';
import { answerWeb } from './pages/webPages';

export interface GitHubOptions extends SettingsChange {
  /** What it knows at the start and again after each reset; a function is called with the server's time. */
  readonly world: World | ((now: number) => World);
  readonly play?: Play;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** What it calls itself in its answers, where a proxy brings requests for other addresses here. */
  readonly addresses?: Addresses;
  readonly clock?: Clock;
  /** Another registry that takes the place of its own. */
  readonly registry?: OtherRegistry;
}

/** A registry that asks this GitHub who may read, and that has what this GitHub has. */
export interface OtherRegistry {
  /** Makes the token for what somebody was found to be allowed to read. */
  readonly tokenFor: (scopes: readonly string[]) => string;
  /** Called after each request that has changed a package, before its answer is sent. */
  readonly follow: () => Promise<void>;
}

/** Bases of addresses, without a slash at the end; two hosts, as at github.com. */
export interface Addresses {
  readonly web: string;
  readonly api: string;
}

/** A running local GitHub. What it has seen and what it knows can be read and, for the world, changed at any time. */
export interface GitHub extends Remote {
  /** Its own address, without a slash at the end; an enterprise host's `github-enterprise.uri`. */
  readonly url: string;
  /** Base of the REST API. */
  readonly apiUrl: string;
  readonly port: number;
  /** As it is now; another object after a reset. */
  readonly world: World;
  readonly clock: Clock;
  readonly settings: Settings;
  close(): Promise<void>;
}

/** One for all servers of a process: it compiles its schemas as they are needed, and has no state beside them. */
const CONTRACT: Contract = createContract();

/** What answers, beside the site itself. */
interface Handlers {
  readonly registry: RegistryHandler;
  readonly follow: OtherRegistry['follow'] | undefined;
  readonly stop: AbortSignal;
}

/**
 * Starts a local GitHub on the loopback interface: REST, sign-in by the device flow, the container registry, and pages
 * for the addresses it gives out. Rejects when the port is taken.
 */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const { world, play = 'ghes', port = 0, addresses, clock = createClock(), registry, ...change } = options;
  const pristine = typeof world === 'function' ? world : copies(world);
  const site: Site = {
    play,
    url: '',
    apiUrl: '',
    world: pristine(clock.now()),
    clock,
    settings: initialSettings(play, change),
    requests: [],
    violations: [],
    scopeRequests: [],
    faults: [],
    grants: [],
    ssoSessions: new Set(),
    ssoRequests: new Map(),
    secrets: new Set(),
    usage: new Map(),
  };
  const remote = createRemote(site, () => {
    site.settings = initialSettings(play, change);
    site.clock.reset();
    site.world = pristine(site.clock.now());
  });
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // each answer on its way listens
  const handlers = { registry: registryOf(site, registry), follow: registry?.follow, stop: stopping.signal };
  const server = createServer((request, response) => {
    void serve(site, remote, handlers, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(address.port)}`;
  site.url = addresses?.web ?? url;
  site.apiUrl = addresses?.api ?? (play === 'ghes' ? `${url}/api/v3` : url);

  return {
    ...remote,
    url,
    apiUrl: site.apiUrl,
    port: address.port,
    clock,
    get world() {
      return site.world;
    },
    get settings() {
      return site.settings;
    },
    async close() {
      stopping.abort();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

async function serve(
  site: Site,
  remote: Remote,
  handlers: Handlers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const incoming = await readIncoming(request);
    response.setHeader('date', new Date(site.clock.now()).toUTCString());
    if (incoming.path.startsWith(CONTROL_PREFIX)) {
      await deliver(response, answerControl(site, remote, incoming), false, undefined, handlers.stop);
    } else {
      await serveGitHub(site, handlers, incoming, request, response);
    }
  } catch (error) {
    if (handlers.stop.aborted || request.socket.destroyed) return; // nobody is left to answer
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const subject = `${request.method ?? ''} ${request.url ?? ''}`;
    site.violations.push({ requestId: '', request: subject, side: 'server', message });
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

/** Everything but the tests' own door: recorded, delayed, and met by faults. */
async function serveGitHub(
  site: Site,
  handlers: Handlers,
  incoming: Incoming,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = tokenFromHeader(incoming.headers.authorization);
  const identity = token === undefined ? undefined : identify(site, token);
  const fault = takeFault(site.faults, incoming);
  const record = startRecord(site, incoming, identity, fault);
  response.once('finish', () => {
    record.status = response.statusCode;
  });
  const path = restPath(site, incoming);
  const free = path === '/rate_limit' || incoming.method === 'OPTIONS';
  const admission = path === undefined ? undefined : admit(site, identity?.user, incoming.method, free);
  if (admission) response.once('close', admission.leave);

  await pause(site, incoming, fault, handlers.stop);
  let reply: Reply | undefined;
  if (isCarriedOut(fault)) {
    if (path !== undefined && admission) {
      const overlap = fault?.kind === 'overlap' ? fault.by : 0;
      const who = token === undefined ? undefined : (identity ?? 'invalid');
      reply = answerRest(site, CONTRACT, { incoming, path, record, identity: who, admission, overlap });
      if (incoming.method !== 'GET' && reply.status < 300) await handlers.follow?.();
    } else {
      reply = answerSignIn(site, incoming);
      if (!reply && (await handlers.registry(request, response))) return;
      reply ??= answerWeb(site, incoming) ?? page('Not found', html`<h1>Not found</h1>`, 404);
    }
  }
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset' && fault.at === 'start') {
    refuse(response);
    return;
  }
  if (fault) {
    const { origin } = new URL(path === undefined ? site.url : site.apiUrl);
    reply = reply ? spoil(fault, reply, incoming, origin) : replacement(fault, incoming, origin);
  }
  if (reply) await deliver(response, reply, incoming.method === 'HEAD', fault, handlers.stop);
}

/**
 * The path of a REST request below the API's base, or undefined for everything else. At github.com the API has a host
 * of its own; where there is none here, it shares the root with the web pages, which are for those who ask for HTML.
 */
function restPath(site: Site, incoming: Incoming): string | undefined {
  const { path } = incoming;
  const [web, api] = [site.url, site.apiUrl].map((url) => new URL(url).host);
  if (api !== web) return incoming.headers.host !== api ? undefined : path === '/' ? '' : path;
  if (site.play === 'ghes') {
    return path === '/api/v3' || path.startsWith('/api/v3/') ? path.slice('/api/v3'.length) : undefined;
  }
  if (/^\/(login|v2|token)(\/|$)/.test(path) || incoming.headers.accept?.includes('text/html')) return undefined;
  if (/^\/orgs\/[^/]+\/sso$/.test(path)) return undefined;
  return path === '/' ? '' : path;
}

async function pause(site: Site, incoming: Incoming, fault: Fault | undefined, stop: AbortSignal): Promise<void> {
  const { latency } = site.settings;
  const usual = typeof latency === 'number' ? latency : latency(incoming);
  const ms = usual + (fault?.kind === 'latency' ? fault.ms : 0);
  if (ms > 0) await delay(ms, undefined, { signal: stop });
}

function registryOf(site: Site, other: OtherRegistry | undefined): RegistryHandler {
  return createRegistry({
    ...(other && { tokenFor: other.tokenFor }),
    world: () => site.world,
    authenticate(value) {
      const identity = identify(site, value);
      return identity && { login: identity.user.login, scopes: identity.scopes };
    },
    canRead: (login, pkg) =>
      roleOfUser(site, login === undefined ? undefined : findUser(site, login), pkg) !== undefined,
    now: () => site.clock.now(),
    cors: () => site.settings.uncertainties.registryCors,
    baseUrl: () => site.url,
  });
}

/** Copies of a world as it was handed in, so that a reset finds it untouched. */
function copies(world: World): () => World {
  const kept = structuredClone(world);
  return () => structuredClone(kept);
}
