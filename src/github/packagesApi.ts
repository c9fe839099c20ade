import type { Octokit } from '@octokit/rest';
import { ApiError, toApiError } from './errors';
import type { Host } from './hosts';
import { linkedPages, listAll, PAGE_SIZE, type Listing, type Page } from './paging';
import type { Pacer } from './pacing';
import type { Owner, Package, PackageName, PackageType, PackageVersion, VersionState } from './resources';
import { isRepositoryScoped, type Need, type Operation } from './scopes';
import { sleep } from './sleep';
import { createTransport, type TransportOptions } from './transport';
import { list, toOrganization, toPackage, toVersion } from './wire';

/** GitHub's own name for the newest version that every supported GHES knows. */
const API_VERSION = '2022-11-28';
/** `page * per_page` may be at most 10,000 on lists of packages (GitHub's OpenAPI description). */
const MAX_PACKAGE_PAGES = 10_000 / PAGE_SIZE;
/** Guards against a `Link` that announces an absurd number of pages: 100,000 entries. */
const MAX_PAGES = 1000;

/** The three ways GitHub addresses an owner's packages. */
const OWNER_ROUTES: Record<Owner['kind'], string> = {
  self: '/user',
  organization: '/orgs/{owner}',
  user: '/users/{owner}',
};

export interface PackagesApi {
  /** The organisations of the signed-in person that the token may see. */
  organizations(signal: AbortSignal): Promise<SeenListing<Owner>>;
  /** All packages of one type. */
  packages(owner: Owner, type: PackageType, signal: AbortSignal): Promise<SeenListing<Package>>;
  /** One page, counted from 1, of up to {@link PAGE_SIZE} versions. */
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

/** A list that may lack what belongs to organisations with single sign-on, for which the token is not authorised. */
export interface SeenListing<T> extends Listing<T> {
  /** Ids of those organisations; GitHub does not give their names. */
  readonly hiddenOrganizations: readonly number[];
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
    return async (route, parameters, signal) => {
      const asked = current;
      const used = await asked;
      try {
        return await used.send(route, parameters, signal);
      } catch (error) {
        if (!(error instanceof ApiError && error.reason === 'bad-credentials')) throw error;
        // Sessions may expire and renew themselves; the editor then has another token, and nobody needs to be asked.
        // Requests side by side fail together: the first one asks, and all go on with its answer.
        if (current === asked) current = open().then((renewed) => renewed ?? used);
        const renewed = await current;
        if (renewed.token === used.token) throw error;
        return renewed.send(route, parameters, signal);
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
      log: { debug: quiet, info: options.log, warn: options.log, error: options.log },
      request: { fetch: transport, parseSuccessResponseBody: false },
    });
  }

  return {
    async organizations(signal) {
      const send = await connect('read');
      return listSeen(
        (page) => send('GET /user/orgs', { per_page: PAGE_SIZE, page }, signal),
        toOrganization,
        (owner) => owner.login,
        MAX_PAGES,
      );
    },

    async packages(owner, type, signal) {
      const send = await connect('read', type);
      const route = `GET ${OWNER_ROUTES[owner.kind]}/packages`;
      const parameters = { ...ownerParameters(owner), package_type: type, per_page: PAGE_SIZE };
      return listSeen(
        (page) => send(route, { ...parameters, page }, signal),
        (wire) => toPackage(wire, owner, type),
        (pkg) => pkg.id,
        MAX_PACKAGE_PAGES,
      );
    },

    async versions(pkg, state, page, signal) {
      const send = await connect('read', pkg.type);
      const parameters = { ...packageParameters(pkg), state, per_page: PAGE_SIZE, page };
      return toPage(await send(`GET ${packageRoute(pkg)}/versions`, parameters, signal), toVersion);
    },

    async version(pkg, id, operation, signal) {
      const send = await connect(operation, pkg.type);
      const answer = await send(`GET ${packageRoute(pkg)}/versions/{id}`, { ...packageParameters(pkg), id }, signal);
      const version = toVersion(answer.data);
      if (version?.id !== id) throw new ApiError('unexpected-answer', 'not the version asked for');
      return version;
    },

    async package(pkg, operation, signal) {
      const send = await connect(operation, pkg.type);
      const { data } = await send(`GET ${packageRoute(pkg)}`, packageParameters(pkg), signal);
      const found = toPackage(data, pkg.owner, pkg.type);
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

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}
interface Connection {
  readonly token: string;
  readonly send: Send;
}
type Send = (route: string, parameters: Record<string, string | number>, signal: AbortSignal) => Promise<Answer>;

function sendThrough(octokit: Octokit, { now, log }: PackagesApiOptions): Send {
  return async (route, parameters, signal) => {
    try {
      return await octokit.request(route, {
        ...parameters,
        headers: { accept: 'application/vnd.github+json', 'x-github-api-version': API_VERSION },
        request: { signal },
      });
    } catch (thrown) {
      const error = toApiError(thrown, now());
      if (error.reason !== 'cancelled')
        log(`${error.reason}, request ${error.details.requestId ?? 'unanswered'}: ${error.message}`);
      throw error;
    }
  };
}

/** GitHub answers every change with 204 and nothing else; whatever answers otherwise is not GitHub. */
function mustBeDone({ status }: Answer): void {
  if (status !== 204) throw new ApiError('unexpected-answer', `a change was answered with ${status}`, { status });
}

async function listSeen<T>(
  read: (page: number) => Promise<Answer>,
  map: (wire: unknown) => T | undefined,
  key: (item: T) => unknown,
  maxPages: number,
): Promise<SeenListing<T>> {
  const hidden = new Set<number>();
  const listing = await listAll(
    async (page) => {
      const answer = await read(page);
      for (const id of hiddenOrganizations(answer.headers['x-github-sso'])) hidden.add(id);
      return toPage(answer, map);
    },
    key,
    maxPages,
  );
  return { ...listing, hiddenOrganizations: [...hidden] };
}

/** `partial-results; organizations=21955855,20582480` (docs.github.com, "Authenticating to the REST API"). */
function hiddenOrganizations(header: string | number | undefined): readonly number[] {
  const ids = /^\s*partial-results\s*;.*\borganizations=([\d,\s]+)/i.exec(String(header ?? ''))?.[1] ?? '';
  return ids
    .split(',')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
}

function packageRoute(pkg: PackageName): string {
  return `${OWNER_ROUTES[pkg.owner.kind]}/packages/{type}/{name}`;
}

function packageParameters(pkg: PackageName): Record<string, string> {
  // Even percent-encoded, a dot segment would be resolved away and the request would reach something else.
  if (pkg.name === '.' || pkg.name === '..') throw new ApiError('refused', 'a name that no address can hold');
  return { ...ownerParameters(pkg.owner), type: pkg.type, name: pkg.name };
}

function ownerParameters(owner: Owner): Record<string, string> {
  return owner.kind === 'self' ? {} : { owner: owner.login };
}

function toPage<T>(answer: Answer, map: (wire: unknown) => T | undefined): Page<T> {
  const wires = list(answer.data);
  const items = wires.map(map).filter((item) => item !== undefined);
  const link = answer.headers['link'];
  return { items, unreadable: wires.length - items.length, ...linkedPages(link === undefined ? link : String(link)) };
}
