import * as l10n from '@vscode/l10n';
import { CONTEXT_VALUES } from '../ids';
import { displayText } from '../model/displayText';
import { formatNumber } from '../model/formatNumber';
import type { Remedy } from '../model/failures';
import { ownTags } from '../model/imageTags';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { relativeTime } from '../model/relativeTime';
import { retention } from '../model/retention';
import { isImage, mayBePartOfAnImage, shortName, versionCount, versionTitle } from '../model/versions';
import { visibilityWord } from '../model/visibility';
import { imageNotes, presentPart, presentVersionGroup } from './imageLooks';
import { presentMessage } from './messages';
import type { DeletedPackageNode, GroupNode, LoadMoreNode, Node, OwnerNode, PackageNode, VersionNode } from './nodes';
import type { Summary } from './summaries';

/** How an element looks and sounds, as data; `packagesView.ts` makes the editor's `TreeItem` from it. */
export interface Presentation {
  readonly label: string;
  readonly description?: string;
  /** A codicon. */
  readonly icon: string;
  readonly contextValue: string;
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** What a screen reader says. */
  readonly spoken: string;
  /** A message or a *Load more* that acts when it is chosen. */
  readonly action?: Remedy | 'load-more' | 'clear-filter';
}

export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now: number;
  /** BCP 47. */
  readonly locale: string;
  /** How many packages an owner has, as far as that is known. */
  readonly summary?: (node: OwnerNode) => Summary | undefined;
}

/** Every element's looks, decided here and nowhere else. */
export function present(node: Node, surroundings: Surroundings): Presentation {
  switch (node.kind) {
    case 'account':
      return {
        label: node.account.login,
        description: node.account.host.name,
        icon: 'account',
        contextValue: CONTEXT_VALUES.account,
        collapsible: 'expanded',
        spoken: l10n.t('{0} on {1}, account', node.account.login, node.account.host.name),
      };
    case 'owner':
      return presentOwner(node, surroundings);
    case 'workspace':
      return {
        label: l10n.t('This workspace'),
        description: displayText(node.repositories.join(', ')),
        icon: 'repo',
        contextValue: CONTEXT_VALUES.workspace,
        collapsible: 'expanded',
        spoken: l10n.t('This workspace: packages of {0}', displayText(node.repositories.join(', '))),
      };
    case 'group':
      return presentGroup(node, surroundings);
    case 'package':
      return presentPackage(node, surroundings);
    case 'deletedVersions':
      return {
        label: l10n.t('Deleted versions'),
        icon: 'trash',
        contextValue: CONTEXT_VALUES.deletedVersions,
        collapsible: 'collapsed',
        spoken: l10n.t('Deleted versions of {0}', displayText(node.pkg.name)),
      };
    case 'deletedPackages':
      return {
        label: l10n.t('Recently deleted'),
        icon: 'trash',
        contextValue: CONTEXT_VALUES.deletedPackages,
        collapsible: 'collapsed',
        spoken: l10n.t('Recently deleted packages of {0}', displayText(node.owner.login)),
      };
    case 'deletedPackage':
      return presentDeletedPackage(node, surroundings);
    case 'versionGroup':
      return presentVersionGroup(node);
    case 'version':
      if (node.part) return presentPart(node, node.part, surroundings.locale);
      return node.state === 'active' ? presentActive(node, surroundings) : presentDeleted(node, surroundings);
    case 'loadMore':
      return presentLoadMore(node, surroundings);
    case 'message':
      return presentMessage(node, surroundings);
  }
}

function presentOwner(node: OwnerNode, { summary, locale }: Surroundings): Presentation {
  const { owner, added } = node;
  const kinds = { self: l10n.t('you'), user: l10n.t('user'), organization: l10n.t('organization') };
  const known = summary?.(node);
  const count = known && countWords(known, locale);
  return {
    label: displayText(owner.login),
    description: [kinds[owner.kind], ...(count === undefined ? [] : [count])].join(' · '),
    icon: owner.kind === 'organization' ? 'organization' : 'person',
    contextValue: added ? CONTEXT_VALUES.addedOwner : CONTEXT_VALUES.owner,
    collapsible: 'collapsed',
    spoken: [displayText(owner.login), kinds[owner.kind], ...(count === undefined ? [] : [count])].join(', '),
  };
}

function countWords({ hits, total, isWhole }: Summary, locale: string): string {
  const number = (value: number): string => formatNumber(value, locale);
  if (hits !== total) return l10n.t('{0} of {1} packages', number(hits), number(total));
  if (!isWhole) return l10n.t('{0} packages so far', number(total));
  return total === 1 ? l10n.t('1 package') : l10n.t('{0} packages', number(total));
}

function presentGroup({ by, value, size }: GroupNode, { locale }: Surroundings): Presentation {
  const name =
    value === '' ? l10n.t('No repository') : by === 'visibility' ? visibilityWord(value) : displayText(value);
  const count = countWords({ hits: size, total: size, isWhole: true }, locale);
  return {
    label: name,
    description: count,
    icon: GROUP_ICONS[by],
    contextValue: CONTEXT_VALUES.group,
    collapsible: 'collapsed',
    spoken: `${name}, ${count}`,
  };
}

