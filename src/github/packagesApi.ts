import type { Octokit } from '@octokit/rest';
import { ApiError, toApiError } from './errors';
import type { Host } from './hosts';
import { createLanes } from './lanes';
import { createPageCache, type PageCache } from './pageCache';
import {
  listName,
  organizationsList,
  ownerList,
  packagesList,
  versionsList,
  type PagedList,
  type Parameters,
} from './pagedLists';
import type { Pacer } from './pacing';
import { linkedPages, PAGE_SIZE, type Page } from './paging';
import type { Owner, Package, PackageName, PackageType, PackageVersion, VersionState } from './resources';
import { packageParameters, packageRoute } from './routes';
import { isRepositoryScoped, type Need, type Operation } from './scopes';
import { sleep } from './sleep';
import { createTransport, type TransportOptions } from './transport';
import { list, toPackage, toVersion } from './wire';

/** GitHub's own name for the newest version that every supported GHES knows. */
const API_VERSION = '2022-11-28';
/** Pages of lists in flight at once. GitHub refuses the hundredth and first, and wants to see far fewer. */
export const LIST_LANES = 18;

/** Lists are read page by page, counted from 1, of up to {@link PAGE_SIZE} entries; `listAll` reads them whole. */
export interface PackagesApi {
  /** The organisations of the signed-in person that the token may see. */
  organizations(page: number, signal: AbortSignal): Promise<Page<Owner>>;
  /** Whose login it is, with its kind and spelling: a list of one. */
  owner(login: string, signal: AbortSignal): Promise<Page<Owner>>;
  /** Packages of one type. */
  packages(owner: Owner, type: PackageType, page: number, signal: AbortSignal): Promise<Page<Package>>;
  versions(pkg: Package, state: VersionState, page: number, signal: AbortSignal): Promise<Page<PackageVersion>>;
  /** One active version, read anew with the permission for an act, to tell "gone" from "not allowed". */
  version(pkg: PackageName, id: number, operation: Operation, signal: AbortSignal): Promise<PackageVersion>;
  /** The package that has this name now, read anew with the permission for an act. */
  package(pkg: PackageName, operation: Operation, signal: AbortSignal): Promise<Package>;
  /** Changes can be called off while they wait for their turn; one that is sent is followed to its end. */
  deleteVersion(pkg: PackageName, id: number, signal: AbortSignal): Promise<void>;
  restoreVersion(pkg: PackageName, id: number, signal: AbortSignal): Promise<void>;
  deletePackage(pkg: PackageName, signal: AbortSignal): Promise<void>;
  restorePackage(pkg: PackageName, signal: AbortSignal): Promise<void>;
}

export interface PackagesApiOptions {
  readonly host: Host;
  /** Asked before each batch of requests; the token is not kept. Undefined when the person has not allowed this. */
  readonly token: (need: Need) => Promise<string | undefined>;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Receives one line a request: method, path, status, request id, time; and one a failure. Never a token. */
  readonly log: (line: string) => void;
  readonly userAgent: string;
  /** What the account was answered before; an unchanged page is not counted by GitHub, nor sent again. */
  readonly cache?: () => Promise<PageCache>;
  /** Waits between tries; real time unless a test has a say in it. */
  readonly sleep?: TransportOptions['sleep'];
  /** Shared by all clients of the account. */
  readonly pacer?: Pacer;
  /** See {@link TransportOptions}. */
  readonly timeout?: number;
}

