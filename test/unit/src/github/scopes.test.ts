import assert from 'node:assert/strict';
import type { Host } from '../../../../src/github/hosts';
import { PACKAGE_TYPES, type PackageType } from '../../../../src/github/resources';
import { isRepositoryScoped, missingScopes, scopesFor, type Operation } from '../../../../src/github/scopes';

type Kind = Host['kind'];
/** The scopes for each operation, as the documentation names them. */
type Sets = Readonly<Record<Operation, string>>;

const CLOUD: Sets = {
  read: 'read:packages read:org',
  delete: 'read:packages delete:packages',
  restore: 'read:packages write:packages',
};
const CLOUD_REPOSITORY: Sets = {
  read: 'read:packages read:org repo',
  delete: 'read:packages delete:packages repo',
  restore: 'read:packages write:packages repo',
};
/** `write:packages` includes `read:packages`, and a token that is pasted must hold what is asked for by name. */
const SERVER: Sets = { ...CLOUD, restore: 'write:packages' };
const SERVER_REPOSITORY: Sets = { ...CLOUD_REPOSITORY, restore: 'write:packages repo' };

const TENANT_AND_CLOUD: Readonly<Record<PackageType, Sets>> = {
  container: CLOUD,
  npm: CLOUD,
  maven: CLOUD_REPOSITORY,
  nuget: CLOUD,
  rubygems: CLOUD,
  docker: CLOUD_REPOSITORY,
};
const TABLE: Readonly<Record<Kind, Readonly<Record<PackageType, Sets>>>> = {
  'github.com': TENANT_AND_CLOUD,
  'ghe.com': TENANT_AND_CLOUD,
  ghes: {
    container: SERVER,
    npm: SERVER_REPOSITORY,
    maven: SERVER_REPOSITORY,
    nuget: SERVER_REPOSITORY,
    rubygems: SERVER_REPOSITORY,
    docker: SERVER_REPOSITORY,
  },
};
const KINDS = Object.keys(TABLE) as Kind[];
const OPERATIONS = Object.keys(CLOUD) as Operation[];

describe('Scopes', () => {
  for (const kind of KINDS) {
    for (const type of PACKAGE_TYPES) {
      for (const operation of OPERATIONS) {
        const expected = TABLE[kind][type][operation];
        it(`to ${operation} ${type} packages on ${kind} are exactly ${expected}`, () => {
          const repository = isRepositoryScoped(kind, type);
          assert.equal(scopesFor(kind, { operation, repository }).join(' '), expected);
        });
      }
    }
  }

  it('never include repo where it was not asked for', () => {
    for (const kind of KINDS) {
      for (const operation of OPERATIONS) {
        assert.equal(scopesFor(kind, { operation, repository: false }).includes('repo'), false);
      }
    }
  });

  it('are the same each time, since the editor keeps a session for each set and its order', () => {
    for (const kind of KINDS) {
      for (const operation of OPERATIONS) {
        const need = { operation, repository: true };
        assert.deepEqual(scopesFor(kind, need), scopesFor(kind, { ...need }));
      }
    }
  });

  it('are few: two sets for each operation and kind of host', () => {
    for (const kind of KINDS) {
      const sets = PACKAGE_TYPES.flatMap((type) =>
        OPERATIONS.map((operation) =>
          scopesFor(kind, { operation, repository: isRepositoryScoped(kind, type) }).join(),
        ),
      );
      assert.equal(new Set(sets).size, 2 * OPERATIONS.length);
    }
  });

  for (const [granted, needed, missing] of [
    ['read:packages, read:org', 'read:packages', ''],
    ['read:org', 'read:packages', 'read:packages'],
    ['', 'read:packages repo', 'read:packages repo'],
    ['write:packages', 'read:packages write:packages', ''],
    ['read:packages', 'write:packages', 'write:packages'],
    ['delete:packages', 'delete:packages read:packages', 'read:packages'],
    ['admin:org', 'read:org', ''],
    ['write:org', 'read:org', ''],
    ['delete:packages,read:packages', 'delete:packages read:packages repo', 'repo'],
    ['public_repo', 'repo', 'repo'],
    [undefined, 'read:packages', 'read:packages'],
  ] as const) {
    it(`that ${granted === undefined ? 'nobody told' : `"${granted}"`} lacks of "${needed}" are "${missing}"`, () => {
      assert.equal(missingScopes(needed.split(' '), granted).join(' '), missing);
    });
  }
});
