import type { GitHub, OtherRegistry } from '../github/server';
import type { PackageKey } from '../github/packageStore';
import type { PackageVersion } from '../github/state';
import { temporaryFolder } from '../vscode/cleanup';
import { startDistribution, type Distribution } from './distribution';
import { putManifest, removeManifest, type Repository } from './manifests';
import { isInstalled, push } from './skopeo';
import { createTokenSigner } from './tokenSigner';

/**
 * A real registry in place of a local GitHub's own: it has the active versions of one container, and as at GitHub what
 * is deleted by the REST API is gone there, and what is restored is there again.
 */
export interface Mirror extends OtherRegistry {
  /** Starts it, and pushes with skopeo what GitHub has. @returns its address */
  start(github: GitHub): Promise<string>;
  /** `127.0.0.1:PORT`, as image names begin. */
  host(): string;
  /** The manifests that it was asked for, in order. */
  reads(): Distribution['reads'];
  close(): Promise<void>;
}

/** @returns undefined where there is no such registry or client on this machine */
export async function createMirror(key: PackageKey): Promise<Mirror | undefined> {
  for (const program of ['docker-registry', 'skopeo']) if (!(await isInstalled(program))) return undefined;
  const { certificate, tokenFor } = createTokenSigner();
  const folder = temporaryFolder();
  const name = `${key.owner}/${key.name}`.toLowerCase();
  const held = new Set<string>();
  let github: GitHub | undefined;
  let registry: Distribution | undefined;
  let following = Promise.resolve();

  const token = (): string => tokenFor([`repository:${name}:pull,push,delete`]);
  const versions = (): readonly PackageVersion[] => github?.packageState(key)?.versions ?? [];

  /** What is deleted already too, for its layers: a registry keeps them. */
  async function pushAll(from: GitHub, to: Distribution): Promise<void> {
    const { blobs } = from.world;
    for (const version of versions()) {
      const [tag] = version.tags;
      const { mediaType, bytes } = blobs.get(version.name) ?? {};
      if (tag === undefined || mediaType === undefined || bytes === undefined) continue;
      const skopeo = {
        repository: `${to.host}/${name}`,
        folder: folder.path,
        credentials: { registryToken: token() },
      };
      await push(skopeo, blobs, { mediaType, digest: version.name, size: bytes.length }, tag);
      await putManifest({ url: to.url, name, token: token() }, version.name, { mediaType, bytes }, version.tags);
    }
    for (const version of versions()) held.add(version.name);
    await catchUp(from, to);
  }

  /** The registry refuses an index whose parts it does not have, so that a wrong order is found out. */
  async function catchUp(from: GitHub, to: Distribution): Promise<void> {
    const repository: Repository = { url: to.url, name, token: token() };
    const active = versions().filter(({ deletedAt }) => deletedAt === undefined);
    const now = new Map(active.map((version) => [version.name, version]));
    for (const digest of [...held].filter((known) => !now.has(known))) {
      await removeManifest(repository, digest);
      held.delete(digest);
    }
    for (const { name: digest, tags } of [...now.values()].filter((version) => !held.has(version.name))) {
      const blob = from.world.blobs.get(digest);
      if (blob) await putManifest(repository, digest, blob, tags);
      held.add(digest);
    }
  }

  return {
    tokenFor,
    async start(from) {
      github = from;
      registry = await startDistribution({ folder: folder.path, realm: `${from.url}/token`, certificate });
      await pushAll(from, registry);
      return registry.url;
    },
    follow() {
      const [from, to] = [github, registry];
      if (from && to) following = following.then(() => catchUp(from, to));
      return following;
    },
    host: () => registry?.host ?? '',
    reads: () => registry?.reads ?? [],
    async close() {
      await registry?.close();
      folder.remove();
    },
  };
}
