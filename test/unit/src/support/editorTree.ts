import type { Node } from '../../../../src/tree/nodes';
import type { PackageTree } from '../../../../src/tree/packageTree';
import type { VirtualTime } from './virtualTime';

/**
 * The tree as VS Code keeps it, with both its halves: the extension host's table of handles (`ExtHostTreeView` in
 * vscode/src/vs/workbench/api/common/extHostTreeViews.ts) and the window's rows (`AsyncDataTree` and `CustomTreeView`).
 * What matters is modelled: when handles are forgotten, when children are asked for, and what waits for what.
 */
export interface EditorTree {
  /** Opens a row, and waits for what is below. */
  expand(id: string): Promise<void>;
  collapse(id: string): void;
  /** Ids of the rows in sight, from the top. */
  rows(): readonly string[];
  /** What a command of a row's menu is called with. */
  argument(id: string): Node | undefined;
  /** Asks for the first level, as a view does that is opened. */
  start(): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly above: Row | undefined;
  isOpen: boolean;
  isStale: boolean;
  below: Row[];
}

/** The editor tells of no change sooner after another one. */
const DEBOUNCE = 200;

/** @param hop milliseconds that a message takes from the one half to the other */
export function editorTree(tree: PackageTree, time: VirtualTime, hop: number): EditorTree {
  const host = createHost(tree, time, hop, (ids) => refresh(ids));
  const root: Row = { id: '', above: undefined, isOpen: true, isStale: false, below: [] };
  const busy = new Map<Row, Promise<void>>();
  let refreshing: Promise<void> | undefined;

  const isWithin = (row: Row | undefined, above: Row): boolean =>
    row !== undefined && (row === above || isWithin(row.above, above));
  const find = (id: string, from = root): Row | undefined =>
    from.id === id ? from : from.below.map((row) => find(id, row)).find((row) => row !== undefined);

  async function refresh(ids: readonly string[] | undefined): Promise<void> {
    while (refreshing) await refreshing;
    const rows = ids ? ids.flatMap((id) => find(id) ?? []) : [root];
    refreshing = Promise.all(rows.map(renew)).then(() => undefined);
    await refreshing;
    refreshing = undefined;
  }

  async function renew(row: Row): Promise<void> {
    await busy.get(root);
    for (const [other, over] of busy) {
      if (!isWithin(other, row) && !isWithin(row, other)) continue;
      await over;
      return renew(row);
    }
    if (row !== root && !row.isOpen) {
      row.isStale = true;
      row.below = [];
    } else await ask(row);
  }

  function ask(row: Row): Promise<void> {
    const over = (async (): Promise<void> => {
      await time.sleep(hop);
      const ids = (await host.children(row === root ? undefined : row.id)) ?? [];
      await time.sleep(hop);
      row.isStale = false;
      const before = new Map(row.below.map((known) => [known.id, known]));
      row.below = ids.map((id) => before.get(id) ?? { id, above: row, isOpen: false, isStale: true, below: [] });
      for (const known of row.below.filter(({ isOpen }) => !isOpen)) Object.assign(known, { isStale: true, below: [] });
      await Promise.all(row.below.filter(({ isOpen }) => isOpen).map(ask));
    })();
    busy.set(row, over);
    return over.finally(() => busy.delete(row));
  }

  function visible(row: Row): readonly string[] {
    return row.below.flatMap((child) => [child.id, ...(child.isOpen ? visible(child) : [])]);
  }

  return {
    rows: () => visible(root),
    argument: (id) => host.element(id),
    start: () => ask(root),

    async expand(id) {
      const row = find(id);
      if (!row) throw new Error(`No row ${id}`);
      row.isOpen = true;
      const node = host.element(id);
      if (node) tree.look(node);
      if (row.isStale) await ask(row);
    },

    collapse(id) {
      const row = find(id);
      if (row) row.isOpen = false;
      const node = host.element(id);
      if (node) tree.leave(node);
    },
  };
}

interface Host {
  children(id: string | undefined): Promise<readonly string[] | undefined>;
  element(id: string): Node | undefined;
}

/** The extension host's half. */
function createHost(
  tree: PackageTree,
  time: VirtualTime,
  hop: number,
  refreshWindow: (ids: readonly string[] | undefined) => Promise<void>,
): Host {
  const elements = new Map<string, Node>();
  const children = new Map<string, readonly string[]>();
  const tokens = new Map<string, number>();
  let fetches = 0;
  let queue = Promise.resolve();
  let collected: (Node | undefined)[] = [];
  let lastChange = -Infinity;
  let isDue = false;

  function forgetBelow(id: string): void {
    for (const below of children.get(id) ?? []) {
      forgetBelow(below);
      elements.delete(below);
    }
    children.delete(id);
  }

  async function fetch(id: string): Promise<readonly string[] | undefined> {
    const element = elements.get(id);
    if (id !== '' && !element) return []; // it logs "No tree item with id … found"
    const known = children.get(id);
    if (known) return known;
    const token = ++fetches;
    tokens.set(id, token);
    const nodes = await tree.rows(element);
    if (tokens.get(id) !== token) return undefined;
    for (const node of nodes) elements.set(node.id, node);
    const ids = nodes.map((node) => node.id);
    children.set(id, ids);
    return ids;
  }

  async function refresh(changed: readonly (Node | undefined)[]): Promise<void> {
    if (changed.includes(undefined)) {
      elements.clear();
      children.clear();
      tokens.clear();
      await time.sleep(hop);
      return refreshWindow(undefined);
    }
    const ids = [...new Set(changed.flatMap((node) => (node ? [node.id] : [])))].filter((id) => elements.has(id));
    const highest = ids.filter((id) => !ids.some((other) => other !== id && id.startsWith(`${other}/`)));
    if (highest.length === 0) return;
    highest.forEach(forgetBelow);
    await time.sleep(hop);
    return refreshWindow(highest);
  }

  function flush(): void {
    const changed = collected;
    collected = [];
    queue = queue.then(() => refresh(changed));
  }

  /** The first change is taken at once, others when there was none for a while. */
  async function settle(): Promise<void> {
    isDue = true;
    while (time.now() < lastChange + DEBOUNCE) await time.sleep(lastChange + DEBOUNCE - time.now());
    isDue = false;
    if (collected.length > 0) flush();
  }

  tree.onDidChange((node) => {
    collected.push(node);
    lastChange = time.now();
    if (isDue) return;
    flush();
    void settle();
  });

  return { children: (id) => fetch(id ?? ''), element: (id) => elements.get(id) };
}
