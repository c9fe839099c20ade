import * as l10n from '@vscode/l10n';
import type { VersionState } from '../github/resources';
import type { Choice, Dialogs } from '../host/dialogs';
import type { Prompts } from '../host/prompts';
import { displayText } from '../model/displayText';
import { explain } from '../model/failures';
import type { AllVersions } from '../tree/allVersions';
import type { Node, PackageNode, VersionNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import { present, type Surroundings } from '../tree/presentation';
import { pickNode, title, type Sought } from './pickNode';

export interface PickVersionsOptions {
  readonly tree: PackageTree;
  readonly dialogs: Dialogs;
  readonly prompts: Pick<Prompts, 'pickMany'>;
  readonly surroundings: () => Surroundings;
}

/**
 * Finds versions without the tree in sight: a package first, then as many as are wanted, of all that it has. Where the
 * list is not whole one of them only: "all" of a part would not be what it says.
 * @returns none when the person leaves
 */
export async function pickVersions(state: VersionState, options: PickVersionsOptions): Promise<readonly VersionNode[]> {
  const { tree, dialogs, prompts, surroundings } = options;
  const sought: Sought = state === 'active' ? 'versions to delete' : 'versions to restore';
  const node = await pickNode(sought, isPackage, tree, dialogs, surroundings);
  if (!node) return [];
  const name = displayText(`${node.pkg.owner.login}/${node.pkg.name}`);
  const all = await dialogs.wait(l10n.t('Reading the versions of {0}', name), (signal) =>
    tree.versions(node, state, signal),
  );
  if (!all) return [];
  const { nodes, isWhole } = all;
  if (nodes.length === 0) {
    await dialogs.inform(whyNone(all, state, name, node, surroundings()));
    return [];
  }
  const choices = nodes.map((version): Choice<VersionNode> => {
    const { label, description, icon } = present(version, surroundings());
    return { label, icon, value: version, ...(description !== undefined && { description }) };
  });
  if (isWhole) {
    const placeholder =
      nodes.length === 1 ? l10n.t('1 version of {0}', name) : l10n.t('{0} versions of {1}', nodes.length, name);
    const unpicked = choices.map((choice) => ({ ...choice, picked: false }));
    return (await prompts.pickMany(title(sought), placeholder, unpicked)) ?? [];
  }
  const placeholder = l10n.t('Not all versions of {0} could be listed, so choose one at a time', name);
  const one = await dialogs.pick(title(sought), placeholder, Promise.resolve(choices));
  return one ? [one] : [];
}

function isPackage(node: Node): node is PackageNode {
  return node.kind === 'package';
}

function whyNone(
  { error, isWhole }: AllVersions,
  state: VersionState,
  name: string,
  { account }: PackageNode,
  { locale }: Surroundings,
): string {
  if (error) return explain(error, account.host.name, locale).sentence;
  if (!isWhole) return l10n.t('The versions of {0} could not be listed in full.', name);
  return state === 'active' ? l10n.t('{0} has no versions.', name) : l10n.t('{0} has no deleted versions.', name);
}
