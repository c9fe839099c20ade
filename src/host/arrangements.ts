import type * as vscode from 'vscode';
import { DEFAULT_ARRANGEMENT, GROUPINGS, PACKAGE_ORDERS, VERSION_ORDERS, type Arrangement } from '../model/arrangement';

/** How the person wants the tree: order and grouping are remembered, a filter lasts as long as the window. */
export interface Arrangements {
  readonly current: () => Arrangement;
  readonly set: (arrangement: Arrangement) => void;
}

const KEY = 'arrangement';

/** @param changed called after each change */
export function createArrangements(memento: vscode.Memento, changed: () => void): Arrangements {
  let current = restore(memento.get<Readonly<Record<string, unknown>>>(KEY, {}));
  return {
    current: () => current,
    set(arrangement) {
      current = arrangement;
      const { packages, versions, grouping } = arrangement;
      void memento.update(KEY, { packages, versions, grouping });
      changed();
    },
  };
}

/** Another version of the extension may have written something else. */
function restore(kept: Readonly<Record<string, unknown>>): Arrangement {
  const { packages, versions, grouping, filter } = DEFAULT_ARRANGEMENT;
  return {
    packages: PACKAGE_ORDERS.find((order) => order === kept['packages']) ?? packages,
    versions: VERSION_ORDERS.find((order) => order === kept['versions']) ?? versions,
    grouping: GROUPINGS.find((one) => one === kept['grouping']) ?? grouping,
    filter,
  };
}
