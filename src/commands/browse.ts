import * as l10n from '@vscode/l10n';
import type { Dialogs } from '../host/dialogs';
import type { Lists } from '../model/lists';
import { ownAddress, ownerPage, repositoryPage, settingsPage } from '../model/webAddresses';
import type { Node, VersionNode } from '../tree/nodes';
import { isNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { installCommands } from '../model/installCommand';
import { sortVersions } from '../model/arrangement';
import { isImage } from '../model/versions';
import { deletedPackagesPage } from './deletedPackagesPage';
import { pickNode } from './pickNode';

export interface BrowseOptions {
  readonly tree: PackageTree;
  readonly lists: Lists;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
  /** What is selected in the tree. */
  readonly selection: () => readonly Node[];
  readonly copy: (text: string) => Promise<void>;
  readonly containerRegistryUrl: () => string;
}

/** The commands that read again, open pages and copy; none of them changes anything. */
export interface BrowseCommands {
  refresh(...args: readonly unknown[]): Promise<void>;
  loadMore(node?: unknown): Promise<void>;
  openOnGitHub(node?: unknown): Promise<void>;
  openRepository(node?: unknown): Promise<void>;
  openPackageSettings(node?: unknown): Promise<void>;
  copyName(node?: unknown): Promise<void>;
  copyUrl(node?: unknown): Promise<void>;
  copyDigest(node?: unknown): Promise<void>;
  copyInstallCommand(node?: unknown): Promise<void>;
}

type PackageOrVersion = Extract<Node, { readonly pkg: unknown }>;

export function createBrowseCommands(options: BrowseOptions): BrowseCommands {
  const { tree, lists, dialogs, surroundings, selection, copy } = options;

  /** The element a command is for: the one it was called on, else the selected one, else one that is picked. */
  async function subject<T extends Node>(
    node: unknown,
    isSought: (node: Node) => node is T,
    sought: 'package' | 'version',
  ): Promise<T | undefined> {
    if (isNode(node)) return isSought(node) ? node : undefined;
    const [selected] = selection();
    if (selected && isSought(selected)) return selected;
    const isPicked = (candidate: Node): candidate is T =>
      isSought(candidate) && (sought === 'version' || candidate.kind === 'package');
    return pickNode(sought, isPicked, tree, dialogs, surroundings);
  }

  const packageOrVersion = (node: unknown): Promise<PackageOrVersion | undefined> =>
    subject(node, hasPackage, 'package');

  async function open(url: string | undefined, otherwise: string): Promise<void> {
    if (url === undefined) await dialogs.inform(otherwise);
    else await dialogs.openPage(url);
  }

  /** The newest version that a person would name: for images one with a tag, as long as the first page has one. */
  async function newest({ account, pkg }: PackageOrVersion): Promise<VersionNode['version'] | undefined> {
    const reader = lists.versions(account, pkg, 'active');
    await reader.read(1);
    const versions = sortVersions(reader.current().items, 'newest');
    return isImage(pkg) ? versions.find(({ tags }) => tags.length > 0) : versions[0];
  }

  return {
    refresh(...args) {
      const [node] = args;
      // The menu of a row names the selection too. The title of the view names the row that has the focus, and means all.
      const isOfRow = isNode(node) && (args.length > 1 || node.kind === 'message');
      const below = isOfRow ? (isLeaf(node) ? node.parent : node) : undefined;
      tree.refresh(below);
      return Promise.resolve();
    },

    async loadMore(node) {
      const selected = isNode(node) ? node : selection()[0];
      if (selected?.kind === 'loadMore') await tree.loadMore(selected);
    },

    async openOnGitHub(node) {
      const chosen = await subject(node, isAny, 'package');
      if (chosen) await dialogs.openPage(webAddress(chosen));
    },

    async openRepository(node) {
      const chosen = await packageOrVersion(node);
      if (!chosen) return;
      await open(
        repositoryPage(chosen.account.host, chosen.pkg),
        l10n.t('This package is not linked to a repository.'),
      );
    },

    async openPackageSettings(node) {
      const chosen = await packageOrVersion(node);
      if (!chosen) return;
      await open(settingsPage(chosen.account.host, chosen.pkg), l10n.t('This package has no settings of its own.'));
    },

    async copyName(node) {
      const chosen = await subject(node, isAny, 'package');
      if (chosen) await copy(nameOf(chosen));
    },

    async copyUrl(node) {
      const chosen = await subject(node, isAny, 'package');
      if (chosen) await copy(webAddress(chosen));
    },

    async copyDigest(node) {
      const chosen = await subject(node, isVersion, 'version');
      if (chosen) await copy(chosen.version.name);
    },

    async copyInstallCommand(node) {
      const chosen = await packageOrVersion(node);
      if (!chosen) return;
      const [command, ...others] = installCommands({
        host: chosen.account.host,
        pkg: chosen.pkg,
        version: chosen.kind === 'version' ? chosen.version : await newest(chosen),
        containerRegistryUrl: options.containerRegistryUrl(),
      });
      if (!command) {
        await dialogs.inform(l10n.t('No command can hold this name.'));
        return;
      }
      await copy(command.text);
      if (others.length === 0) return;
      // Nobody has to answer: the usual one is there already.
      const names = new Map(others.map((other) => [l10n.t('Copy for {0} Instead', other.name), other.text]));
      const other = await dialogs.inform(l10n.t('Copied for {0}.', command.name), ...names.keys());
      if (other !== undefined) await copy(names.get(other) ?? command.text);
    },
  };
}

function isAny(node: Node): node is Node {
  return node.kind !== 'message' && node.kind !== 'loadMore';
}

function hasPackage(node: Node): node is PackageOrVersion {
  return 'pkg' in node && node.kind !== 'deletedPackage';
}

function isVersion(node: Node): node is VersionNode {
  return node.kind === 'version';
}

function isLeaf(node: Node): node is Extract<Node, { kind: 'message' | 'loadMore' | 'deletedPackage' }> | VersionNode {
  return ['message', 'loadMore', 'version', 'deletedPackage'].includes(node.kind);
}

/** GitHub's own address where it gave one, on its own host only. */
function webAddress(node: Node): string {
  const { host } = node.account;
  if (node.kind === 'deletedPackages' || node.kind === 'deletedPackage') return deletedPackagesPage(node);
  const given = node.kind === 'version' ? node.version.htmlUrl : hasPackage(node) ? node.pkg.htmlUrl : undefined;
  const own = ownAddress(host, given);
  if (own !== undefined) return own;
  if (node.kind === 'owner') return ownerPage(host, node.owner);
  return node.parent ? webAddress(node.parent) : host.webUrl;
}

function nameOf(node: Node): string {
  switch (node.kind) {
    case 'account':
      return node.account.login;
    case 'owner':
      return node.owner.login;
    case 'workspace':
      return node.repositories.join(', ');
    case 'group':
      return node.value;
    case 'version':
      return node.version.name;
    case 'package':
    case 'deletedVersions':
    case 'versionGroup':
    case 'deletedPackage':
      return node.pkg.name;
    case 'deletedPackages':
      return node.owner.login;
    case 'loadMore':
      return nameOf(node.parent);
    case 'message':
      return node.parent ? nameOf(node.parent) : node.account.login;
  }
}
