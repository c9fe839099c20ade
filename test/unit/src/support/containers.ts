import {
  addImage,
  PLATFORMS,
  type Blobs,
  type Descriptor,
  type Image,
  type ImageRequest,
} from '../../../github/images';
import { parseManifest, type Manifest } from '../../../../src/github/manifests';
import type { Registry } from '../../../../src/github/registry';
import { ApiError } from '../../../../src/github/errors';
import type { PackageVersion } from '../../../../src/github/resources';
import { buildGraph, unreadVersions, type ImageGraph } from '../../../../src/model/imageGraph';
import { nextToRead } from '../../../../src/model/readingOrder';
import { exampleVersion } from './examples';

/** A container that a test pushes to, as its registry and GitHub's list of versions would show it. */
export interface Container {
  readonly blobs: Blobs;
  readonly versions: readonly PackageVersion[];
  /** Pushes an image of two platforms with attestations, or what the request says. */
  push(tags: readonly string[], part?: Partial<ImageRequest>): Image;
  /** Makes a version of any manifest that is among the blobs. */
  add(descriptor: Descriptor, ...tags: string[]): Descriptor;
  /** As if it had been deleted. */
  remove(digest: string): void;
  /** The graph as far as it has to be read. */
  graph(): ImageGraph;
  /** Serves the manifests of the versions; `reads` are the digests asked for, in order. */
  readonly registry: Registry;
  readonly reads: string[];
}

export function container(): Container {
  const blobs: Blobs = new Map();
  const versions = new Map<string, PackageVersion>();
  const reads: string[] = [];

  function add(descriptor: Descriptor, ...tags: string[]): Descriptor {
    const { id, tags: known } = versions.get(descriptor.digest) ?? { id: versions.size + 1, tags: [] };
    versions.set(descriptor.digest, exampleVersion({ id, name: descriptor.digest, tags: [...known, ...tags] }));
    return descriptor;
  }

  return {
    blobs,
    get versions() {
      return [...versions.values()];
    },
    remove: (digest) => versions.delete(digest),
    reads,
    add,
    push(tags, part = {}) {
      const platforms = [PLATFORMS.amd64, PLATFORMS.arm64];
      const request = {
        repository: 'octo-org/web',
        release: tags[0] ?? 'none',
        created: 1.7e12,
        platforms,
        attested: true,
      };
      const image = addImage(blobs, { ...request, ...part });
      for (const child of image.children) add(child);
      add(image.root, ...tags);
      return image;
    },
    graph() {
      const manifests = new Map<string, Manifest>();
      for (;;) {
        const graph = buildGraph([...versions.values()], manifests);
        const [next] = nextToRead(unreadVersions(graph), 1);
        const manifest = next && parseManifest(blobs.get(next.name)?.bytes ?? new Uint8Array());
        if (!manifest) return graph;
        manifests.set(next.name, manifest);
      }
    },
    registry: {
      manifest(_, digest) {
        reads.push(digest);
        const blob = blobs.get(digest);
        return blob
          ? Promise.resolve(new Uint8Array(blob.bytes))
          : Promise.reject(new ApiError('not-found', 'no such manifest'));
      },
    },
  };
}
