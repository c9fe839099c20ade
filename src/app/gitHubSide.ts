import * as vscode from 'vscode';
import { createManifestCache } from '../github/manifestCache';
import { createPackagesApi, type PackagesApi } from '../github/packagesApi';
import { createPacer, type Pacer } from '../github/pacing';
import { createManifestFiles } from '../host/manifestFiles';
import { createSnapshots, type Snapshots } from '../host/snapshots';
import type { Account } from '../model/accounts';
import type { ImageReader } from '../model/imageReader';
import { createImageReaders } from '../model/imageReaders';
import { createLists, keyOf, type Lists } from '../model/lists';
import type { EditorSide } from './editorSide';
import { time } from './time';

/** Everything that is asked of GitHub, and what is kept of its answers. */
export interface GitHubSide {
  /** One for each account and host, so that its requests share lanes and what is known. */
  readonly api: (account: Account) => PackagesApi;
  readonly pacer: (account: Account) => Pacer;
  readonly images: (account: Account) => ImageReader;
  readonly lists: Lists;
  readonly snapshots: Snapshots;
  /** Begins as after a start, with nothing kept. */
  readonly reset: () => Promise<void>;
}

/** Builds it; nothing is asked before somebody wants to know. */
export function createGitHubSide(
  { extension, globalStorageUri }: vscode.ExtensionContext,
  { log, sessions, settings }: EditorSide,
): GitHubSide {
  const { now, sleep } = time;
  const { version } = extension.packageJSON as { version: string };
  const snapshots = createSnapshots(vscode.Uri.joinPath(globalStorageUri, 'lists'), log);
  const lookedUpFetch: typeof fetch = (...args) => fetch(...args); // at each call: the editor patches it for proxies

  const pacers = new Map<string, Pacer>();
  const pacer = (account: Account): Pacer => {
    const key = keyOf(account);
    const known = pacers.get(key) ?? createPacer({ now, sleep, random: () => Math.random() });
    pacers.set(key, known);
    return known;
  };

  const clients = new Map<string, PackagesApi>();
  const makeClient = (account: Account): PackagesApi =>
    createPackagesApi({
      host: account.host,
      token: (need) => sessions.token(account, need),
      fetch: lookedUpFetch,
      now,
      log: (line) => log.info(`${account.host.name} ${line}`),
      pacer: pacer(account),
      userAgent: `github-packages-explorer/${version}`,
      cache: () => snapshots.cache(account),
    });
  const api = (account: Account): PackagesApi => {
    const key = `${keyOf(account)} ${account.host.apiUrl}`;
    const client = clients.get(key) ?? makeClient(account);
    clients.set(key, client);
    return client;
  };

  const images = createImageReaders({
    cache: createManifestCache({
      store: createManifestFiles(globalStorageUri),
      now,
      log: (line) => log.warn(line),
    }),
    token: (account) => sessions.token(account, { operation: 'read', repository: false }),
    containerRegistryUrl: () => settings.containerRegistryUrl(),
    fetch: lookedUpFetch,
    now,
    log: (line) => log.info(line),
  });

  return {
    ...{ api, pacer, images, snapshots },
    lists: createLists({ api, cache: (account) => snapshots.cache(account), now }),
    async reset() {
      await snapshots.keepOnly([]);
      pacers.clear();
      clients.clear();
    },
  };
}
