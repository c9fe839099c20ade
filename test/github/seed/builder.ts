import { DAY, MINUTE } from '../clock';
import type { Package, PackageType, Visibility, World } from '../state';
import { createRandom } from './random';
import type { OwnerRows, PackageRow, RepositoryRow } from './rows';
import { makeVersions } from './versions';

/** Turns the tables of the seed into what a world holds. */
export interface WorldBuilder {
  readonly world: World;
  /** Adds what an owner has; the owner itself has to be in the world. */
  readonly add: (rows: OwnerRows) => void;
}

/** The visibility of these is that of the repository, on github.com and on an enterprise host alike. */
const REPOSITORY_SCOPED: ReadonlySet<PackageType> = new Set(['maven', 'docker']);

/** Recent version ids on github.com are about this large, and grow by some hundred a minute. */
const NEWEST_VERSION_ID = 1_260_000_000;
const IDS_PER_MINUTE = 300;
const FIRST_PACKAGE_ID = 4_100_000;
const FIRST_REPOSITORY_ID = 610_000_000;

/** @param now epoch milliseconds that all dates are relative to; everything else is the same every time */
export function createWorldBuilder(now: number, owners: World['owners']): WorldBuilder {
  const start = Math.floor(now / 1000) * 1000;
  const world: World = { owners, repositories: new Map(), packages: [], tokens: [], blobs: new Map() };
  const ids = new Set<number>();
  const ago = (days: number): number => start - Math.round(days * (DAY / 1000)) * 1000;

  /** Ids rise with time, and depend on the age alone, so that they are the same on every day. */
  function versionId(createdAt: number): number {
    let id = NEWEST_VERSION_ID - Math.round(((start - createdAt) / MINUTE) * IDS_PER_MINUTE);
    while (ids.has(id)) id++;
    ids.add(id);
    return id;
  }

  function addRepository(owner: string, name: string, row: RepositoryRow): void {
    const { private: isPrivate = false, admins = [] } = row;
    const id = FIRST_REPOSITORY_ID + world.repositories.size;
    world.repositories.set(`${owner}/${name}`, { id, private: isPrivate, admins: new Set(admins) });
  }

  function visibilityOf(owner: string, row: PackageRow): Visibility {
    if (!REPOSITORY_SCOPED.has(row.type)) return row.visibility ?? 'private';
    const repository = world.repositories.get(`${owner}/${row.repository ?? ''}`);
    if (!repository) throw new Error(`${row.type} package ${row.name} needs a repository of ${owner}`);
    return repository.private ? 'private' : 'public';
  }

  function makePackage(owner: string, row: PackageRow): Package {
    const random = createRandom(`${owner}/${row.type}/${row.name}`); // a new row leaves all others as they are
    const versions = makeVersions({ blobs: world.blobs, random, owner, ago, id: versionId }, row);
    const deletedAt = row.deletedAgo === undefined ? undefined : ago(row.deletedAgo);
    if (deletedAt !== undefined) for (const version of versions) version.deletedAt ??= deletedAt;
    return {
      id: FIRST_PACKAGE_ID + world.packages.length,
      owner,
      type: row.type,
      name: row.name,
      visibility: visibilityOf(owner, row),
      createdAt: Math.min(...versions.map(({ createdAt }) => createdAt)),
      updatedAt: Math.max(...versions.map(({ updatedAt }) => updatedAt)),
      ...(deletedAt === undefined ? {} : { deletedAt }),
      ...(row.repository === undefined ? {} : { repository: `${owner}/${row.repository}` }),
      roles: new Map(Object.entries(row.roles ?? {})),
      versions,
    };
  }

  return {
    world,
    add({ owner, repositories, packages }) {
      for (const [name, row] of Object.entries(repositories)) addRepository(owner, name, row);
      for (const row of packages) world.packages.push(makePackage(owner, row));
    },
  };
}
