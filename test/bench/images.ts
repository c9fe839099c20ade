import fs from 'node:fs/promises';
import path from 'node:path';
import { enterpriseHost } from '../../src/github/hosts';
import { createManifestCache, type ManifestStore } from '../../src/github/manifestCache';
import { MANIFEST_MEDIA_TYPES } from '../../src/github/manifests';
import { createPackagesApi, type PackagesApi } from '../../src/github/packagesApi';
import { createRegistry } from '../../src/github/registry';
import type { PackageVersion } from '../../src/github/resources';
import type { Account } from '../../src/model/accounts';
import { DEFAULT_ARRANGEMENT } from '../../src/model/arrangement';
import { createImageReader, readGraph, type ImageReader } from '../../src/model/imageReader';
import { planImages } from '../../src/operations/imagePlan';
import { goingOf, planDeletion } from '../../src/operations/plan';
import { survey, type Survey } from '../../src/operations/survey';
import type { PackageNode } from '../../src/tree/nodes';
import { addImage, PLATFORMS, toVersions } from '../github/images';
import type { Organization, World } from '../github/state';
import { treeOver } from '../unit/src/support/treeOver';
import { temporaryFolder } from '../vscode/cleanup';
import type { Row } from './table';

const ORG = 'image-org';
const NAME = 'web';
/** Each has a tag, two platforms and an attestation of each, which makes five versions. */
const IMAGES = 2000;
const VERSIONS = 5 * IMAGES;
/** As many as we read at once, and as other tools do. */
const LANES = 10;

/** Adds a container with many images, real to the last byte, in an organisation of its own. */
export function addManyImages(world: World, now: number, owner: string): World {
  const org: Organization = {
    kind: 'Organization',
    id: 6_000_000,
    login: ORG,
    name: ORG,
    members: new Map([[owner, 'owner']]),
    sso: false,
    blocksOAuthApps: false,
  };
  let id = 800_000_000;
  const versions = Array.from({ length: IMAGES }, (_, age) => {
    const createdAt = now - (IMAGES - age) * 3_600_000;
    const image = addImage(world.blobs, {
      repository: `${ORG}/${NAME}`,
      release: `1.${String(age)}`,
      created: createdAt,
      platforms: [PLATFORMS.amd64, PLATFORMS.arm64],
      attested: true,
    });
    return toVersions(image, [`1.${String(age)}`], { id: () => id++, createdAt });
  }).flat();
  world.owners.push(org);
  world.packages.push({
    id: 6_000_001,
    owner: ORG,
    type: 'container',
    name: NAME,
    visibility: 'public',
    createdAt: now,
    updatedAt: now,
    roles: new Map(),
    versions,
  });
  return world;
}

/** Somebody who looks at the container, and then wants to delete an image. */
interface Session {
  /** Manifests that were read: what GitHub counts as downloads. */
  requests(): number;
  /** Everything that the tree shows of the container. */
  browse(): Promise<PackageNode>;
  /** The names of all its versions. */
  digests(container: PackageNode): Promise<readonly string[]>;
  /** Plans to delete the newest image. @returns how long that took without listing the versions, in milliseconds */
  plan(container: PackageNode): Promise<number>;
}

/** What browsing and deleting cost in downloads, next to a tool that reads every manifest. */
export async function imageRows(url: string, token: string, latency: number): Promise<readonly Row[]> {
  const folder = temporaryFolder();
  const first = openSession(url, token, folder.path);
  const container = await first.browse();
  const browsed = first.requests();
  const planning = await first.plan(container);
  const planned = first.requests() - browsed;
  const again = await first.plan(container);
  const plannedAgain = first.requests() - browsed - planned;
  const next = openSession(url, token, folder.path);
  const later = await next.plan(container);
  const all = await readEvery(url, token, await next.digests(container));
  folder.remove();
  const compare = (what: string, ours: number, other: number, unit = ''): Row => ({
    what: `${what}${unit}, ${String(latency)} ms`,
    ours: ours.toFixed(unit ? 1 : 0),
    other: `reading all ${other.toFixed(unit ? 1 : 0)}`,
    ratio: ours / other,
    goal: '',
  });
  return [
    { ...compare(`manifests read to browse ${String(VERSIONS)} versions`, browsed, all.requests), goal: '0' },
    compare(`manifests read to plan a deletion among ${String(IMAGES)} images`, planned, all.requests),
    compare('the same', planning / 1000, all.ms / 1000, ', s'),
    { ...compare('manifests read to plan it again', plannedAgain, all.requests), goal: '0' },
    compare('the same', again / 1000, all.ms / 1000, ', s'),
    { ...compare('manifests read to plan it in the next session', next.requests(), all.requests), goal: '0' },
    compare('the same', later / 1000, all.ms / 1000, ', s'),
  ];
}