/** The REST client for one account. Every method rejects with an {@link ApiError}, and with nothing else. */
export function createPackagesApi(options: PackagesApiOptions): PackagesApi {
  const { host, fetch, pacer, timeout } = options;
  const transport = createTransport({ apiUrl: host.apiUrl, fetch, sleep: options.sleep ?? sleep, pacer, timeout });
  const own = createPageCache();
  const caching = options.cache ?? ((): Promise<PageCache> => Promise.resolve(own));
  const inLane = createLanes(LIST_LANES);
  const batches = new Map<boolean, { readonly send: Promise<Send>; requests: number }>();

  /** Opens a batch: one token for all its requests, asked for again when the host no longer accepts it. */
  async function connect(operation: Operation, type?: PackageType): Promise<Send> {
    const need: Need = {
      operation,
      repository: type !== undefined && isRepositoryScoped(options.host.kind, type),
    };
    const open = async (): Promise<Connection | undefined> => {
      const token = await options.token(need);
      return token === undefined ? undefined : { token, send: sendThrough(await openOctokit(token), options) };
    };
    const first = await open();
    if (!first) throw new ApiError('signed-out', `no session for ${operation}`);
    let current = Promise.resolve(first);
    return async (route, parameters, signal, etag) => {
      const asked = current;
      const used = await asked;
      try {
        return await used.send(route, parameters, signal, etag);
      } catch (error) {
        if (!(error instanceof ApiError && error.reason === 'bad-credentials')) throw error;
        // Sessions may expire and renew themselves; the editor then has another token, and nobody needs to be asked.
        // Requests side by side fail together: the first one asks, and all go on with its answer.
        if (current === asked) current = open().then((renewed) => renewed ?? used);
        const renewed = await current;
        if (renewed.token === used.token) throw error;
        return renewed.send(route, parameters, signal, etag);
      }
    };
  }

  async function openOctokit(auth: string): Promise<Octokit> {
    const { Octokit } = await import('@octokit/rest'); // not at activation: it is most of the bundle
    const quiet = (): undefined => undefined;
    return new Octokit({
      auth,
      baseUrl: options.host.apiUrl,
      userAgent: options.userAgent,
      // What it says of each request is said below: to Octokit a request without an answer was answered with a 500.
      log: { debug: quiet, info: quiet, warn: options.log, error: quiet },
      request: { fetch: transport, parseSuccessResponseBody: false },
    });
  }

  /** Reading requests that overlap are one batch. */
  async function inBatch(type: PackageType | undefined, request: (send: Send) => Promise<Answer>): Promise<Answer> {
    const repository = type !== undefined && isRepositoryScoped(host.kind, type);
    const batch = batches.get(repository) ?? { send: connect('read', type), requests: 0 };
    batches.set(repository, batch);
    batch.requests++;
    try {
      return await request(await batch.send);
    } finally {
      if (--batch.requests === 0) batches.delete(repository);
    }
  }

  /** Reads one page, or finds that it is still as it was. */
  async function readPage<T>(list: PagedList<T>, number: number, signal: AbortSignal): Promise<Page<T>> {
    const parameters = list.single ? list.parameters : { ...list.parameters, per_page: PAGE_SIZE, page: number };
    const name = listName(list);
    const cache = await caching();
    const known = cache.get(name, number);
    const request = (send: Send): Promise<Answer> => send(list.route, parameters, signal, known?.etag);
    const answer = await inLane(() => inBatch(list.type, request), signal);
    if (known && answer === 'unchanged') return known.page as Page<T>;
    const page = toPage(answer, list);
    cache.put(name, number, { etag: header(answer, 'etag'), page });
    return page;
  }

  return {
    organizations: (page, signal) => readPage(organizationsList(), page, signal),

    owner: (login, signal) => readPage(ownerList(login), 1, signal),

    packages: (owner, type, page, signal) => readPage(packagesList(owner, type), page, signal),

    async versions(pkg, state, page, signal) {
      return readPage(versionsList(pkg, state), page, signal);
    },

    async version(pkg, id, operation, signal) {
      const send = await connect(operation, pkg.type);
      const answer = await send(`GET ${packageRoute(pkg)}/versions/{id}`, { ...packageParameters(pkg), id }, signal);
      const version = toVersion(body(answer).data);
      if (version?.id !== id) throw new ApiError('unexpected-answer', 'not the version asked for');
      return version;
    },

    async package(pkg, operation, signal) {
      const send = await connect(operation, pkg.type);
      const answer = await send(`GET ${packageRoute(pkg)}`, packageParameters(pkg), signal);
      const found = toPackage(body(answer).data, pkg.owner, pkg.type);
      if (found?.name.toLowerCase() !== pkg.name.toLowerCase())
        throw new ApiError('unexpected-answer', 'not the package asked for');
      return found;
    },

    async deleteVersion(pkg, id, signal) {
      const send = await connect('delete', pkg.type);
      mustBeDone(await send(`DELETE ${packageRoute(pkg)}/versions/{id}`, { ...packageParameters(pkg), id }, signal));
    },

    async restoreVersion(pkg, id, signal) {
      const send = await connect('restore', pkg.type);
      mustBeDone(
        await send(`POST ${packageRoute(pkg)}/versions/{id}/restore`, { ...packageParameters(pkg), id }, signal),
      );
    },

    async deletePackage(pkg, signal) {
      const send = await connect('delete', pkg.type);
      mustBeDone(await send(`DELETE ${packageRoute(pkg)}`, packageParameters(pkg), signal));
    },

    async restorePackage(pkg, signal) {
      const send = await connect('restore', pkg.type);
      mustBeDone(await send(`POST ${packageRoute(pkg)}/restore`, packageParameters(pkg), signal));
    },
  };
}

