import { Octokit } from '@octokit/rest';
import { enterpriseHost } from '../../src/github/hosts';
import { createPackagesApi } from '../../src/github/packagesApi';
import { createPageCache } from '../../src/github/pageCache';
import { PACKAGE_TYPES, type Package } from '../../src/github/resources';
import type { Account } from '../../src/model/accounts';
import type { ListReader } from '../../src/model/listReader';
import { createLists } from '../../src/model/lists';

/** Milliseconds until the first rows and until everything; `spent` counts answers that the hourly limit counts. */
export interface Read {
  readonly first: number;
  readonly all: number;
  readonly spent: number;
}

/** The ways to read the same lists. Every one of them fails when it does not get everything. */
export interface Clients {
  ours(): {
    owner(login: string): Promise<Read>;
    versions(login: string, name: string): Promise<Read>;
    mostInFlight(): number;
  };
  /** `octokit.paginate`, one type after the other. */
  octokit(login: string): Promise<Omit<Read, 'spent'>>;
  octokitVersions(login: string, name: string): Promise<number>;
  rawVersions(login: string, name: string): Promise<readonly unknown[]>;
  /** One page by plain `fetch`, parsed. */
  oneRequest(login: string): Promise<number>;
  oneVersionRequest(login: string, name: string): Promise<number>;
  /** Plain `fetch`: the first pages at once, then all others at once. */
  unlimited(login: string): Promise<number>;
  unlimitedVersions(login: string, name: string): Promise<number>;
}

export function createClients(url: string, token: string): Clients {
  const host = enterpriseHost(url);
  if (!host) throw new Error(`no host: ${url}`);
  const account: Account = { provider: 'github-enterprise', id: '1', login: 'mona', host };
  const octokit = new Octokit({ auth: token, baseUrl: host.apiUrl });
  const headers = { authorization: `token ${token}`, accept: 'application/vnd.github+json' };

  async function get(path: string): Promise<{ items: unknown[]; last: number }> {
    const response = await fetch(`${host?.apiUrl ?? ''}${path}`, { headers });
    const items = (await response.json()) as unknown[];
    return { items, last: Number(/page=(\d+)>; rel="last"/.exec(response.headers.get('link') ?? '')?.[1] ?? 1) };
  }
  const packagesPath = (login: string, type: string, page: number): string =>
    `/orgs/${login}/packages?package_type=${type}&per_page=100&page=${page}`;
  const versionsPath = (login: string, name: string, page: number): string =>
    `/orgs/${login}/packages/container/${name}/versions?per_page=100&page=${page}`;

  async function everything(path: (page: number) => string): Promise<number> {
    const { items, last } = await get(path(1));
    const others = await Promise.all(Array.from({ length: last - 1 }, (_, index) => get(path(index + 2))));
    return items.length + others.reduce((sum, other) => sum + other.items.length, 0);
  }

  function ours(): ReturnType<Clients['ours']> {
    let inFlight = 0;
    let most = 0;
    let spent = 0;
    const cache = createPageCache();
    const api = createPackagesApi({
      host: account.host,
      token: () => Promise.resolve(token),
      fetch: async (...request) => {
        most = Math.max(most, ++inFlight);
        const response = await fetch(...request).finally(() => inFlight--);
        if (response.status !== 304) spent++;
        return response;
      },
      now: Date.now,
      log: () => undefined,
      userAgent: 'bench',
      cache: () => Promise.resolve(cache),
    });

    async function read(
      readers: (lists: ReturnType<typeof createLists>) => readonly ListReader<unknown>[],
    ): Promise<Read> {
      const before = spent;
      const started = performance.now();
      // As after a refresh: nothing is known but what the server once answered.
      const lists = createLists({ api: () => api, cache: () => Promise.resolve(createPageCache()), now: Date.now });
      const reading = readers(lists);
      const whole = reading.map((reader) => reader.whole());
      await Promise.race(reading.map((reader) => reader.first()));
      const first = performance.now() - started;
      const all = await Promise.all(whole);
      if (all.some(({ complete }) => !complete)) throw new Error('not complete');
      return { first, all: performance.now() - started, spent: spent - before };
    }

    return {
      owner: (login) => read((lists) => lists.packagesOf(account, { kind: 'organization', login })),
      versions: (login, name) => read((lists) => [lists.versions(account, container(login, name), 'active')]),
      mostInFlight: () => most,
    };
  }

  const rawVersions = (login: string, name: string): Promise<readonly unknown[]> =>
    octokit.paginate('GET /orgs/{org}/packages/{package_type}/{package_name}/versions', {
      org: login,
      package_type: 'container',
      package_name: name,
      per_page: 100,
    });

  return {
    ours,
    rawVersions,
    octokitVersions: (login, name) => timed(() => rawVersions(login, name)),
    oneRequest: (login) => timed(() => get(packagesPath(login, 'npm', 1))),
    oneVersionRequest: (login, name) => timed(() => get(versionsPath(login, name, 1))),
    unlimited: (login) =>
      timed(() => Promise.all(PACKAGE_TYPES.map((type) => everything((page) => packagesPath(login, type, page))))),
    unlimitedVersions: (login, name) => timed(() => everything((page) => versionsPath(login, name, page))),

    async octokit(login) {
      const started = performance.now();
      let first: number | undefined;
      for (const package_type of PACKAGE_TYPES) {
        await octokit.paginate('GET /orgs/{org}/packages', { org: login, package_type, per_page: 100 });
        first ??= performance.now() - started;
      }
      return { first: first ?? NaN, all: performance.now() - started };
    },
  };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

function container(login: string, name: string): Package {
  return {
    id: 1,
    owner: { kind: 'organization', login },
    type: 'container',
    name,
    visibility: 'public',
    versionCount: 10_000,
    createdAt: 0,
    updatedAt: 0,
    htmlUrl: '',
  };
}
