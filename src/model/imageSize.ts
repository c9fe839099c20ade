import type { Manifest } from '../github/manifests';
import { childrenOf } from './imageGraph';
import { partKind } from './imageKinds';

/** Bytes, and whether that is all of it: false where a part was not read, or is not there. */
export interface ImageSize {
  readonly bytes: number;
  readonly exact: boolean;
}

/**
 * What all platforms of an image take, compressed as a registry keeps them; what several of them have counts once.
 * Attestations, which are small, do not count.
 */
export function imageSize(manifests: ReadonlyMap<string, Manifest>, digest: string): ImageSize {
  const blobs = new Map<string, number>();
  const seen = new Set<string>();
  let exact = true;
  const queue = [digest];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const manifest = manifests.get(next);
    if (!manifest || manifest.kind === 'other') exact = false;
    if (manifest?.kind === 'image') {
      for (const blob of [manifest.config, ...manifest.layers]) blobs.set(blob.digest, blob.size);
    }
    const platforms = childrenOf(manifest).filter((child) => partKind(child) !== 'attestation');
    queue.push(...platforms.map((child) => child.digest));
  }
  return { bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0), exact };
}