const GROUP_ICONS: Readonly<Record<GroupNode['by'], string>> = {
  type: 'symbol-class',
  visibility: 'eye',
  repository: 'repo',
};

function presentPackage({ pkg }: PackageNode, { now, locale }: Surroundings): Presentation {
  const { label: type, icon } = PACKAGE_TYPE_FACTS[pkg.type];
  const count = versionCount(pkg, locale);
  const age = relativeTime(pkg.updatedAt, now, locale);
  const visibility = visibilityWord(pkg.visibility);
  return {
    label: displayText(pkg.name),
    description: [visibility, age, count.short].join(' · '), // the icon says the type; a narrow side bar cuts off the end
    icon,
    contextValue: pkg.repository ? CONTEXT_VALUES.linkedPackage : CONTEXT_VALUES.package,
    collapsible: 'collapsed',
    spoken: l10n.t(
      '{0}, {1} package, {2}, {3}, updated {4}',
      displayText(pkg.name),
      type,
      visibility,
      count.spoken,
      age,
    ),
  };
}

function presentActive(node: VersionNode, { now, locale }: Surroundings): Presentation {
  const { pkg, version } = node;
  const age = relativeTime(version.createdAt, now, locale);
  const untagged = mayBePartOfAnImage(pkg, version);
  const notes = imageNotes(node, locale);
  return {
    label: displayText(versionTitle(version)),
    // A narrow side bar cuts off the end: that an image is broken has to be seen, its digest is in the tooltip too.
    description: [
      ...notes,
      ...(untagged ? [l10n.t('no tag of its own')] : []),
      age,
      ...(ownTags(version).length > 0 ? [displayText(shortName(version))] : []),
    ].join(' · '),
    icon: node.missing ? 'warning' : untagged ? 'circle-outline' : 'tag',
    contextValue: isImage(pkg) ? CONTEXT_VALUES.activeImage : CONTEXT_VALUES.activeVersion,
    collapsible: pkg.type === 'container' ? 'collapsed' : 'none',
    spoken: [spokenVersion(node), ...notes, l10n.t('created {0}', age), ...spokenDigest(node)].join(', '),
  };
}

function presentDeleted(node: VersionNode, { now }: Surroundings): Presentation {
  const { expired, exact } = retention(node.version, now);
  const left = timeLeft(node.version, now);
  const description = exact || expired ? left : l10n.t('about {0}', left);
  return {
    label: displayText(versionTitle(node.version)),
    description,
    icon: 'trash',
    contextValue: deletedContext(isImage(node.pkg), expired),
    collapsible: 'none',
    spoken: [spokenVersion(node), l10n.t('deleted'), description, ...spokenDigest(node)].join(', '),
  };
}

function presentDeletedPackage({ pkg, deletedAt, certain }: DeletedPackageNode, { now }: Surroundings): Presentation {
  const { label: type } = PACKAGE_TYPE_FACTS[pkg.type];
  const left = certain ? timeLeft({ deletedAt, updatedAt: deletedAt }, now) : l10n.t('in doubt: GitHub did not answer');
  return {
    label: displayText(pkg.name),
    description: [type, left].join(' · '),
    icon: certain ? 'trash' : 'question',
    contextValue: CONTEXT_VALUES.deletedPackage,
    collapsible: 'none',
    spoken: l10n.t('{0}, deleted {1} package, {2}', displayText(pkg.name), type, left),
  };
}

/** How long something deleted can still be restored. */
function timeLeft(deleted: Parameters<typeof retention>[0], now: number): string {
  const { daysLeft, expired } = retention(deleted, now);
  if (expired) return l10n.t('can no longer be restored');
  if (daysLeft === 0) return l10n.t('less than a day left');
  return daysLeft === 1 ? l10n.t('1 day left') : l10n.t('{0} days left', daysLeft);
}

function deletedContext(image: boolean, expired: boolean): string {
  if (image) return expired ? CONTEXT_VALUES.expiredImage : CONTEXT_VALUES.deletedImage;
  return expired ? CONTEXT_VALUES.expiredVersion : CONTEXT_VALUES.deletedVersion;
}

function spokenVersion({ pkg, version }: VersionNode): string {
  if (ownTags(version).length > 0) return l10n.t('Version tagged {0}', displayText(versionTitle(version)));
  if (mayBePartOfAnImage(pkg, version)) return l10n.t('Version without a tag of its own');
  return l10n.t('Version {0}', displayText(version.name));
}

/** A digest read out digit by digit is a trial: said where nothing else tells versions apart, and last. */
function spokenDigest({ pkg, version }: VersionNode): readonly string[] {
  return mayBePartOfAnImage(pkg, version) ? [l10n.t('digest {0}', displayText(shortName(version)))] : [];
}

function presentLoadMore({ remaining, exact }: LoadMoreNode, { locale }: Surroundings): Presentation {
  const number = remaining === undefined ? undefined : formatNumber(remaining, locale);
  const label =
    number === undefined
      ? l10n.t('Load more')
      : exact
        ? l10n.t('Load more ({0})', number)
        : l10n.t('Load more (about {0})', number);
  return {
    label,
    icon: 'ellipsis',
    contextValue: CONTEXT_VALUES.loadMore,
    collapsible: 'none',
    spoken: label,
    action: 'load-more',
  };
}
