import { GITHUB_COM } from '../../../../src/github/hosts';
import type { Package, PackageVersion } from '../../../../src/github/resources';
import type { Account } from '../../../../src/model/accounts';

/** A fixed moment, epoch milliseconds. */
export const NOW = Date.UTC(2026, 10, 20, 12);
export const DAY = 86_400_000;

export const MONA: Account = { provider: 'github', id: '1', login: 'mona', host: GITHUB_COM };

/** A package of mona's, with whatever a test cares about put in its place. */
export function examplePackage(part: Partial<Package> = {}): Package {
  return {
    id: 1,
    owner: { kind: 'self', login: 'mona' },
    type: 'npm',
    name: 'left-align',
    visibility: 'public',
    versionCount: 3,
    createdAt: NOW - 100 * DAY,
    updatedAt: NOW - 3 * DAY,
    htmlUrl: 'https://github.com/mona/left-align',
    ...part,
  };
}

/** A version, with whatever a test cares about put in its place. */
export function exampleVersion(part: Partial<PackageVersion> = {}): PackageVersion {
  return { id: 10, name: '1.2.3', tags: [], createdAt: NOW - 5 * DAY, updatedAt: NOW - 5 * DAY, ...part };
}

/** A digest as GitHub names versions of a container. */
export const DIGEST = `sha256:0123456789ab${'c'.repeat(52)}`;