interface Body {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}
/** `unchanged` only where an ETag was sent along. */
type Answer = Body | 'unchanged';
interface Connection {
  readonly token: string;
  readonly send: Send;
}
type Send = (route: string, parameters: Parameters, signal: AbortSignal, etag?: string) => Promise<Answer>;

function sendThrough(octokit: Octokit, { host, now, log }: PackagesApiOptions): Send {
  return async (route, parameters, signal, etag) => {
    const { method, url } = octokit.request.endpoint(route, { ...parameters });
    const started = now();
    const tell = (outcome: string, { requestId }: { readonly requestId?: string | undefined }): void =>
      log(
        [
          `${method} ${url.replace(host.apiUrl, '')} - ${outcome} in ${now() - started} ms`,
          ...(requestId === undefined ? [] : [`request ${requestId}`]),
        ].join(', '),
      );
    try {
      const answer = await octokit.request(route, {
        ...parameters,
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': API_VERSION,
          ...(etag !== undefined && { 'if-none-match': etag }),
        },
        request: { signal },
      });
      tell(String(answer.status), { requestId: answer.headers['x-github-request-id'] });
      return answer;
    } catch (thrown) {
      const error = toApiError(thrown, now());
      const { reason, details, message } = error;
      if (details.status === 304 && etag !== undefined) {
        tell('304', details);
        return 'unchanged';
      }
      if (reason !== 'cancelled') tell(`${details.status ?? 'no answer'} (${reason}: ${message})`, details);
      throw error;
    }
  };
}

/** GitHub answers every change with 204 and nothing else; whatever answers otherwise is not GitHub. */
function mustBeDone(answer: Answer): void {
  const { status } = body(answer);
  if (status !== 204) throw new ApiError('unexpected-answer', `a change was answered with ${status}`, { status });
}

/** `partial-results; organizations=21955855,20582480` (docs.github.com, "Authenticating to the REST API"). */
function hiddenOrganizations(header: string | undefined): readonly number[] {
  const ids = /^\s*partial-results\s*;.*\borganizations=([\d,\s]+)/i.exec(header ?? '')?.[1] ?? '';
  return ids
    .split(',')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
}

function toPage<T>(answer: Answer, { single, map }: PagedList<T>): Page<T> {
  const { data } = body(answer);
  const wires = single ? [data] : list(data);
  const items = wires.map(map).filter((item) => item !== undefined);
  const hidden = hiddenOrganizations(header(answer, 'x-github-sso'));
  return {
    items,
    unreadable: wires.length - items.length,
    ...linkedPages(header(answer, 'link')),
    ...(hidden.length > 0 && { hidden }),
  };
}

function body(answer: Answer): Body {
  if (answer === 'unchanged') throw new ApiError('unexpected-answer', 'not changed, since nobody knows when');
  return answer;
}

function header(answer: Answer, name: string): string | undefined {
  const value = body(answer).headers[name];
  return value === undefined ? undefined : String(value);
}
