import assert from 'node:assert/strict';
import { DAY } from '../../github/clock';
import { MANIFEST_TYPES } from '../../github/oci/mediaTypes';
import { makeSmallWorld, makeWorld } from '../../github/seed';
import { HOSTILE_NAMES } from '../../github/seed/hostile';
import {
  BIG_ORG,
  BIG_ORG_PACKAGES,
  DELETED_AGES,
  HUBOT,
  MANY_TAGS,
  MONA,
  OCTO_ORG,
  OCTO_PACKAGES,
  SAML_CORP,
  SMALL,
} from '../../github/seed/names';
import { PACKAGE_TYPES, type Package, type PackageVersion, type World } from '../../github/state';

const NOW = Date.UTC(2026, 10, 20, 9, 30);

describe('The seed', () => {
  const world = makeWorld(NOW);
  const find = (owner: string, name: string): Package => {
    const found = world.packages.find((pkg) => pkg.owner === owner && pkg.name === name);
    assert.ok(found, `${owner}/${name} is there`);
    return found;
  };
  const active = (pkg: Package): PackageVersion[] => pkg.versions.filter(({ deletedAt }) => deletedAt === undefined);
  const organization = (login: string): World['owners'][number] & { kind: 'Organization' } => {
    const owner = world.owners.find((each) => each.login === login);
    assert.ok(owner?.kind === 'Organization');
    return owner;
  };

  it('is the same every time, and only its dates move with the clock', () => {
    assert.deepEqual(makeWorld(NOW), world);
    const later = makeWorld(NOW + 5 * DAY);
    const ids = ({ packages }: World): number[] => packages.flatMap(({ versions }) => versions.map(({ id }) => id));
    assert.deepEqual(ids(later), ids(world));
    const [one, other] = [world, later].map((each) => each.packages[0]?.versions[0]?.createdAt ?? 0);
    assert.equal((other ?? 0) - (one ?? 0), 5 * DAY);
  });

  it('has unique ids, rising with time', () => {
    const versions = world.packages.flatMap((pkg) => pkg.versions);
    assert.equal(new Set(versions.map(({ id }) => id)).size, versions.length);
    assert.equal(new Set(world.packages.map(({ id }) => id)).size, world.packages.length);
    for (const pkg of world.packages) {
      const byDate = [...active(pkg)].sort((a, b) => a.createdAt - b.createdAt || a.id - b.id);
      for (const [index, version] of byDate.entries()) assert.ok(version.id > (byDate[index - 1]?.id ?? 0));
    }
  });

  it('has no date in the future, none out of order, and names that are unique in their package', () => {
    for (const pkg of world.packages) {
      assert.equal(new Set(pkg.versions.map(({ name }) => name)).size, pkg.versions.length, pkg.name);
      assert.ok(pkg.createdAt <= pkg.updatedAt && pkg.updatedAt <= NOW, pkg.name);
      for (const { createdAt, updatedAt, deletedAt } of pkg.versions) {
        assert.ok(createdAt >= pkg.createdAt && createdAt <= updatedAt && updatedAt <= NOW, pkg.name);
        assert.ok(deletedAt === undefined || (createdAt < deletedAt && deletedAt <= NOW), pkg.name);
      }
    }
  });

  it('gives no two active versions of a container the same tag', () => {
    for (const pkg of world.packages.filter(({ type }) => type === 'container')) {
      const tags = active(pkg).flatMap((version) => version.tags);
      assert.equal(new Set(tags).size, tags.length, pkg.name);
    }
  });

  it('has the manifest of every container version, and everything it points at', () => {
    for (const { name } of world.packages.filter(({ type }) => type === 'container').flatMap((pkg) => pkg.versions)) {
      const manifest = world.blobs.get(name);
      assert.ok(manifest && MANIFEST_TYPES.has(manifest.mediaType), name);
      const text = Buffer.from(manifest.bytes).toString();
      for (const [digest] of text.matchAll(/sha256:[0-9a-f]{64}/g)) assert.ok(world.blobs.has(digest), digest);
    }
  });

  it('links packages to repositories that exist', () => {
    for (const { repository } of world.packages)
      assert.ok(repository === undefined || world.repositories.has(repository));
  });

  it('lets mona own one organisation and be a member of two, one of them with single sign-on', () => {
    assert.equal(organization(OCTO_ORG).members.get(MONA), 'owner');
    assert.equal(organization(BIG_ORG).members.get(MONA), 'member');
    assert.equal(organization(SAML_CORP).members.get(MONA), 'member');
    assert.deepEqual(
      [OCTO_ORG, BIG_ORG, SAML_CORP].map((login) => organization(login).sso),
      [false, false, true],
    );
  });

  it('shows all six types in the first organisation, where hubot may only read', () => {
    const packages = world.packages.filter(({ owner }) => owner === OCTO_ORG);
    assert.deepEqual(new Set(packages.map(({ type }) => type)), new Set(PACKAGE_TYPES));
    assert.equal(organization(OCTO_ORG).members.get(HUBOT), 'member');
    assert.deepEqual(new Set(packages.map(({ roles }) => roles.get(HUBOT))), new Set(['read']));
    assert.ok(![...world.repositories].some(([name, { admins }]) => name.startsWith(OCTO_ORG) && admins.has(HUBOT)));
  });

  it('fills the second organisation, where mona has every role', () => {
    const packages = world.packages.filter(({ owner }) => owner === BIG_ORG);
    assert.equal(packages.length, BIG_ORG_PACKAGES);
    assert.deepEqual(new Set(packages.map(({ roles }) => roles.get(MONA))), new Set(['admin', 'write', 'read']));
    assert.ok(packages.filter(({ type }) => type === 'npm').length > 100, 'more than one page');
    const names = new Set(packages.map(({ name }) => name));
    for (const name of Object.values(HOSTILE_NAMES)) assert.ok(names.has(name), name);
    assert.ok(active(find(BIG_ORG, MANY_TAGS)).some(({ tags }) => tags.length > 300));
  });

  it('has a container with 450 versions over two years', () => {
    const large = find(OCTO_ORG, OCTO_PACKAGES.large);
    assert.equal(active(large).length, 450);
    assert.equal(NOW - large.createdAt, 730 * DAY);
    const tags = active(large).flatMap((version) => version.tags);
    assert.equal(tags.filter((tag) => tag.endsWith('.sig')).length, 60);
    assert.ok(tags.includes('latest'));
  });

  it('has the cases that GitHub refuses or that need care', () => {
    const tagged = active(find(OCTO_ORG, OCTO_PACKAGES.oneTagged)).filter(({ tags }) => tags.length > 0);
    assert.equal(tagged.length, 1);
    assert.ok(active(find(OCTO_ORG, OCTO_PACKAGES.oneTagged)).length > 1);
    assert.equal(find(OCTO_ORG, OCTO_PACKAGES.oneVersion).versions.length, 1);
    assert.equal(find(OCTO_ORG, OCTO_PACKAGES.oneImage).versions.length, 1);
    const popular = find(OCTO_ORG, OCTO_PACKAGES.popular);
    assert.equal(popular.visibility, 'public');
    assert.ok(popular.versions.some(({ downloads }) => downloads > 5000));
    const othersPublic = world.packages.filter((pkg) => pkg.visibility === 'public' && pkg !== popular);
    assert.ok(othersPublic.every(({ versions }) => versions.every(({ downloads }) => downloads <= 5000)));
  });

  it('has deleted versions of the given ages, children and all', () => {
    for (const name of [OCTO_PACKAGES.large, OCTO_PACKAGES.history]) {
      const gone = find(OCTO_ORG, name).versions.filter(({ deletedAt }) => deletedAt !== undefined);
      const ages = new Set(gone.map(({ deletedAt = 0 }) => (NOW - deletedAt) / DAY));
      assert.deepEqual([...ages], [...DELETED_AGES]);
    }
    const large = find(OCTO_ORG, OCTO_PACKAGES.large);
    assert.ok(large.versions.some(({ deletedAt, tags }) => deletedAt !== undefined && tags.length === 0));
  });

  it('has whole packages that were deleted, with all their versions', () => {
    const ages = { deleted: 2, deletedLongAgo: 29.5, deletedForGood: 31 } as const;
    for (const [key, days] of Object.entries(ages)) {
      const pkg = find(OCTO_ORG, OCTO_PACKAGES[key as keyof typeof ages]);
      assert.equal(pkg.deletedAt, NOW - days * DAY);
      for (const { deletedAt } of pkg.versions) assert.equal(deletedAt, pkg.deletedAt);
    }
  });

  it('writes versions as each ecosystem does', () => {
    const names = (type: string): string[] =>
      world.packages.filter((pkg) => pkg.type === type).flatMap(({ versions }) => versions.map(({ name }) => name));
    assert.ok(names('npm').some((name) => /^\d+\.\d+\.\d+-rc\.\d$/.test(name)));
    assert.ok(names('maven').some((name) => /^\d+\.\d+\.\d+-SNAPSHOT$/.test(name)));
    assert.ok(names('nuget').some((name) => /^\d+\.\d+\.\d+-preview\.\d$/.test(name)));
    assert.ok(names('rubygems').some((name) => /^\d+\.\d+\.\d+-arm64-darwin$/.test(name)));
  });

  it('gives repository-scoped packages the visibility of their repository', () => {
    for (const { type, repository, visibility } of world.packages) {
      if (type !== 'maven' && type !== 'docker') continue;
      assert.equal(visibility, world.repositories.get(repository ?? '')?.private ? 'private' : 'public');
    }
  });

  it('has a small world as well', () => {
    const small = makeSmallWorld(NOW);
    assert.deepEqual(
      small.owners.map(({ login }) => login),
      [SMALL.user, SMALL.org],
    );
    const names = small.packages.map(({ name }) => name).sort();
    assert.deepEqual(names, [SMALL.container, SMALL.maven, SMALL.npm, SMALL.personal].sort());
  });
});
