import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import { createChanges, type Changes } from '../../../../src/commands/changes';
import { createDeletionCommands, type DeletionCommands } from '../../../../src/commands/deletion';
import { createRestorationCommands, type RestorationCommands } from '../../../../src/commands/restoration';
import type { Registry } from '../../../../src/github/registry';
import { readGraph } from '../../../../src/model/imageReader';
import { localImages } from './localRegistry';
import type { PackagesApi } from '../../../../src/github/packagesApi';
import type { Account } from '../../../../src/model/accounts';
import type { ConfirmDelete } from '../../../../src/host/settings';
import { recentlyDeleted } from '../../../../src/operations/history';
import { createJournal, type Journal } from '../../../../src/operations/journal';
import type { Node, PackageNode, VersionNode } from '../../../../src/tree/nodes';
import type { PackageTree } from '../../../../src/tree/packageTree';
import { treeOver } from './treeOver';
import { fakeSessions, type FakeSessions, type FakeSessionsOptions } from './fakeSessions';
import type { LocalGitHub } from './localGitHub';
import { memoryFiles, type MemoryFiles } from './memoryFiles';
import { person, type Person, type Reactions } from './person';

/** The commands that change versions, with everything around them, and ways to look at what came of it. */
export interface Scene {
  readonly act: DeletionCommands & RestorationCommands;
  readonly way: Changes;
  readonly journal: Journal;
  readonly tree: PackageTree;
  readonly who: Person;
  readonly sessions: FakeSessions;
  readonly lines: readonly string[];
  readonly logShown: number;
  /** What the person was asked to allow, in order, such as `allow delete repo`. */
  asked(): string[];
  /** Requests that change something, as method and scopes. */
  changes(): string[];
  /** What the person was asked and told: kind and first line. */
  told(): string[];
  /** A package of the organisation; the npm package unless said otherwise. */
  packageElement(name?: string): Promise<PackageNode>;
  active(name?: string): Promise<VersionNode[]>;
  deleted(name?: string): Promise<VersionNode[]>;
  /** What is attached to images of the container: nothing goes along with one of these. */
  attachments(): Promise<VersionNode[]>;
}

export interface SceneOptions extends Partial<FakeSessionsOptions> {
  readonly confirmDelete?: ConfirmDelete;
  readonly isReadOnly?: () => boolean;
  /** Where the journal is; an empty folder unless said otherwise. */
  readonly files?: MemoryFiles;
  /** The local GitHub's own unless said otherwise. */
  readonly registry?: Registry;
}

/** The API serves what the sessions hold, as in the extension. */
export function setScene(github: LocalGitHub, reactions: Reactions, options: SceneOptions = {}): Scene {
  const lines: string[] = [];
  let logShown = 0;
  const who = person(reactions);
  const sessions = fakeSessions({ shown: [github.account], ...options });
  const api = (account: Account): PackagesApi => github.api(account, (need) => sessions.holds(account, need));
  const now = (): number => github.server.clock.now();
  let ids = 0;
  const journal = createJournal({
    files: options.files ?? memoryFiles(),
    now,
    newId: () => `run-${String(now())}-${String(++ids)}`,
    every: () => () => undefined,
    log: (line) => lines.push(line),
  });
  const images = localImages(github, options.registry);
  const tree = treeOver(
    {
      accounts: () => sessions.accounts(),
      api,
      seesRepositories: (account) => sessions.isAllowed(account, { operation: 'read', repository: true }),
      now,
    },
    { deletedPackages: async () => recentlyDeleted(await journal.runs(), now()), images: () => images },
  );
  const surroundings = (): { now: number; locale: string } => ({ now: now(), locale: 'en' });
  const way = createChanges({
    tree,
    api,
    pacer: () => ({ expect: () => undefined, pause: () => undefined }),
    journal,
    sessions,
    settings: {
      confirmDelete: () => options.confirmDelete ?? 'proportionate',
      isReadOnly: options.isReadOnly ?? (() => false),
    },
    dialogs: who,
    knownImages: (_, digests) => images.known(digests),
    readImages: (_, pkg, digests, signal) => images.read(pkg, digests, signal),
    images: (_, pkg, versions, signal, onProgress) => readGraph(pkg, versions, images, signal, onProgress),
    surroundings,
    sleep: () => Promise.resolve(),
    every: () => () => undefined,
    showLog: () => logShown++,
    openSettings: () => Promise.resolve(),
    log: (line) => lines.push(line),
  });
  const accounts = (): Promise<readonly Account[]> => sessions.accounts();
  const act = {
    ...createDeletionCommands({
      tree,
      changes: way,
      dialogs: who,
      prompts: who.prompts,
      surroundings,
    }),
    ...createRestorationCommands({ tree, changes: way, journal, accounts, dialogs: who, surroundings }),
  };

  async function packageElement(name: string = SMALL.npm): Promise<PackageNode> {
    const owner = (await tree.children()).find((node) => node.kind === 'owner' && node.owner.kind === 'organization');
    const pkg = (await tree.children(owner)).find((node) => node.kind === 'package' && node.pkg.name === name);
    assert.equal(pkg?.kind, 'package', name);
    return pkg;
  }

  return {
    act,
    way,
    journal,
    tree,
    who,
    sessions,
    lines,
    get logShown() {
      return logShown;
    },
    asked: () => sessions.prompts.map(({ act, need }) => `${act} ${need}`),
    changes: () =>
      github.server.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, scopes }) => `${method} ${(scopes ?? []).join()}`),
    told: () => who.told.map(({ kind, text }) => `${kind}: ${text.split('\n')[0] ?? ''}`),
    packageElement,
    active: async (name) => versions(await tree.children(await packageElement(name))),
    async attachments() {
      const rows = await tree.children(await packageElement(SMALL.container));
      return versions(await tree.children(rows.find(({ kind }) => kind === 'versionGroup')));
    },
    async deleted(name) {
      const [group] = await tree.children(await packageElement(name));
      return versions(await tree.children(group));
    },
  };
}

function versions(nodes: readonly Node[]): VersionNode[] {
  return nodes.filter((node) => node.kind === 'version');
}
