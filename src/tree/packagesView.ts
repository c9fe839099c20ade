import * as vscode from 'vscode';
import { COMMANDS, VIEW } from '../ids';
import type { Node } from './nodes';
import type { PackageTree } from './packageTree';
import { present, type Presentation, type Surroundings } from './presentation';
import { tooltip } from './tooltips';

const ACTION_COMMANDS: Readonly<Record<NonNullable<Presentation['action']>, string>> = {
  'sign-in': COMMANDS.signIn,
  'authorize-sso': COMMANDS.authorizeSso,
  refresh: COMMANDS.refresh,
  'load-more': COMMANDS.loadMore,
  'show-log': COMMANDS.showLog,
  'open-on-github': COMMANDS.openOnGitHub,
  'clear-filter': COMMANDS.clearFilter,
};

const STATES: Readonly<Record<Presentation['collapsible'], vscode.TreeItemCollapsibleState>> = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

/** The editor takes in a change of the tree within some 200 milliseconds, and says nothing when it has. */
const REVEAL_PAUSE = 200;
const REVEAL_TRIES = 10;

/** The view in the side bar: the editor's side of {@link PackageTree}, and the only maker of `TreeItem`s. */
export interface PackagesView extends vscode.Disposable {
  readonly provider: vscode.TreeDataProvider<Node>;
  readonly view: vscode.TreeView<Node>;
  /** Selects an element and brings it into sight, once the editor has it. */
  readonly reveal: (node: Node) => Promise<void>;
  /** What is selected, also while the editor is drawing it anew. */
  readonly selection: () => readonly Node[];
  /** Writes the line above the tree anew. */
  readonly updateMessage: () => void;
}

/**
 * @param view shows what the provider tells
 * @param message the line above the tree, if there is one
 */
export function createPackagesView(
  tree: PackageTree,
  view: vscode.TreeView<Node>,
  surroundings: () => Surroundings,
  message: () => string | undefined,
): PackagesView {
  const changes = new vscode.EventEmitter<Node | undefined>();
  /**
   * Rows that say how much is left to load, as the editor has them. They change by themselves, without their list being
   * asked for again, and the editor knows a row only by the object that it was given.
   */
  const counts = new Map<string, Node>();
  tree.onDidChange((node) => changes.fire(node && (counts.get(node.id) ?? node)));

  let selected: readonly Node[] = [];

  function showProgress(over: Promise<unknown> | undefined): void {
    if (over) void vscode.window.withProgress({ location: { viewId: VIEW } }, () => over);
  }

  function look(node?: Node): void {
    tree.look(node);
    showProgress(tree.whenRead(node));
  }

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changes.event,
    getTreeItem(node) {
      const newest = counts.has(node.id) ? (tree.newest(node) ?? node) : node;
      return toTreeItem(newest, present(newest, surroundings()));
    },
    getParent: (node) => tree.parent(node),
    getChildren: async (node) => {
      const rows = tree.rows(node);
      showProgress(rows.then(() => tree.whenRead(node)));
      const given = await rows;
      for (const row of given) if (row.kind === 'loadMore') counts.set(row.id, row);
      return [...given];
    },
    resolveTreeItem: (item, node) => {
      item.tooltip = tooltip(node, surroundings()).join('\n');
      return item;
    },
  };
  const subscriptions = [
    view.onDidCollapseElement(({ element }) => tree.leave(element)),
    view.onDidExpandElement(({ element }) => look(element)),
    view.onDidChangeVisibility(({ visible }) => (visible ? look() : tree.leave())),
    view.onDidChangeSelection(({ selection }) => (selected = selection)),
  ];
  return {
    provider,
    view,
    selection: () => selected.flatMap((node) => tree.newest(node) ?? []),
    async reveal(node) {
      for (let tries = 0; tries < REVEAL_TRIES; tries++) {
        await view.reveal(node, { select: true, focus: true }).then(undefined, () => undefined); // not there yet
        if (view.selection.some(({ id }) => id === node.id)) return;
        await new Promise((resolve) => setTimeout(resolve, REVEAL_PAUSE));
      }
    },
    updateMessage() {
      view.message = message() ?? '';
    },
    dispose() {
      vscode.Disposable.from(...subscriptions, changes).dispose();
    },
  };
}

function toTreeItem(node: Node, looks: Presentation): vscode.TreeItem {
  const item = new vscode.TreeItem(looks.label, STATES[looks.collapsible]);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(looks.icon);
  item.contextValue = looks.contextValue;
  item.accessibilityInformation = { label: looks.spoken };
  if (looks.description !== undefined) item.description = looks.description;
  if (looks.action) {
    item.command = { command: ACTION_COMMANDS[looks.action], title: looks.label, arguments: [node] };
  }
  return item;
}
