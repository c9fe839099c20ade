import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Dialogs } from '../host/dialogs';
import type { Sessions } from '../host/sessions';
import { isNode, type Node, type PackageNode, type VersionNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import type { Surroundings } from '../tree/presentation';
import { pickNode } from './pickNode';

export interface BrowseOptions {
  readonly tree: PackageTree;
  readonly sessions: Sessions;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
  /** What is selected in the tree. */
  readonly selection: () => readonly Node[];
}

/** The commands that change nothing on GitHub. */
export interface BrowseCommands {
  signIn(node?: unknown): Promise<void>;
  refresh(node?: unknown): Promise<void>;
  loadMore(node?: unknown): Promise<void>;
  openOnGitHub(node?: unknown): Promise<void>;
  copyName(node?: unknown): Promise<void>;
}

export function createBrowseCommands({
  tree,
  sessions,
  dialogs,
  surroundings,
  selection,
}: BrowseOptions): BrowseCommands {
  /** The element a command is for: the one it was called on, else the selected one, else one that is picked. */
  async function subject(node: unknown): Promise<Node | undefined> {
    if (isNode(node)) return node;
    return selection()[0] ?? (await pickNode('package', isPackage, tree, dialogs, surroundings));
  }

  return {
    async signIn(node) {
      const refused = isNode(node) && node.kind === 'message' && typeof node.notice === 'object' ? node : undefined;
      if (refused && !(await sessions.renew(refused.account))) return;
      if (!refused) {
        const hosts = sessions
          .hosts()
          .map(({ provider, host }) => ({ label: host.name, icon: 'github', value: provider }));
        const provider =
          hosts.length > 1
            ? await dialogs.pick(l10n.t('Sign In'), l10n.t('Where are your packages?'), Promise.resolve(hosts))
            : hosts[0]?.value;
        if (!provider || !(await sessions.signIn(provider))) return;
      }
      tree.refresh();
    },

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
      if (chosen) await vscode.env.openExternal(vscode.Uri.parse(webAddress(chosen), true));
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

function isLeaf(node: Node): node is Extract<Node, { kind: 'message' | 'loadMore' }> | VersionNode {
  return node.kind === 'message' || node.kind === 'loadMore' || node.kind === 'version';
}

/** GitHub's own address where it gave one, on its own host only. */
function webAddress(node: Node): string {
  const { webUrl } = node.account.host;
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
      return node.pkg.name;
    case 'loadMore':
      return node.parent.pkg.name;
    case 'message':
      return node.parent ? nameOf(node.parent) : node.account.login;
  }
}
