import * as l10n from '@vscode/l10n';
import { CONTEXT_VALUES } from '../ids';
import { displayText } from '../model/displayText';
import { formatBytes } from '../model/formatBytes';
import type { ImageKind } from '../model/imageKinds';
import { shortName, versionTitle } from '../model/versions';
import type { PartOfImage, VersionGroupNode, VersionNode } from './nodes';
import type { Presentation } from './presentation';

/** Codicons. */
const ICONS: Readonly<Record<ImageKind, string>> = {
  index: 'layers',
  image: 'vm',
  chart: 'map',
  signature: 'verified',
  attestation: 'shield',
  sbom: 'checklist',
  artifact: 'file-binary',
};

/** Attachments and orphans. */
export function presentVersionGroup({ group, versions }: VersionGroupNode): Presentation {
  const isOrphans = group === 'orphans';
  const label = isOrphans ? l10n.t('Orphans') : l10n.t('Attachments');
  const count = String(versions.length);
  return {
    label,
    description: isOrphans ? l10n.t('{0} · the image is gone', count) : count,
    icon: isOrphans ? 'debug-disconnect' : 'link',
    contextValue: CONTEXT_VALUES.versionGroup,
    collapsible: 'collapsed',
    spoken: l10n.t('{0}, {1} versions', label, versions.length),
  };
}

/** A part of an image, or what is attached to one. */
export function presentPart(node: VersionNode, part: PartOfImage, locale: string): Presentation {
  const label = partTitle(part);
  const notes = partNotes(node, part, locale);
  return {
    label,
    description: [...notes, displayText(shortName(node.version))].join(' · '),
    icon: ICONS[part.kind],
    contextValue: CONTEXT_VALUES.activeImage,
    collapsible: part.opens ? 'collapsed' : 'none',
    spoken: [label, ...notes].join(', '),
  };
}

/** What is known of an image beside its tags. */
export function imageNotes({ bytes, missing = 0 }: VersionNode, locale: string): readonly string[] {
  return [
    ...(bytes === undefined ? [] : [formatBytes(bytes, locale)]),
    ...(missing === 0
      ? []
      : [missing === 1 ? l10n.t('broken: 1 part is missing') : l10n.t('broken: {0} parts are missing', missing)]),
  ];
}

function partTitle({ kind, platform }: PartOfImage): string {
  const where = platform === undefined ? undefined : displayText(platform);
  switch (kind) {
    case 'image':
      return where ?? l10n.t('Image');
    case 'index':
      return where ?? l10n.t('Images');
    case 'attestation':
      return where === undefined ? l10n.t('Attestation') : l10n.t('Attestation for {0}', where);
    case 'signature':
      return l10n.t('Signature');
    case 'sbom':
      return l10n.t('SBOM');
    case 'chart':
      return l10n.t('Helm chart');
    case 'artifact':
      return l10n.t('Artifact');
  }
}

function partNotes({ bytes }: VersionNode, { sharedWith, about = [] }: PartOfImage, locale: string): readonly string[] {
  const names = (versions: PartOfImage['sharedWith']): string =>
    versions.map((version) => displayText(versionTitle(version))).join(', ');
  return [
    ...(sharedWith.length === 0 ? [] : [l10n.t('shared with {0}', names(sharedWith))]),
    ...(about.length === 0 ? [] : [l10n.t('of {0}', names(about))]),
    ...(bytes === undefined ? [] : [formatBytes(bytes, locale)]),
  ];
}
