import assert from 'node:assert/strict';
import type { PackageKey } from '../../../github/packageStore';
import type { GitHub } from '../../../github/server';

/** Gives a package of a local GitHub so many versions, named `1.0.N`, the newest with the highest N. */
export function setVersionCount(server: GitHub, key: PackageKey, count: number): void {
  const pkg = server.packageState(key);
  const model = pkg?.versions[0];
  assert.ok(pkg && model);
  const versions = Array.from({ length: count }, (_, index) => {
    const time = server.clock.now() - (count - index) * 60_000;
    return { ...model, id: 5000 + index, name: `1.0.${index}`, tags: [], createdAt: time, updatedAt: time };
  });
  pkg.versions.splice(0, Infinity, ...versions);
}
