import { isSameList, type KnownNodes } from './knownNodes';
import type { Node } from './nodes';

/**
 * What the editor has of the tree, and what it is told of.
 *
 * When the editor is told of a change of an element it forgets everything below, and until it has asked for all of it
 * again a menu that is open there has lost its row (VS Code, `ExtHostTreeView._addChildrenToClear`). Such moments are
 * rare and short here: a change is told only once the new rows are at hand and differ from those that the editor has,
 * and whatever it then asks for is answered at once. And nothing is told while an answer is on its way: the editor would
 * forget at once, and ask only when it has that answer. So no answer takes long.
 */
export interface ShownNodes {
  /** What is below an element: as it was prepared, else as it is found out now, or nothing yet if that takes long. */
  show(node: Node | undefined, find: () => Promise<readonly Node[]>): Promise<readonly Node[]>;
  /** What the editor has, or was told to ask for; undefined where it never asked. */
  given(node: Node | undefined): readonly Node[] | undefined;
  /** Somebody looks into an element, or into the tree, again. */
  look(node: Node | undefined): void;
  /** Nobody does any more. */
  leave(node: Node | undefined): void;
  readonly isShown: (node: Node | undefined) => boolean;
  /** The elements that are looked into; undefined is the first level. */
  all(): readonly (Node | undefined)[];
  /** Elements whose lists have changed: what is below is found out anew, at once if it is the last change for now. */
  touch(isConcerned: (node: Node | undefined) => boolean, isLast: boolean): void;
  /** The same without waiting for others; what is closed is forgotten, and asked for when it is opened. */
  renew(isConcerned: (node: Node | undefined) => boolean): void;
  /** New rows, of which the editor is told if they differ from those it has. */
  settle(node: Node | undefined, rows: readonly Node[]): void;
  /** The editor is to draw an element and all below it anew, whether or not it differs. */
  readonly tell: (node: Node | undefined) => void;
}

export interface ShownNodesOptions {
  readonly known: KnownNodes;
  /** What is below an element as far as it is known; undefined while that is better not shown. */
  readonly derive: (node: Node | undefined) => Promise<readonly Node[] | undefined>;
  /** What an element's own row says of what is below it; undefined where it says nothing. */
  readonly label: (node: Node) => string | undefined;
  /** Calls back after so many milliseconds. */
  readonly later: (callback: () => void, ms: number) => void;
  readonly changed: (node: Node | undefined) => void;
}

/** A change that is not the last waits so long for others, in milliseconds; longer each time, while they keep coming. */
const PATIENCE = 250;
const MOST_PATIENCE = 2000;
/** The last one waits for those of the same moment. */
const MOMENT = 50;
/** What takes longer than this to find out is told of later, so that nothing else has to wait for it. */
const ANSWER_PATIENCE = 3000;
const ROOT = '';

