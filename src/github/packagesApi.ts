import type { Octokit } from '@octokit/rest';
import { ApiError, toApiError } from './errors';
import type { Host } from './hosts';
import { linkedPages, listAll, PAGE_SIZE, type Listing, type Page } from './paging';
import type { Owner, Package, PackageType, PackageVersion, VersionState } from './resources';
import type { Permission } from './scopes';
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
  organizations(signal: AbortSignal): Promise<Listing<Owner>>;
  /** All packages of one type. */
  packages(owner: Owner, type: PackageType, signal: AbortSignal): Promise<Listing<Package>>;
  /** One page, counted from 1, of up to {@link PAGE_SIZE} versions. */
  versions(pkg: Package, state: VersionState, page: number, signal: AbortSignal): Promise<Page<PackageVersion>>;
  /** One active version, read anew with the permission for an act, to tell "gone" from "not allowed". */
  version(pkg: Package, id: number, permission: Permission, signal: AbortSignal): Promise<PackageVersion>;
  deleteVersion(pkg: Package, id: number, signal: AbortSignal): Promise<void>;
  restoreVersion(pkg: Package, id: number, signal: AbortSignal): Promise<void>;
}

export interface PackagesApiOptions {
  readonly host: Host;
  /** Asked before each batch of requests; the token is not kept. Undefined when the person has not allowed this. */
  readonly token: (permission: Permission) => Promise<string | undefined>;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** Receives one line a request: method, path, status, request id, time. Never a token. */
  readonly log: (line: string) => void;
  readonly userAgent: string;
  /** Waits between tries; real time unless a test has a say in it. */
  readonly sleep?: TransportOptions['sleep'];
}

/** The REST client for one account. Every method rejects with an {@link ApiError}, and with nothing else. */
export function createPackagesApi(options: PackagesApiOptions): PackagesApi {
  const { host, fetch } = options;
  const transport = createTransport({ apiUrl: host.apiUrl, fetch, sleep: options.sleep ?? sleep });

  /** Opens a batch: one token for all its requests. */
  async function connect(permission: Permission): Promise<Send> {
    const auth = await options.token(permission);
    if (auth === undefined) throw new ApiError('signed-out', `no session for ${permission}`);
    const { Octokit } = await import('@octokit/rest'); // not at activation: it is most of the bundle
    const quiet = (): undefined => undefined;
    const octokit = new Octokit({
      auth,
      baseUrl: host.apiUrl,
      userAgent: options.userAgent,
      log: { debug: quiet, info: options.log, warn: options.log, error: options.log },
      request: { fetch: transport, parseSuccessResponseBody: false },
    });
    return sendThrough(octokit, options.now);
  }

  return {
    async organizations(signal) {
      const send = await connect('read');
      let hidden = false; // organisations behind single sign-on, left out with status 200
      const listing = await listAll(
        async (page) => {
          const answer = await send('GET /user/orgs', { per_page: PAGE_SIZE, page }, signal);
          hidden ||= answer.headers['x-github-sso'] !== undefined;
          return toPage(answer, toOrganization);
        },
        (owner) => owner.login,
        MAX_PAGES,
      );
      return { ...listing, complete: listing.complete && !hidden };
    },

    async packages(owner, type, signal) {
      const send = await connect('read');
      return listAll(
        async (page) => {
          const parameters = { ...ownerParameters(owner), package_type: type, per_page: PAGE_SIZE, page };
          const answer = await send(`GET ${OWNER_ROUTES[owner.kind]}/packages`, parameters, signal);
          return toPage(answer, (wire) => toPackage(wire, owner, type));
        },
        (pkg) => pkg.id,
        MAX_PACKAGE_PAGES,
      );
    },

    async versions(pkg, state, page, signal) {
      const send = await connect('read');
      const parameters = { ...packageParameters(pkg), state, per_page: PAGE_SIZE, page };
      return toPage(await send(`GET ${packageRoute(pkg)}/versions`, parameters, signal), toVersion);
    },

    async version(pkg, id, permission, signal) {
      const send = await connect(permission);
      const answer = await send(`GET ${packageRoute(pkg)}/versions/{id}`, { ...packageParameters(pkg), id }, signal);
      const version = toVersion(answer.data);
      if (version?.id !== id) throw new ApiError('unexpected-answer', 'not the version asked for');
      return version;
    },

    async deleteVersion(pkg, id, signal) {
      const send = await connect('delete');
      await send(`DELETE ${packageRoute(pkg)}/versions/{id}`, { ...packageParameters(pkg), id }, signal);
    },

    async restoreVersion(pkg, id, signal) {
      const send = await connect('restore');
      await send(`POST ${packageRoute(pkg)}/versions/{id}/restore`, { ...packageParameters(pkg), id }, signal);
    },
  };
}

interface Answer {
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}
type Send = (route: string, parameters: Record<string, string | number>, signal: AbortSignal) => Promise<Answer>;

function sendThrough(octokit: Octokit, now: () => number): Send {
  return async (route, parameters, signal) => {
    try {
      return await octokit.request(route, {
        ...parameters,
        headers: { accept: 'application/vnd.github+json', 'x-github-api-version': API_VERSION },
        request: { signal },
      });
    } catch (error) {
      throw toApiError(error, now());
    }
  };
}

function packageRoute(pkg: Package): string {
  return `${OWNER_ROUTES[pkg.owner.kind]}/packages/{type}/{name}`;
}

function packageParameters(pkg: Package): Record<string, string> {
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
