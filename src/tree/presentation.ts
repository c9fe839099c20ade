import * as l10n from '@vscode/l10n';
import { CONTEXT_VALUES } from '../ids';
import { displayText } from '../model/displayText';
import { explain, type Remedy } from '../model/failures';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { exactTime, relativeTime } from '../model/relativeTime';
import { retention } from '../model/retention';
import { mayBePartOfAnImage, shortName, versionTitle } from '../model/versions';
import { imageNotes, presentPart, presentVersionGroup } from './imageLooks';
import type {
  DeletedPackageNode,
  FailedPart,
  LoadMoreNode,
  MessageNode,
  Node,
  OwnerNode,
  PackageNode,
  VersionNode,
} from './nodes';

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
  /** Lines of plain text, shown as they are. */
  readonly tooltip?: readonly string[];
  /** A message or a *Load more* that acts when it is chosen. */
  readonly action?: Remedy | 'load-more';
}

export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now: number;
  /** BCP 47. */
  readonly locale: string;
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
      return presentOwner(node);
    case 'package':
      return presentPackage(node, surroundings);
    case 'deletedVersions':
      return {
        label: l10n.t('Deleted versions'),
        icon: 'trash',
        contextValue: CONTEXT_VALUES.deletedVersions,
        collapsible: 'collapsed',
        spoken: l10n.t('Deleted versions of {0}', displayText(node.pkg.name)),
        tooltip: [l10n.t('GitHub keeps deleted versions for 30 days. Until then they can be restored.')],
      };
    case 'deletedPackages':
      return {
        label: l10n.t('Recently deleted'),
        icon: 'trash',
        contextValue: CONTEXT_VALUES.deletedPackages,
        collapsible: 'collapsed',
        spoken: l10n.t('Recently deleted packages of {0}', displayText(node.owner.login)),
        tooltip: [
          l10n.t('Packages deleted with this extension. GitHub keeps them for 30 days.'),
          l10n.t('Those deleted elsewhere are on GitHub’s own page.'),
        ],
      };
    case 'deletedPackage':
      return presentDeletedPackage(node, surroundings);
    case 'versionGroup':
      return presentVersionGroup(node);
    case 'version':
      if (node.part) return presentPart(node, node.part, versionLines(node, surroundings.locale), surroundings.locale);
      return node.state === 'active' ? presentActive(node, surroundings) : presentDeleted(node, surroundings);
    case 'loadMore':
      return presentLoadMore(node);
    case 'message':
      return presentMessage(node, surroundings);
  }
}

function presentOwner({ owner }: OwnerNode): Presentation {
  const kinds = {
    self: l10n.t('you'),
    user: l10n.t('user'),
    organization: l10n.t('organization'),
  };
  return {
    label: owner.login,
    ...(owner.kind === 'self' && { description: kinds.self }),
    icon: owner.kind === 'organization' ? 'organization' : 'person',
    contextValue: CONTEXT_VALUES.owner,
    collapsible: 'collapsed',
    spoken: `${owner.login}, ${kinds[owner.kind]}`,
  };
}

function presentPackage({ pkg }: PackageNode, { now, locale }: Surroundings): Presentation {
  const { label: type, icon } = PACKAGE_TYPE_FACTS[pkg.type];
  const count = pkg.versionCount === 1 ? l10n.t('1 version') : l10n.t('about {0} versions', pkg.versionCount);
  const age = relativeTime(pkg.updatedAt, now, locale);
  return {
    label: displayText(pkg.name),
    description: [type, visibilityWord(pkg.visibility), age].join(' · '),
    icon,
    contextValue: CONTEXT_VALUES.package,
    collapsible: 'collapsed',
    spoken: l10n.t(
      '{0}, {1} package, {2}, {3}, updated {4}',
      displayText(pkg.name),
      type,
      visibilityWord(pkg.visibility),
      count,
      age,
    ),
    tooltip: [
      displayText(pkg.name),
      `${type} · ${visibilityWord(pkg.visibility)} · ${count}`,
      l10n.t('Updated {0}', exactTime(pkg.updatedAt, locale)),
      ...(pkg.repository ? [l10n.t('Repository {0}', displayText(pkg.repository.fullName))] : []),
    ],
  };
}

function presentActive(node: VersionNode, { now, locale }: Surroundings): Presentation {
  const { pkg, version } = node;
  const age = relativeTime(version.createdAt, now, locale);
  const untagged = mayBePartOfAnImage(pkg, version);
  const notes = imageNotes(node, locale);
  return {
    label: displayText(versionTitle(version)),
    description: [
      ...(version.tags.length > 0 ? [displayText(shortName(version))] : untagged ? [l10n.t('no tag of its own')] : []),
      ...notes,
      age,
    ].join(' · '),
    icon: node.missing ? 'warning' : untagged ? 'circle-outline' : 'tag',
    contextValue: CONTEXT_VALUES.activeVersion,
    collapsible: pkg.type === 'container' ? 'collapsed' : 'none',
    spoken: [spokenVersion(node), ...notes, l10n.t('created {0}', age)].join(', '),
    tooltip: [
      ...versionLines(node, locale),
      ...notes,
      ...(untagged ? [l10n.t('It may be part of a tagged image: a platform, an attestation or a signature.')] : []),
    ],
  };
}

