import * as vscode from 'vscode';
import type { Dialogs } from '../host/dialogs';
import { isNode, type Node, type PackageNode, type VersionNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { deletedPackagesPage } from './deletedPackagesPage';
import { pickNode } from './pickNode';

export interface BrowseOptions {
  readonly tree: PackageTree;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
  /** What is selected in the tree. */
  readonly selection: () => readonly Node[];
}

/** The commands that change nothing on GitHub. */
export interface BrowseCommands {
  refresh(node?: unknown): Promise<void>;
  loadMore(node?: unknown): Promise<void>;
  openOnGitHub(node?: unknown): Promise<void>;
  copyName(node?: unknown): Promise<void>;
}

export function createBrowseCommands({ tree, dialogs, surroundings, selection }: BrowseOptions): BrowseCommands {
  /** The element a command is for: the one it was called on, else the selected one, else one that is picked. */
  async function subject(node: unknown): Promise<Node | undefined> {
    if (isNode(node)) return node;
    return selection()[0] ?? (await pickNode('package', isPackage, tree, dialogs, surroundings));
  }

  return {
    refresh(node) {
      const below = isNode(node) ? (isLeaf(node) ? node.parent : node) : undefined;
      tree.refresh(below);
      return Promise.resolve();
    },

    async loadMore(node) {
      const selected = isNode(node) ? node : selection()[0];
      if (selected?.kind === 'loadMore') await tree.loadMore(selected);
    },

    async openOnGitHub(node) {
      const chosen = await subject(node);
      if (chosen) await dialogs.openPage(webAddress(chosen));
    },

    async copyName(node) {
      const chosen = await subject(node);
      if (chosen) await vscode.env.clipboard.writeText(nameOf(chosen));
    },
  };
}

function isPackage(node: Node): node is PackageNode {
  return node.kind === 'package';
}

function isLeaf(node: Node): node is Extract<Node, { kind: 'message' | 'loadMore' | 'deletedPackage' }> | VersionNode {
  return ['message', 'loadMore', 'version', 'deletedPackage'].includes(node.kind);
}

/** GitHub's own address where it gave one, on its own host only. */
function webAddress(node: Node): string {
  const { webUrl } = node.account.host;
  if (node.kind === 'deletedPackages' || node.kind === 'deletedPackage') return deletedPackagesPage(node);
  const given = node.kind === 'version' ? node.version.htmlUrl : 'pkg' in node ? node.pkg.htmlUrl : undefined;
  if (given?.startsWith(`${webUrl}/`)) return given;
  if (node.kind === 'owner') return `${webUrl}/${encodeURIComponent(node.owner.login)}`;
  return node.parent ? webAddress(node.parent) : webUrl;
}

function nameOf(node: Node): string {
  switch (node.kind) {
    case 'account':
      return node.account.login;
    case 'owner':
      return node.owner.login;
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
      return node.parent.pkg.name;
    case 'message':
      return node.parent ? nameOf(node.parent) : node.account.login;
  }
}