function openSession(url: string, token: string, folder: string): Session {
  const host = enterpriseHost(url);
  if (!host) throw new Error(`no host: ${url}`);
  const account: Account = { provider: 'github-enterprise', id: '1', login: 'mona', host };
  let requests = 0;
  const counted: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (typeof input === 'string' && input.includes('/manifests/') && response.ok) requests++;
    return response;
  };
  const log = (): undefined => undefined;
  const cache = createManifestCache({ store: folderStore(folder), now: Date.now, log });
  const given = { token: () => Promise.resolve(token), fetch: counted, now: Date.now, log };
  const images: ImageReader = createImageReader({
    registry: createRegistry({ ...given, url, homes: [] }),
    cache,
    now: Date.now,
  });
  const client: PackagesApi = createPackagesApi({ ...given, host, userAgent: 'bench' });
  const api = (): PackagesApi => client;
  const active = async ({ pkg }: PackageNode): Promise<Survey> =>
    survey([{ account, pkg, version: NONE }], api, new AbortController().signal);

  return {
    requests: () => requests,
    digests: async (container) =>
      [...(await active(container)).values()][0]?.active?.items.map(({ name }) => name) ?? [],

    async browse() {
      const tree = treeOver(
        {
          accounts: () => Promise.resolve([account]),
          seesRepositories: () => Promise.resolve(true),
          api,
          now: Date.now,
        },
        { images: () => images, arrangement: () => ({ ...DEFAULT_ARRANGEMENT, versions: 'oldest' }) },
      );
      const owner = (await tree.children()).find((node) => node.kind === 'owner' && node.owner.login === ORG);
      const node = (await tree.children(owner)).find(({ kind }) => kind === 'package');
      if (node?.kind !== 'package') throw new Error('the container is missing');
      let rows = await tree.children(node);
      for (let more = rows.at(-1); more?.kind === 'loadMore'; more = rows.at(-1)) {
        await tree.loadMore(more);
        rows = await tree.children(node);
      }
      const shown = rows.filter(({ kind }) => kind === 'version').length;
      if (shown !== VERSIONS) throw new Error(`${String(shown)} rows`);
      return node;
    },

    async plan(node) {
      const { pkg } = node;
      const state = await active(node);
      const newest = [...state.values()][0]?.active?.items.find(({ tags }) => tags.includes(`1.${String(IMAGES - 1)}`));
      if (!newest) throw new Error('the newest image is missing');
      const started = performance.now();
      const base = planDeletion([{ account, pkg, version: newest }], state);
      const made = await planImages(
        base,
        state,
        (_, container, versions, signal) => readGraph(container, versions, images, signal),
        new AbortController().signal,
      );
      if (goingOf(made).length !== 5) throw new Error('the image was not planned with its parts');
      return performance.now() - started;
    },
  };
}

const NONE: PackageVersion = { id: 0, name: '', tags: [], createdAt: 0, updatedAt: 0 };

/** What a tool does that takes no thought: one manifest after the other, over as many lanes. */
async function readEvery(
  url: string,
  token: string,
  digests: readonly string[],
): Promise<{ requests: number; ms: number }> {
  const started = performance.now();
  const query = `service=${new URL(url).host}&scope=repository:${ORG}/${NAME}:pull`;
  const credentials = { authorization: `Basic ${btoa(`token:${token}`)}` };
  const exchange = async (): Promise<string> => {
    const response = await fetch(`${url}/token?${query}`, { headers: credentials });
    return `Bearer ${((await response.json()) as { token: string }).token}`;
  };
  let authorization = await exchange();
  const queue = [...digests];
  let requests = 0;
  const read = async (digest: string): Promise<Response> => {
    const headers = { authorization, accept: MANIFEST_MEDIA_TYPES.join(', ') };
    return fetch(`${url}/v2/${ORG}/${NAME}/manifests/${digest}`, { headers });
  };
  const lane = async (): Promise<void> => {
    for (let digest = queue.shift(); digest !== undefined; digest = queue.shift()) {
      let response = await read(digest);
      if (response.status === 401) {
        authorization = await exchange();
        response = await read(digest);
      }
      if (!response.ok) throw new Error(`${digest}: ${String(response.status)}`);
      await response.json();
      requests++;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { requests, ms: performance.now() - started };
}

/** Manifests in a folder, as the extension keeps them. */
function folderStore(folder: string): ManifestStore {
  const file = (name: string): string => path.join(folder, name);
  return {
    async read(name) {
      const bytes = await fs.readFile(file(name)).catch(() => undefined);
      return bytes && { bytes: new Uint8Array(bytes), time: (await fs.stat(file(name))).mtimeMs };
    },
    write: (name, bytes) => fs.writeFile(file(name), bytes),
    remove: (name) => fs.rm(file(name)),
    names: () => fs.readdir(folder),
    entries: async () =>
      Promise.all(
        (await fs.readdir(folder)).map(async (name) => {
          const { size, mtimeMs } = await fs.stat(file(name));
          return { name, size, time: mtimeMs };
        }),
      ),
  };
}