export function createShownNodes({ known, derive, label, later, changed }: ShownNodesOptions): ShownNodes {
  const given = new Map<string, readonly Node[]>();
  /** What the rows say that the editor has. */
  const labels = new Map<string, string>();
  /** Whether somebody looks into an element, of those that ever were. */
  const open = new Map<string, boolean>();
  /** To be derived again. */
  const touched = new Set<string>();
  const deriving = new Set<string>();
  /** Changes that the editor is still to be told of. */
  const owed = new Set<string>();
  const due = new Set<boolean>();
  let patience = PATIENCE;
  let answering = 0;
  let isVisible = true;

  const idOf = (node: Node | undefined): string => node?.id ?? ROOT;
  const nodeOf = (id: string): Node | undefined => (id === ROOT ? undefined : known.newest(id));
  const isThere = (id: string): boolean => id === ROOT || known.newest(id) !== undefined;

  function isShown(node: Node | undefined): boolean {
    if (!isVisible || open.get(idOf(node)) !== true) return false;
    for (let above = node?.parent; above; above = above.parent) if (open.get(above.id) === false) return false;
    return true;
  }

  function all(): readonly (Node | undefined)[] {
    const there = [...open.keys()].filter(isThere).map(nodeOf);
    return there.filter(isShown);
  }

  function pay(): void {
    if (answering > 0) return;
    const ids = [...owed];
    owed.clear();
    for (const id of ids) if (isThere(id)) changed(nodeOf(id));
  }

  function draw(row: Node): void {
    const words = label(row);
    if (words === undefined) labels.delete(row.id);
    else labels.set(row.id, words);
  }

  /** Rows that are closed and say something else now: to draw one anew costs nothing that anybody looks at. */
  function relabel(): void {
    for (const [id, words] of labels) {
      const node = nodeOf(id);
      if (node && isVisible && open.get(id) !== true && label(node) !== words) tell(node);
    }
  }

  function tell(node: Node | undefined): void {
    owed.add(idOf(node));
    if (node) draw(node);
    pay();
  }

  function forget(id: string): void {
    for (const { id: below } of given.get(id) ?? []) forget(below);
    for (const kept of [given, labels, open, touched, owed]) kept.delete(id);
    known.drop(id);
  }

  function remember(id: string, rows: readonly Node[]): void {
    const before = new Map(given.get(id)?.map((row) => [row.id, row]));
    const ids = new Set(rows.map((row) => row.id));
    for (const gone of before.keys()) if (!ids.has(gone)) forget(gone);
    given.set(id, rows);
    for (const row of rows) {
      draw(row);
      // An element that is another one now has something else below it.
      if (given.has(row.id) && before.get(row.id) !== row) touched.add(row.id);
    }
  }

  function settle(node: Node | undefined, rows: readonly Node[]): void {
    const id = idOf(node);
    const before = given.get(id);
    if (!before) return;
    const isSaid = !node || labels.get(id) === label(node);
    if (isSaid && isSameList(before, rows)) return;
    const counts = isSaid ? changedCounts(before, rows) : undefined;
    remember(id, rows);
    if (counts) counts.forEach(tell);
    else tell(node);
    schedule(true);
  }

  async function update(id: string): Promise<void> {
    if (deriving.has(id)) return;
    touched.delete(id);
    deriving.add(id);
    const node = nodeOf(id);
    const rows = await derive(node).catch(() => undefined); // it stays as it was
    deriving.delete(id);
    if (rows && isThere(id) && open.get(id) === true) settle(node, rows);
    if (touched.has(id)) schedule(false);
  }

  function flush(): void {
    pay();
    relabel();
    for (const id of [...touched]) {
      if (!isThere(id) || !isShown(nodeOf(id))) touched.delete(id);
      else if (given.has(id)) void update(id); // else it is being found out for the first time
    }
  }

  function schedule(isLast: boolean): void {
    if (due.has(isLast)) return;
    due.add(isLast);
    const wait = isLast ? MOMENT : patience;
    later(() => {
      due.delete(isLast);
      patience = isLast ? PATIENCE : Math.min(2 * patience, MOST_PATIENCE);
      flush();
    }, wait);
  }

  function nothingSoon(): Promise<undefined> {
    return new Promise((resolve) => later(() => resolve(undefined), ANSWER_PATIENCE));
  }

  function mark(isConcerned: (node: Node | undefined) => boolean): void {
    for (const node of all()) if (isConcerned(node)) touched.add(idOf(node));
  }

  return {
    isShown,
    all,
    settle,
    tell,
    given: (node) => given.get(idOf(node)),

    async show(node, find) {
      const id = idOf(node);
      const wasOpen = open.get(id) === true;
      open.set(id, true);
      if (node) known.add(node);
      const ready = given.get(id);
      if (ready) {
        if (!wasOpen) {
          touched.add(id);
          schedule(true);
        }
        return ready;
      }
      answering++;
      const finding = find().catch(() => []);
      const rows = await Promise.race([finding, ...(node ? [nothingSoon()] : [])]);
      remember(id, rows ?? []);
      answering--;
      schedule(true); // the answer has to reach the editor first
      if (!rows) void finding.then((late) => settle(node, late));
      return rows ?? [];
    },

    look(node) {
      if (!node) isVisible = true;
      else if (open.has(node.id)) open.set(node.id, true);
      mark((other) => !node || (other !== undefined && isAtOrBelow(other, node)));
      flush();
    },

    leave(node) {
      if (node) open.set(node.id, false);
      else isVisible = false;
    },

    touch(isConcerned, isLast) {
      mark(isConcerned);
      schedule(isLast);
    },

    renew(isConcerned) {
      for (const id of [...given.keys()]) {
        const node = nodeOf(id);
        if (open.get(id) === true || !node || !isConcerned(node)) continue;
        given.delete(id);
        tell(node);
      }
      mark(isConcerned);
      flush();
    },
  };
}

/**
 * Where nothing has changed but how many rows are left to load, those rows: there is nothing below them to be forgotten.
 * @returns undefined where more has changed
 */
function changedCounts(before: readonly Node[], rows: readonly Node[]): readonly Node[] | undefined {
  const changed = rows.filter((row, index) => row !== before[index]);
  const isCount = (row: Node): boolean => row.kind === 'loadMore' && before.some(({ id }) => id === row.id);
  return before.length === rows.length && changed.every(isCount) ? changed : undefined;
}

/** Whether an element is another one, or below it. */
export function isAtOrBelow(node: Node, above: Node): boolean {
  return node.id === above.id || node.id.startsWith(`${above.id}/`);
}
