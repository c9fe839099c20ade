import { isNode, type Node } from './nodes';

/** The elements that the editor has, and which of them a person looks into. */
export interface ShownNodes {
  /**
   * Somebody looks into a node, or into the tree. While the answer is on its way no change is told of: the editor would
   * drop the answer that it waits for.
   */
  show<T>(node: Node | undefined, answer: () => Promise<T>): Promise<T>;
  isShown(node: Node | undefined): boolean;
  /** Nobody looks into a node, or into anything, any more. */
  leave(node: Node | undefined): void;
  /** The same elements; those that are as they were before are the objects that they were, as the editor knows them. */
  keep(parent: Node | undefined, nodes: readonly Node[]): readonly Node[];
  newest(id: string): Node | undefined;
  all(): readonly Node[];
  /** Tells of a change now. */
  tell(node: Node | undefined): void;
  /** Tells of a change in those that are looked into: at once if it is the last for now, else with others that follow. */
  touch(isConcerned: (node: Node | undefined) => boolean, isLast: boolean): void;
}

/** A change that is not the last waits so long for others, in milliseconds. */
const PATIENCE = 250;
/** The last one waits for those of the same moment. */
const MOMENT = 50;
const ROOT = '';

export function createShownNodes(
  later: (callback: () => void, ms: number) => void,
  changed: (node: Node | undefined) => void,
): ShownNodes {
  const newest = new Map<string, Node>();
  const children = new Map<string, readonly Node[]>();
  const open = new Set<string>();
  const answering = new Map<string, number>();
  const touched = new Set<string>();
  const due = new Set<number>();

  function tell(node: Node | undefined): void {
    touched.delete(node?.id ?? ROOT);
    changed(node && (newest.get(node.id) ?? node));
  }

  function flush(): void {
    for (const id of [...touched].filter((one) => !answering.has(one))) {
      touched.delete(id);
      if (open.has(id)) changed(newest.get(id));
    }
  }

  function schedule(delay: number): void {
    if (touched.size === 0 || due.has(delay)) return;
    due.add(delay);
    later(() => {
      due.delete(delay);
      flush();
    }, delay);
  }

  return {
    tell,
    newest: (id) => newest.get(id),
    all: () => [...newest.values()],
    isShown: (node) => open.has(node?.id ?? ROOT),

    async show(node, answer) {
      const id = node?.id ?? ROOT;
      open.add(id);
      if (node && !newest.has(id)) newest.set(id, node);
      answering.set(id, (answering.get(id) ?? 0) + 1);
      try {
        return await answer();
      } finally {
        const others = (answering.get(id) ?? 1) - 1;
        if (others > 0) answering.set(id, others);
        else answering.delete(id);
        schedule(MOMENT);
      }
    },

    leave(node) {
      if (node) open.delete(node.id);
      else open.clear();
    },

    keep(parent, nodes) {
      const kept = nodes.map((node) => {
        const before = newest.get(node.id);
        if (before && isSame(before, node)) return before;
        newest.set(node.id, node);
        return node;
      });
      const before = children.get(parent?.id ?? ROOT);
      if (before?.length === kept.length && kept.every((node, index) => node === before[index])) return before;
      children.set(parent?.id ?? ROOT, kept);
      return kept;
    },

    touch(isConcerned, isLast) {
      for (const id of open) if (isConcerned(id === ROOT ? undefined : newest.get(id))) touched.add(id);
      schedule(isLast ? MOMENT : PATIENCE);
    },
  };
}

/** Whether nothing of an element has changed. */
function isSame(one: Node, other: Node): boolean {
  const before = new Map(Object.entries(one));
  const after = Object.entries(other);
  if (before.size !== after.length) return false;
  return after.every(([name, part]) => {
    const known: unknown = before.get(name);
    return (
      known === part ||
      (SMALL.has(name) && JSON.stringify(known) === JSON.stringify(part)) ||
      isParent(name, known, part)
    );
  });
}

/** Parts that are made anew each time. */
const SMALL: ReadonlySet<string> = new Set(['account', 'owner', 'repositories', 'notice', 'part', 'versions']);

function isParent(name: string, one: unknown, other: unknown): boolean {
  return name === 'parent' && isNode(one) && isNode(other) && one.id === other.id;
}
