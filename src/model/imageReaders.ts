import { ApiError } from '../github/errors';
import type { ManifestCache } from '../github/manifestCache';
import { createRegistry, type Registry, type RegistryOptions } from '../github/registry';
import { registryUrl } from '../github/registryUrl';
import type { Account } from './accounts';
import { createImageReader, type ImageReader } from './imageReader';

export interface ImageReadersOptions extends Pick<RegistryOptions, 'fetch' | 'now'> {
  readonly cache: ManifestCache;
  /** The account's token for reading, asked for anew each time. */
  readonly token: (account: Account) => Promise<string | undefined>;
  /** The person's setting for the registry of their enterprise host. */
  readonly containerRegistryUrl: () => string;
  /** Receives one line a failure. */
  readonly log: (line: string) => void;
}

/** @returns the reader of an account, the same each time unless the registry's address is changed */
export function createImageReaders(options: ImageReadersOptions): (account: Account) => ImageReader {
  const { cache, now, log } = options;
  const readers = new Map<string, ImageReader>();
  return (account) => {
    const { host } = account;
    const url = registryUrl(host, options.containerRegistryUrl());
    const key = JSON.stringify([account.provider, account.id, host.apiUrl, url]);
    const known = readers.get(key);
    if (known) return known;
    const registry = url === undefined ? nowhere : open(account, url);
    const reader = createImageReader({ registry, cache, now });
    readers.set(key, reader);
    return reader;
  };

  function open(account: Account, url: string): Registry {
    const { name, webUrl, apiUrl } = account.host;
    return createRegistry({
      url,
      homes: [webUrl, apiUrl],
      token: () => options.token(account),
      fetch: options.fetch,
      now,
      log: (line) => log(`registry of ${name}: ${line}`),
    });
  }
}

/** A setting that names no registry is not asked in place of another. */
const nowhere: Registry = {
  manifest: () => Promise.reject(new ApiError('refused', 'githubPackages.containerRegistryUrl is no secure address')),
};
