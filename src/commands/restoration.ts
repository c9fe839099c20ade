import * as l10n from '@vscode/l10n';
import { PACKAGE_TYPES, type Owner, type Package } from '../github/resources';
import type { Choice, Dialogs } from '../host/dialogs';
import type { Account } from '../model/accounts';
import { displayText } from '../model/displayText';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { relativeTime } from '../model/relativeTime';
import { recentlyDeleted, undoableRuns } from '../operations/history';
import type { Journal } from '../operations/journal';
import { nameTargets } from '../operations/planText';
import type { Target } from '../operations/targets';
import { deletedPackageNode, deletedPackagesNode, isNode, ownerNode, type Node, type OwnerNode } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import { present, type Surroundings } from '../tree/presentation';
import type { Changes } from './changes';
import { deletedPackagesPage } from './deletedPackagesPage';

export interface RestorationOptions {
  readonly tree: PackageTree;
  readonly changes: Changes;
  readonly journal: Journal;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly dialogs: Dialogs;
  readonly surroundings: () => Surroundings;
}

/** Brings back what was deleted here, and packages that were deleted elsewhere. */
export interface RestorationCommands {
  restorePackage(node?: unknown, nodes?: unknown): Promise<void>;
}

type Way =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'name' }
  | { readonly kind: 'page' };

export function createRestorationCommands(options: RestorationOptions): RestorationCommands {
  const { tree, changes, journal, accounts, dialogs, surroundings } = options;

  async function ways(): Promise<readonly Choice<Way>[]> {
    const [runs, signedIn] = await Promise.all([journal.runs(), accounts()]);
    const isOurs = ({ account }: Pick<Target, 'account'>): boolean =>
      signedIn.some(
        ({ provider, id, host }) =>
          provider === account.provider && id === account.id && host.name === account.host.name,
      );
    const { now, locale } = surroundings();
    const packages = recentlyDeleted(runs, now)
      .filter(isOurs)
      .map((entry): Choice<Way> => {
        const parent = deletedPackagesNode(ownerNode(entry.account, entry.pkg.owner, undefined));
        const { label, description, icon } = present(deletedPackageNode(parent, entry), surroundings());
        const { account, pkg } = entry;
        const name = `${displayText(pkg.owner.login)}/${label}`;
        return {
          label: name,
          icon,
          value: { kind: 'targets', targets: [{ account, pkg }] },
          ...(description !== undefined && { description }),
        };
      });
    const operations = undoableRuns(runs, now).flatMap(({ run, targets }): Choice<Way>[] => {
      const ours = targets.filter(isOurs);
      if (ours.length === 0) return [];
      const label = l10n.t('Undo deleting {0}', nameTargets(ours));
      const description = relativeTime(run.startedAt, now, locale);
      return [{ label, description, icon: 'discard', value: { kind: 'targets', targets: ours } }];
    });
    return [
      ...packages,
      ...operations,
      { label: l10n.t('A package deleted elsewhere, by its name...'), icon: 'edit', value: { kind: 'name' } },
      { label: l10n.t('See deleted packages on GitHub'), icon: 'link-external', value: { kind: 'page' } },
    ];
  }

  async function pickOwner(): Promise<OwnerNode | undefined> {
    const roots = await tree.children();
    const owners = await Promise.all(
      roots.map((root) => (root.kind === 'account' ? tree.children(root) : Promise.resolve([root]))),
    );
    const choices = owners.flat().flatMap((node): Choice<OwnerNode>[] =>
      node.kind === 'owner'
        ? [
            {
              label: displayText(node.owner.login),
              description: node.account.host.name,
              icon: present(node, surroundings()).icon,
              value: node,
            },
          ]
        : [],
    );
    return dialogs.pick(l10n.t('Restore a Package'), l10n.t('Owner'), Promise.resolve(choices));
  }

  async function byName(): Promise<Target | undefined> {
    const node = await pickOwner();
    if (!node) return undefined;
    const types = PACKAGE_TYPES.map((type) => ({
      label: PACKAGE_TYPE_FACTS[type].label,
      icon: PACKAGE_TYPE_FACTS[type].icon,
      value: type,
    }));
    const title = l10n.t('Restore a Package of {0}', displayText(node.owner.login));
    const type = await dialogs.pick(title, l10n.t('Type'), Promise.resolve(types));
    if (!type) return undefined;
    const name = await dialogs.ask(title, l10n.t('The name of the package, without its owner'));
    return name?.trim() ? { account: node.account, pkg: unknownPackage(node.owner, type, name.trim()) } : undefined;
  }

  return {
    async restorePackage(node, nodes) {
      const given = Array.isArray(nodes) && nodes.length > 0 ? (nodes as readonly unknown[]) : [node];
      const targets = given.filter(isNode).flatMap(toTarget);
      if (targets.length > 0) return changes.restore(targets, true);
      const title = l10n.t('Restore What Was Deleted');
      const way = await dialogs.pick(title, l10n.t('GitHub keeps what was deleted for 30 days'), ways());
      switch (way?.kind) {
        case undefined:
          return;
        case 'targets':
          return changes.restore(way.targets, true, true);
        case 'name': {
          const target = await byName();
          return target && changes.restore([target], false);
        }
        case 'page': {
          const owner = await pickOwner();
          return owner && dialogs.openPage(deletedPackagesPage(owner));
        }
      }
    },
  };
}

/** All that is known of a package before GitHub has told more. */
function unknownPackage(owner: Owner, type: Package['type'], name: string): Package {
  return { id: 0, owner, type, name, visibility: 'unknown', versionCount: 0, createdAt: 0, updatedAt: 0, htmlUrl: '' };
}

function toTarget(node: Node): readonly Target[] {
  return node.kind === 'deletedPackage' ? [{ account: node.account, pkg: node.pkg }] : [];
}
