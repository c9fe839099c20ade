import { isNode, type Node } from './nodes';

/** Every element that was made, so that what has not changed is the object that it was, as the editor knows it. */
export interface KnownNodes {
  /** The same elements and the same array, as far as they are as they were before. */
  keep(parent: Node | undefined, nodes: readonly Node[]): readonly Node[];
  newest(id: string): Node | undefined;
  all(): readonly Node[];
  /** An element that somebody else has. */
  add(node: Node): void;
  /** An element that is gone, and all below it. */
  drop(id: string): void;
}

const ROOT = '';

export function createKnownNodes(): KnownNodes {
  const newest = new Map<string, Node>();
  const children = new Map<string, readonly Node[]>();

  function drop(id: string): void {
    newest.delete(id);
    const below = children.get(id) ?? [];
    children.delete(id);
    for (const node of below) drop(node.id);
  }

  return {
    drop,
    newest: (id) => newest.get(id),
    all: () => [...newest.values()],

    add(node) {
      if (!newest.has(node.id)) newest.set(node.id, node);
    },

    keep(parent, nodes) {
      const kept = nodes.map((node) => {
        const before = newest.get(node.id);
        if (before && isSame(before, node)) return before;
        newest.set(node.id, node);
        return node;
      });
      const before = children.get(parent?.id ?? ROOT);
      if (before && isSameList(before, kept)) return before;
      children.set(parent?.id ?? ROOT, kept);
      return kept;
    },
  };
}

/** Whether two lists have the same objects in the same order. */
export function isSameList(one: readonly Node[], other: readonly Node[]): boolean {
  return one.length === other.length && one.every((node, index) => node === other[index]);
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
      (DATA.has(name) && JSON.stringify(known) === JSON.stringify(part)) ||
      isParent(name, known, part)
    );
  });
}

/** Parts that are made anew each time, or with each answer of the server. */
const DATA: ReadonlySet<string> = new Set([
  'account',
  'owner',
  'repositories',
  'notice',
  'part',
  'versions',
  'pkg',
  'version',
]);

function isParent(name: string, one: unknown, other: unknown): boolean {
  return name === 'parent' && isNode(one) && isNode(other) && one.id === other.id;
}
