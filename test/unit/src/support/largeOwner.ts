import type { Page } from '../../../../src/github/paging';
import { PAGE_SIZE } from '../../../../src/github/paging';
import { PACKAGE_TYPES, type Owner, type Package, type PackageVersion } from '../../../../src/github/resources';
import type { ListsOptions } from '../../../../src/model/lists';
import { examplePackage, exampleVersion, NOW } from './examples';

export const LARGE: Owner = { kind: 'organization', login: 'large', id: 7 };

export interface LargeOwnerOptions {
  /** Packages, spread over all types. */
  readonly packages: number;
  /** Versions of the first container. */
  readonly versions: number;
  /** Waits for so long as an answer takes. */
  readonly wait: () => Promise<void>;
}

/** An organisation as large as they get, as the REST client would tell of it. */
export function largeOwner({ packages, versions, wait }: LargeOwnerOptions): ReturnType<ListsOptions['api']> {
  const all = Array.from({ length: packages }, (_, id): Package => {
    const type = PACKAGE_TYPES[id % PACKAGE_TYPES.length] ?? 'npm';
    return examplePackage({ id, owner: LARGE, type, name: `p${String(id * 7919).padStart(8, '0')}`, versionCount: 1 });
  });
  const container = all[0];
  if (container) all[0] = { ...container, name: 'a-container', versionCount: versions };
  const ofContainer = Array.from({ length: versions }, (_, age): PackageVersion => {
    const name = `sha256:${String(age).padStart(64, '0')}`;
    return exampleVersion({ id: versions - age, name, tags: [`v${String(age)}`], createdAt: NOW - age * 1000 });
  });
  const page = async <T>(items: readonly T[], number: number): Promise<Page<T>> => {
    await wait();
    const last = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
    return {
      items: items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
      unreadable: 0,
      next: number < last ? number + 1 : undefined,
      last,
    };
  };
  return {
    organizations: (number) => page([LARGE], number),
    owner: () => page([LARGE], 1),
    packages: (owner, type, number) =>
      page(owner.kind === 'self' ? [] : all.filter((pkg) => pkg.type === type), number),
    versions: (pkg, state, number) => page(pkg.id === 0 && state === 'active' ? ofContainer : [], number),
  };
}
