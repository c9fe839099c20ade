import { isNode, type Node } from '../tree/nodes';

/**
 * The rows a command is for, as a menu names them. While VS Code draws rows anew it calls commands with nothing in their
 * place (`ExtHostTreeViews._convertArgument`), which is not the same as a command that was called without a row.
 * @param args the row, and all selected rows where it is one of several
 * @param selection the rows that were selected when last heard of
 * @returns the same with nothing missing; undefined where nobody can say which rows were meant
 */
export function menuRows(args: readonly unknown[], selection: readonly Node[]): readonly unknown[] | undefined {
  const [row, rows] = args;
  const isSeveral = Array.isArray(rows) && rows.length > 0;
  const named: readonly unknown[] = isSeveral ? (rows as readonly unknown[]) : args.slice(0, 1);
  if (![row, ...named].some(isNothing) || args.length === 0) return args;
  const isSelection =
    isSeveral &&
    named.length === selection.length &&
    named.every((one) => isNothing(one) || (isNode(one) && selection.some(({ id }) => id === one.id)));
  return isSelection ? [selection[0], selection] : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
