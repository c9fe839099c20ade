import { DAY } from '../../github/clock';
import type { Organization, Package, PackageVersion, Token, World } from '../../github/state';

/** The moment at which the small world is looked at. */
export const NOW = Date.UTC(2026, 0, 10, 12);

export const MONA = { kind: 'User', id: 1, login: 'mona', name: 'Mona' } as const;
export const HUBOT = { kind: 'User', id: 2, login: 'hubot', name: 'Hubot' } as const;

/** An organisation that `mona` owns and `hubot` is a member of, unless said otherwise. */
export function organization(change: Partial<Organization> = {}): Organization {
  return {
    kind: 'Organization',
    id: 10,
    login: 'octo-org',
    name: 'Octo',
    members: new Map([
      ['mona', 'owner'],
      ['hubot', 'member'],
    ]),
    sso: false,
    blocksOAuthApps: false,
    ...change,
  };
}

let lastId = 100;

/** A private container package of the organisation, a hundred days old. */
export function makePackage(name: string, change: Partial<Package> = {}): Package {
  lastId += 1;
  const createdAt = NOW - 100 * DAY;
  return {
    id: lastId,
    owner: 'octo-org',
    type: 'container',
    name,
    visibility: 'private',
    createdAt,
    updatedAt: createdAt,
    roles: new Map(),
    versions: [],
    ...change,
  };
}

/** A version without tags that is ten days old. */
export function makeVersion(name: string, change: Partial<PackageVersion> = {}): PackageVersion {
  lastId += 1;
  const createdAt = NOW - 10 * DAY;
  return { id: lastId, name, createdAt, updatedAt: createdAt, tags: [], downloads: 0, ...change };
}

/** Versions `1.0.0`, `1.0.1` and so on, the oldest first, a minute apart. */
export function makeVersions(count: number): PackageVersion[] {
  return Array.from({ length: count }, (_, index) =>
    makeVersion(`1.0.${String(index)}`, { createdAt: NOW - 10 * DAY + index * 60_000 }),
  );
}

export function makeWorld(packages: Package[], change: Partial<World> = {}): World {
  return {
    owners: [MONA, HUBOT, organization()],
    repositories: new Map([['octo-org/app', { id: 50, private: true, admins: new Set<string>() }]]),
    packages,
    tokens: [] as Token[],
    blobs: new Map(),
    ...change,
  };
}
