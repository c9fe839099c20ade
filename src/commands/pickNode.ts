import * as l10n from '@vscode/l10n';
import type { Choice, Dialogs } from '../host/dialogs';
import type { Node } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import { present, type Surroundings } from '../tree/presentation';

/** What the person is looking for: a package or a version, or the package of which versions are to change. */
export type Sought = 'package' | 'version' | 'package to delete' | 'versions to delete' | 'versions to restore';

/**
 * Finds an element without the tree in sight: one quick pick a level, so that every act can be done from the palette.
 * @returns undefined when the person leaves
 */
export async function pickNode<T extends Node>(
  sought: Sought,
  isSought: (node: Node) => node is T,
  tree: PackageTree,
  dialogs: Dialogs,
  surroundings: () => Surroundings,
): Promise<T | undefined> {
  let current: Node | undefined;
  for (;;) {
    const choices = tree.children(current).then((nodes) =>
      nodes
        .filter((node) => leadsTo(sought, node) || isSought(node))
        .map((node): Choice<Node> => {
          const { label, description, icon } = present(node, surroundings());
          return { label, ...(description !== undefined && { description }), icon, value: node };
        }),
    );
    const picked = await dialogs.pick(title(sought), placeholder(current), choices);
    if (!picked || picked.kind === 'message') return undefined;
    if (isSought(picked)) return picked;
    if (picked.kind === 'loadMore') await tree.loadMore(picked);
    else current = picked;
  }
}

function leadsTo(sought: Sought, { kind }: Node): boolean {
  switch (kind) {
    case 'account':
    case 'owner':
    case 'group':
    case 'message':
      return true;
    case 'workspace': // its packages are below their owner too
      return false;
    case 'package':
      return sought === 'version';
    case 'loadMore':
      return true;
    case 'versionGroup':
    case 'deletedVersions':
    case 'deletedPackages':
    case 'deletedPackage':
    case 'version':
      return false;
  }
}

export function title(sought: Sought): string {
  switch (sought) {
    case 'package':
      return l10n.t('Choose a Package');
    case 'version':
      return l10n.t('Choose a Version');
    case 'package to delete':
      return l10n.t('Choose a Package to Delete');
    case 'versions to delete':
      return l10n.t('Choose Versions to Delete');
    case 'versions to restore':
      return l10n.t('Choose Versions to Restore');
  }
}

function placeholder(current: Node | undefined): string {
  switch (current?.kind) {
    case undefined:
    case 'account':
      return l10n.t('Owner');
    case 'owner':
      return l10n.t('Package of {0}', current.owner.login);
    case 'group':
      return l10n.t('Package of {0}', current.parent.owner.login);
    default:
      return l10n.t('Version');
  }
}
