import { EventEmitter, window, type TreeDataProvider, type TreeView } from 'vscode';

/**
 * A tree view that is there at once and whose provider comes when the editor first asks for something to show.
 * @param open called once, then
 */
export function createLazyView<T>(id: string, open: () => Promise<TreeDataProvider<T>>): TreeView<T> {
  const changes = new EventEmitter<T | T[] | undefined | null | void>();
  let opened: Promise<TreeDataProvider<T>> | undefined;
  const provider = (): Promise<TreeDataProvider<T>> => (opened ??= listenTo(open()));

  async function listenTo(opening: Promise<TreeDataProvider<T>>): Promise<TreeDataProvider<T>> {
    const real = await opening;
    real.onDidChangeTreeData?.((element) => changes.fire(element));
    return real;
  }

  return window.createTreeView<T>(id, {
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
