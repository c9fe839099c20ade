import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import { createRegistry, type Registry, type RegistryOptions } from '../../../../src/github/registry';
import type { Package, PackageVersion } from '../../../../src/github/resources';
import { createManifestCache, type ManifestStore } from '../../../../src/github/manifestCache';
import { createImageReader, type ImageReader } from '../../../../src/model/imageReader';
import { examplePackage, exampleVersion } from './examples';
import type { LocalGitHub } from './localGitHub';

/** Reads the registry of a running local GitHub. */
export function localRegistry(github: LocalGitHub, part: Partial<RegistryOptions> = {}): Registry {
  const { server } = github;
  const token = server.issueToken(SMALL.user, ['read:packages']);
  return createRegistry({
    url: server.url,
    homes: [],
    token: () => Promise.resolve(token),
    fetch,
    now: () => server.clock.now(),
    log: () => undefined,
    sleep: () => Promise.resolve(),
    ...part,
  });
}

/** Reads images of the local GitHub, keeping them in memory only. */
export function localImages(github: LocalGitHub, registry?: Registry): ImageReader {
  const now = (): number => github.server.clock.now();
  const cache = createManifestCache({ store: memoryStore(now), now, log: () => undefined });
  return createImageReader({ registry: registry ?? localRegistry(github), cache, now });
}

/** For trees that no container is looked at in. */
export function noImages(): never {
  throw new Error('no image is to be read');
}

/** The small world's container, as the extension knows it. */
export const WEB_APP: Package = examplePackage({
  owner: { kind: 'organization', login: SMALL.org },
  type: 'container',
  name: SMALL.container,
});

/** Its active versions. */
export function versionsOfWebApp({ server }: LocalGitHub): readonly PackageVersion[] {
  const pkg = server.world.packages.find(({ name }) => name === SMALL.container);
  assert.ok(pkg);
  return pkg.versions
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ id, name, tags }) => exampleVersion({ id, name, tags }));
}

/** The digest under a tag. */
export function tagged(versions: readonly PackageVersion[], tag: string): string {
  const found = versions.find(({ tags }) => tags.includes(tag));
  assert.ok(found, `there is no ${tag}`);
  return found.name;
}

/** A store in memory, whose files can be looked at. */
export function memoryStore(now: () => number): ManifestStore & {
  readonly files: Map<string, { bytes: Uint8Array<ArrayBuffer>; time: number }>;
} {
  const files = new Map<string, { bytes: Uint8Array<ArrayBuffer>; time: number }>();
  return {
    files,
    read: (name) => Promise.resolve(files.get(name)),
    write(name, bytes) {
      files.set(name, { bytes: new Uint8Array(bytes), time: now() });
      return Promise.resolve();
    },
    remove(name) {
      files.delete(name);
      return Promise.resolve();
    },
    names: () => Promise.resolve([...files.keys()]),
    entries: () =>
      Promise.resolve([...files].map(([name, { bytes, time }]) => ({ name, size: bytes.byteLength, time }))),
  };
}
