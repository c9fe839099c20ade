import * as vscode from 'vscode';

/**
 * A tree view that is there at once and whose provider comes when the editor first asks for something to show.
 * @param open called once, then
 */
export function createLazyView<T>(id: string, open: () => Promise<vscode.TreeDataProvider<T>>): vscode.TreeView<T> {
  const changes = new vscode.EventEmitter<T | T[] | undefined | null | void>();
  let opened: Promise<vscode.TreeDataProvider<T>> | undefined;
  const provider = (): Promise<vscode.TreeDataProvider<T>> => (opened ??= listenTo(open()));

  async function listenTo(opening: Promise<vscode.TreeDataProvider<T>>): Promise<vscode.TreeDataProvider<T>> {
    const real = await opening;
    real.onDidChangeTreeData?.((element) => changes.fire(element));
    return real;
  }

  return vscode.window.createTreeView<T>(id, {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getTreeItem: async (element) => (await provider()).getTreeItem(element),
      getChildren: async (element) => (await provider()).getChildren(element),
      getParent: async (element) => (await provider()).getParent?.(element),
      resolveTreeItem: async (item, element, token) => (await provider()).resolveTreeItem?.(item, element, token),
    },
    showCollapseAll: true,
    canSelectMany: true,
  });
}
