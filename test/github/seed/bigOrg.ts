import type { PackageType, Role } from '../state';
import { hostileRows } from './hostile';
import { BIG_ORG, BIG_ORG_PACKAGES, MANY_TAGS, MONA } from './names';
import type { OwnerRows, PackageRow, RepositoryRow } from './rows';

const AREAS = [
  'accounts',
  'analytics',
  'billing',
  'catalog',
  'checkout',
  'delivery',
  'identity',
  'inventory',
  'mailer',
  'media',
  'notifications',
  'orders',
  'pricing',
  'reporting',
  'search',
  'support',
];
const ROLES: readonly Role[] = ['admin', 'write', 'read'];

/** For each type, what the packages of an area are called, and of how many areas. npm has more than one page of 100. */
const FAMILIES: readonly { type: PackageType; areas: number; names: readonly ((area: string) => string)[] }[] = [
  {
    type: 'container',
    areas: 16,
    names: [
      (area) => `${area}-api`,
      (area) => `${area}-worker`,
      (area) => `${area}-migrations`,
      (area) => `${area}/sidecar`,
      (area) => `charts/${area}`,
    ],
  },
  { type: 'maven', areas: 16, names: [(area) => `com.big.${area}.core`, (area) => `com.big.${area}.events`] },
  {
    type: 'nuget',
    areas: 12,
    names: [(area) => `Big.${capitalized(area)}`, (area) => `Big.${capitalized(area)}.Client`],
  },
  { type: 'rubygems', areas: 10, names: [(area) => `big-${area}`] },
  { type: 'docker', areas: 6, names: [(area) => `${area}/app`] },
];
const NPM_SUFFIXES = ['client', 'types', 'ui', 'hooks', 'testing', 'config', 'theme', 'icons', 'mocks'];

/** An organisation that works in the open, with an admin, a writing and a reading role for MONA by turns. */
export function bigOrgRows(): OwnerRows {
  const areas = FAMILIES.flatMap(({ type, areas: count, names }) =>
    AREAS.slice(0, count).flatMap((area, index) => names.map((name) => areaRow(type, name(area), area, index))),
  );
  const special: PackageRow[] = [
    ...hostileRows({ visibility: 'public', repository: 'playground', roles: { [MONA]: 'admin' } }),
    { ...areaRow('container', MANY_TAGS, 'analytics', 0), image: { platforms: ['amd64', 'arm64'], manyTags: 300 } },
  ];
  const npm = AREAS.flatMap((area, index) =>
    NPM_SUFFIXES.map((suffix) => areaRow('npm', `${area}-${suffix}`, area, index)),
  ).slice(0, BIG_ORG_PACKAGES - areas.length - special.length);
  const repositories: Record<string, RepositoryRow> = { playground: { admins: [MONA] } };
  AREAS.forEach((area, index) => (repositories[area] = roleIn(index) === 'admin' ? { admins: [MONA] } : {}));
  return { owner: BIG_ORG, repositories, packages: [...areas, ...npm, ...special] };
}

function areaRow(type: PackageType, name: string, area: string, index: number): PackageRow {
  return {
    type,
    name,
    repository: area,
    visibility: 'public',
    roles: { [MONA]: roleIn(index) },
    releases: 2 + (index % 4),
    newest: 3 + index * 11,
    ...(name.startsWith('charts/') ? { image: { content: 'helm' } } : {}),
  };
}

/** MONA's role on everything of the area with this index. */
function roleIn(index: number): Role {
  return ROLES[index % ROLES.length] ?? 'read';
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
