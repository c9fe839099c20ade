import * as vscode from 'vscode';
import { COMMANDS, VIEW } from '../ids';
import type { Node } from './nodes';
import type { PackageTree } from './packageTree';
import { present, type Presentation } from './presentation';

const ACTION_COMMANDS: Readonly<Record<NonNullable<Presentation['action']>, string>> = {
  'sign-in': COMMANDS.signIn,
  'authorize-sso': COMMANDS.authorizeSso,
  refresh: COMMANDS.refresh,
  'load-more': COMMANDS.loadMore,
  'show-log': COMMANDS.showLog,
  'open-on-github': COMMANDS.openOnGitHub,
};

const STATES: Readonly<Record<Presentation['collapsible'], vscode.TreeItemCollapsibleState>> = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

/** The view in the side bar: the editor's side of {@link PackageTree}, and the only maker of `TreeItem`s. */
export interface PackagesView extends vscode.Disposable {
  readonly provider: vscode.TreeDataProvider<Node>;
  readonly view: vscode.TreeView<Node>;
}

export function createPackagesView(tree: PackageTree, now: () => number): PackagesView {
  const changes = new vscode.EventEmitter<Node | undefined>();
  tree.onDidChange((node) => changes.fire(node));

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changes.event,
    getTreeItem: (node) => toTreeItem(node, present(node, { now: now(), locale: vscode.env.language })),
    getParent: (node) => node.parent,
    getChildren: async (node) => {
      const progress = { location: { viewId: VIEW } };
      const children = await vscode.window.withProgress(progress, () => tree.children(node));
      return [...children];
    },
  };
  const view = vscode.window.createTreeView(VIEW, {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
  });
  return {
    provider,
    view,
    dispose() {
      vscode.Disposable.from(view, changes).dispose();
    },
  };
}

function toTreeItem(node: Node, looks: Presentation): vscode.TreeItem {
  const item = new vscode.TreeItem(looks.label, STATES[looks.collapsible]);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(looks.icon);
  item.contextValue = looks.contextValue;
  item.accessibilityInformation = { label: looks.spoken };
  item.tooltip = looks.tooltip?.join('\n') ?? looks.spoken;
  if (looks.description !== undefined) item.description = looks.description;
  if (looks.action) {
    item.command = { command: ACTION_COMMANDS[looks.action], title: looks.label, arguments: [node] };
  }
  return item;
}
