import * as l10n from '@vscode/l10n';
import type { Package } from '../github/resources';
import type { FoundChoice, Prompts } from '../host/prompts';
import { sortPackages } from '../model/arrangement';
import { displayText } from '../model/displayText';
import { matchesPackage, type Filter } from '../model/filter';
import { keyOf, type Lists } from '../model/lists';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import type { Node, OwnerNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';

export interface FindOptions {
  readonly tree: PackageTree;
  readonly lists: Lists;
  readonly prompts: Prompts;
  readonly filter: () => Filter;
  readonly clearFilter: () => Promise<void>;
  /** Shows and selects an element. */
  readonly reveal: (node: Node) => Promise<void>;
  /** Calls back after so many milliseconds. */
  readonly later: (callback: () => void, ms: number) => void;
}

interface Found {
  readonly node: OwnerNode;
  readonly pkg: Package;
}

/** While packages arrive the list is drawn anew only so often, in milliseconds. */
const PATIENCE = 200;

/** Finds a package among all of every owner, and shows it in the tree. */
export function createFindPackage(options: FindOptions): () => Promise<void> {
  const { tree, lists, prompts } = options;

  async function owners(): Promise<readonly OwnerNode[]> {
    const roots = await tree.children();
    const below = await Promise.all(roots.filter(({ kind }) => kind === 'account').map((node) => tree.children(node)));
    return [...roots, ...below.flat()].filter((node) => node.kind === 'owner');
  }

  function known(from: readonly OwnerNode[]): readonly Found[] {
    return from.flatMap((node) => {
      const packages = lists.packagesOf(node.account, node.owner).flatMap((reader) => reader.current().items);
      return sortPackages(packages, 'name').map((pkg) => ({ node, pkg }));
    });
  }

  function toChoice({ node, pkg }: Found): FoundChoice<Found> {
    const { icon } = PACKAGE_TYPE_FACTS[pkg.type];
    const facts = [displayText(pkg.owner.login), PACKAGE_TYPE_FACTS[pkg.type].label];
    return { label: displayText(pkg.name), description: facts.join(' · '), icon, value: { node, pkg } };
  }

  return async () => {
    const chosen = await prompts.find<Found>(
      l10n.t('Find Package'),
      l10n.t('Name, type or owner of a package'),
      async (list, signal) => {
        const from = await owners();
        const choices = new Map<string, FoundChoice<Found>>();
        const show = (): void => {
          const found = known(from);
          list.show(
            found.map((one) => {
              const key = `${keyOf(one.node.account)}/${one.pkg.id}`;
              const choice = choices.get(key) ?? toChoice(one);
              choices.set(key, choice);
              return choice;
            }),
          );
        };
        const draw = (): void => {
          if (signal.aborted) return;
          show();
          if (!over) options.later(draw, PATIENCE);
        };
        let over = false;
        const readers = from.flatMap(({ account, owner }) => lists.packagesOf(account, owner));
        draw();
        const reading = readers.map((reader) => reader.read(Infinity));
        signal.addEventListener('abort', () => readers.forEach((reader) => reader.stop()), { once: true });
        await Promise.all(reading);
        over = true;
        show();
        list.end();
      },
    );
    if (!chosen) return;
    const { account } = chosen.node;
    if (!matchesPackage(options.filter(), chosen.pkg)) await options.clearFilter();
    const node = await tree.locate(account, chosen.pkg);
    if (node) await options.reveal(node);
  };
}
