import type { Blob } from '../github/state';

/** Where manifests are kept: a registry, `owner/name`, and a token that allows to push and to delete there. */
export interface Repository {
  readonly url: string;
  readonly name: string;
  readonly token: string;
}

/**
 * Puts a manifest there under its digest and its tags. A registry takes none whose parts it does not have.
 * @throws Error with the registry's answer when it refuses
 */
export async function putManifest(
  repository: Repository,
  digest: string,
  { mediaType, bytes }: Blob,
  tags: readonly string[],
): Promise<void> {
  for (const reference of [digest, ...tags]) {
    await send(repository, reference, {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body: Buffer.from(bytes),
    });
  }
}

/** @throws Error with the registry's answer when it refuses */
export async function removeManifest(repository: Repository, digest: string): Promise<void> {
  await send(repository, digest, { method: 'DELETE' });
}

async function send({ url, name, token }: Repository, reference: string, request: RequestInit): Promise<void> {
  const headers = { ...request.headers, authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/v2/${name}/manifests/${reference}`, { ...request, headers });
  if (!response.ok) throw new Error(`${request.method ?? ''} ${reference}: ${await response.text()}`);
}
