import { createHash } from 'node:crypto';
import { MINUTE } from '../clock';
import { PACKAGE_TYPES, type Package, type PackageType, type PackageVersion, type World } from '../state';

/** An organisation as large as they get, in a world that has its members already. */
export interface ScaleOptions {
  readonly login: string;
  /** A login of the world, who owns it. */
  readonly owner: string;
  /** Packages, spread over all types. */
  readonly packages: number;
  /** Versions of one container more, called {@link LARGE_CONTAINER}. */
  readonly versions?: number;
}

export const LARGE_CONTAINER = 'ten-thousand';
const FIRST_ID = 7_000_000;
const FIRST_VERSION_ID = 900_000_000;

/** Adds the organisation; everything is the same every time but for the dates, which are relative to `now`. */
export function addLargeOrganization(world: World, now: number, options: ScaleOptions): World {
  const { login, owner, packages, versions = 0 } = options;
  world.owners.push({
    kind: 'Organization',
    id: FIRST_ID,
    login,
    name: login,
    members: new Map([[owner, 'owner']]),
    sso: false,
    blocksOAuthApps: false,
  });
  const types = PACKAGE_TYPES;
  for (let index = 0; index < packages; index++) {
    const type = types[index % types.length] ?? 'container';
    const number = String(index).padStart(4, '0');
    world.packages.push(makePackage(login, type, `${WORDS[index % WORDS.length] ?? 'lib'}-${number}`, index, now, 3));
  }
  if (versions > 0) world.packages.push(makePackage(login, 'container', LARGE_CONTAINER, packages, now, versions));
  return world;
}

const WORDS = ['api', 'billing', 'client', 'docs', 'events', 'gateway', 'worker'];

function makePackage(
  owner: string,
  type: PackageType,
  name: string,
  index: number,
  now: number,
  count: number,
): Package {
  const newest = now - index * 7 * MINUTE;
  const versions = Array.from({ length: count }, (_, age) =>
    makeVersion(type, `${name} ${String(age)}`, FIRST_VERSION_ID + index * 10 - age, newest - age * 11 * MINUTE, age),
  );
  return {
    id: FIRST_ID + index,
    owner,
    type,
    name,
    visibility: type === 'container' && index % 4 === 0 ? 'private' : 'public', // others need `repo` to be seen
    createdAt: newest - count * 11 * MINUTE,
    updatedAt: newest,
    roles: new Map(),
    versions,
  };
}

/** Every fifth version of an image has a tag. */
function makeVersion(type: PackageType, key: string, id: number, createdAt: number, age: number): PackageVersion {
  const isContainer = type === 'container';
  const name = isContainer ? `sha256:${createHash('sha256').update(key).digest('hex')}` : `1.${String(1000 - age)}.0`;
  const tags = isContainer ? (age % 5 === 0 ? [`v${String(100_000 - age)}`] : []) : type === 'docker' ? [name] : [];
  return { id, name, createdAt, updatedAt: createdAt, tags, downloads: 0 };
}
