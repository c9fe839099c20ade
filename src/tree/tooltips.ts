import * as l10n from '@vscode/l10n';
import { displayText } from '../model/displayText';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { exactTime } from '../model/relativeTime';
import { mayBePartOfAnImage, versionCount } from '../model/versions';
import { visibilityWord } from '../model/visibility';
import { imageNotes } from './imageLooks';
import type { Node, PackageNode, VersionNode } from './nodes';
import { present, type Surroundings } from './presentation';

/** Everything else there is to know about an element: lines of plain text, made when somebody points at it. */
export function tooltip(node: Node, surroundings: Surroundings): readonly string[] {
  switch (node.kind) {
    case 'package':
      return packageLines(node, surroundings);
    case 'version':
      return node.part
        ? [present(node, surroundings).spoken, ...versionLines(node, surroundings)]
        : [...versionLines(node, surroundings), ...imageNotes(node, surroundings.locale)];
    case 'deletedVersions':
      return [l10n.t('GitHub keeps deleted versions for 30 days. Until then they can be restored.')];
    case 'deletedPackages':
      return [
        l10n.t('Packages deleted with this extension. GitHub keeps them for 30 days.'),
        l10n.t('Those deleted elsewhere are on GitHub’s own page.'),
      ];
    case 'deletedPackage':
      return [
        displayText(`${node.pkg.owner.login}/${node.pkg.name}`),
        PACKAGE_TYPE_FACTS[node.pkg.type].label,
        whenDeleted(node.deletedAt, surroundings.locale),
      ];
    case 'message':
      return [present(node, surroundings).spoken];
    default: {
      const { label, description } = present(node, surroundings);
      return description === undefined ? [label] : [label, description];
    }
  }
}

function packageLines({ pkg }: PackageNode, { locale }: Surroundings): string[] {
  return [
    displayText(`${pkg.owner.login}/${pkg.name}`),
    [PACKAGE_TYPE_FACTS[pkg.type].label, visibilityWord(pkg.visibility), versionCount(pkg, locale).spoken].join(' · '),
    l10n.t('Updated {0}', exactTime(pkg.updatedAt, locale)),
    l10n.t('Created {0}', exactTime(pkg.createdAt, locale)),
    ...(pkg.repository ? [l10n.t('Repository {0}', displayText(pkg.repository.fullName))] : []),
    ...(pkg.htmlUrl === '' ? [] : [displayText(pkg.htmlUrl)]),
    l10n.t('Package id {0}', pkg.id),
  ];
}

function versionLines({ pkg, version, state, part }: VersionNode, { locale }: Surroundings): string[] {
  return [
    displayText(version.name),
    ...(version.tags.length > 0 ? [l10n.t('Tags: {0}', displayText(version.tags.join(', ')))] : []),
    ...(version.description === undefined ? [] : [displayText(version.description)]),
    ...(version.license === undefined ? [] : [l10n.t('License {0}', displayText(version.license))]),
    l10n.t('Created {0}', exactTime(version.createdAt, locale)),
    ...(state === 'deleted' ? [whenDeleted(version.deletedAt, locale)] : []),
    ...(state === 'active' && !part && mayBePartOfAnImage(pkg, version)
      ? [l10n.t('It may be part of a tagged image: a platform, an attestation or a signature.')]
      : []),
    ...(version.htmlUrl === undefined ? [] : [displayText(version.htmlUrl)]),
    l10n.t('Version id {0}', version.id),
  ];
}

function whenDeleted(deletedAt: number | undefined, locale: string): string {
  return deletedAt === undefined
    ? l10n.t('GitHub does not say when it was deleted; the days are counted from its last change.')
    : l10n.t('Deleted {0}', exactTime(deletedAt, locale));
}
