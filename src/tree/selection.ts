import type { Node } from './nodes';

/** What the keys of the view may act on: only what is selected all of one kind. */
export interface SelectionKinds {
  readonly versions: boolean;
  readonly packages: boolean;
}

export function kindsOf(selection: readonly Node[]): SelectionKinds {
  const all = (isOne: (node: Node) => boolean): boolean => selection.length > 0 && selection.every(isOne);
  return {
    versions: all((node) => node.kind === 'version' && node.state === 'active'),
    packages: all(({ kind }) => kind === 'package'),
  };
}