function presentDeleted(node: VersionNode, { now, locale }: Surroundings): Presentation {
  const { expired, exact } = retention(node.version, now);
  const left = timeLeft(node.version, now);
  const description = exact || expired ? left : l10n.t('about {0}', left);
  return {
    label: displayText(versionTitle(node.version)),
    description,
    icon: 'trash',
    contextValue: expired ? CONTEXT_VALUES.expiredVersion : CONTEXT_VALUES.deletedVersion,
    collapsible: 'none',
    spoken: `${spokenVersion(node)}, ${l10n.t('deleted')}, ${description}`,
    tooltip: [
      ...versionLines(node, locale),
      ...(node.version.deletedAt === undefined
        ? [l10n.t('GitHub does not say when it was deleted; the days are counted from its last change.')]
        : [l10n.t('Deleted {0}', exactTime(node.version.deletedAt, locale))]),
    ],
  };
}

function presentDeletedPackage(
  { pkg, deletedAt, certain }: DeletedPackageNode,
  { now, locale }: Surroundings,
): Presentation {
  const { label: type } = PACKAGE_TYPE_FACTS[pkg.type];
  const left = certain ? timeLeft({ deletedAt, updatedAt: deletedAt }, now) : l10n.t('in doubt: GitHub did not answer');
  return {
    label: displayText(pkg.name),
    description: [type, left].join(' · '),
    icon: certain ? 'trash' : 'question',
    contextValue: CONTEXT_VALUES.deletedPackage,
    collapsible: 'none',
    spoken: l10n.t('{0}, deleted {1} package, {2}', displayText(pkg.name), type, left),
    tooltip: [displayText(pkg.name), type, l10n.t('Deleted {0}', exactTime(deletedAt, locale))],
  };
}

/** How long something deleted can still be restored. */
function timeLeft(deleted: Parameters<typeof retention>[0], now: number): string {
  const { daysLeft, expired } = retention(deleted, now);
  if (expired) return l10n.t('can no longer be restored');
  if (daysLeft === 0) return l10n.t('less than a day left');
  return daysLeft === 1 ? l10n.t('1 day left') : l10n.t('{0} days left', daysLeft);
}

function versionLines({ version }: VersionNode, locale: string): string[] {
  return [
    displayText(version.name),
    ...(version.tags.length > 0 ? [l10n.t('Tags: {0}', displayText(version.tags.join(', ')))] : []),
    l10n.t('Created {0}', exactTime(version.createdAt, locale)),
  ];
}

/** A digest read out digit by digit helps nobody; the tags do. */
function spokenVersion({ pkg, version }: VersionNode): string {
  if (version.tags.length > 0) return l10n.t('Version tagged {0}', displayText(versionTitle(version)));
  if (mayBePartOfAnImage(pkg, version))
    return l10n.t('Version without a tag of its own, {0}', displayText(shortName(version)));
  return l10n.t('Version {0}', displayText(version.name));
}

function presentLoadMore({ remaining }: LoadMoreNode): Presentation {
  const description = remaining === undefined ? undefined : l10n.t('about {0} more', remaining);
  const label = l10n.t('Load more…');
  return {
    label,
    ...(description !== undefined && { description }),
    icon: 'ellipsis',
    contextValue: CONTEXT_VALUES.loadMore,
    collapsible: 'none',
    spoken: description === undefined ? label : `${label} ${description}`,
    action: 'load-more',
  };
}

function presentMessage({ notice, account }: MessageNode, { locale }: Surroundings): Presentation {
  const say = (
    icon: string,
    label: string,
    description?: string,
    action?: NonNullable<Presentation['action']>,
  ): Presentation => ({
    label,
    ...(description !== undefined && { description }),
    icon,
    contextValue: action === 'authorize-sso' ? CONTEXT_VALUES.ssoMessage : CONTEXT_VALUES.message,
    collapsible: 'none',
    spoken: description === undefined ? label : `${label}. ${description}`,
    tooltip: description === undefined ? [label] : [label, description],
    ...(action && { action }),
  });
  switch (notice.kind) {
    case 'empty':
      return say('info', l10n.t('None'));
    case 'incomplete':
      return say('warning', l10n.t('This list may be incomplete'), l10n.t('Refresh to read it again.'), 'refresh');
    case 'hidden': {
      const names = displayText(notice.organizations.join(', '));
      return say('shield', l10n.t('Hidden by single sign-on: {0}', names), l10n.t('Authorize...'), 'authorize-sso');
    }
    case 'missing':
      return notice.certain
        ? say('error', displayText(notice.title), l10n.t('missing: pulling it fails'))
        : say('question', displayText(notice.title), l10n.t('further down the list of versions'));
    case 'single':
      return say('info', l10n.t('One image, without parts or attachments'));
    case 'repositories': {
      const label = l10n.t('Show private packages of repositories too...');
      return say('lock', label, l10n.t('GitHub asks for the repo permission.'), 'sign-in');
    }
    case 'failure': {
      const { sentence, remedy } = explain(notice.error, account.host.name, locale);
      return say(remedy === 'authorize-sso' ? 'shield' : 'warning', failedPart(notice.what), sentence, remedy);
    }
  }
}

function failedPart(what: FailedPart): string {
  switch (what) {
    case 'organizations':
      return l10n.t('Organizations could not be listed');
    case 'packages':
      return l10n.t('Packages could not be listed');
    case 'versions':
      return l10n.t('Versions could not be listed');
    case 'image':
      return l10n.t('The image could not be read');
    default:
      return l10n.t('{0} packages could not be listed', PACKAGE_TYPE_FACTS[what.type].label);
  }
}

function visibilityWord(visibility: string): string {
  switch (visibility) {
    case 'public':
      return l10n.t('public');
    case 'private':
      return l10n.t('private');
    case 'internal':
      return l10n.t('internal');
    default:
      return displayText(visibility);
  }
}
