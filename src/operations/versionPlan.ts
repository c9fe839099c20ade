import * as l10n from '@vscode/l10n';
import type { Package, PackageVersion } from '../github/resources';
import type { Operation } from '../github/scopes';
import type { Account } from '../model/accounts';
import { displayText } from '../model/displayText';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { mayBePartOfAnImage, versionTitle } from '../model/versions';

export interface VersionTarget {
  readonly account: Account;
  readonly pkg: Package;
  readonly version: PackageVersion;
}

/** A change as data: shown to the person first, and run as shown. */
export interface VersionPlan {
  readonly action: Exclude<Operation, 'read'>;
  readonly targets: readonly VersionTarget[];
}

/** The words of the dialog that asks. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly confirm: string;
}

const LINES = 12;

/** Says what goes, with every tag that goes with it, and that it can come back. */
export function askToDelete({ targets }: VersionPlan): Question {
  const [only] = targets;
  const loose = targets.filter(({ pkg, version }) => mayBePartOfAnImage(pkg, version)).length;
  const detail = [
    ...itemLines(targets),
    '',
    ...(loose > 0
      ? [
          loose === 1 && targets.length === 1
            ? l10n.t('It has no tag of its own: it may be a part of a tagged image, which would break without it.')
            : l10n.t('{0} without a tag of their own may be parts of tagged images, which would break.', loose),
        ]
      : []),
    l10n.t('GitHub keeps deleted versions for 30 days. Until then they can be restored.'),
  ].join('\n');
  if (only && targets.length === 1) {
    return {
      message: l10n.t('Delete {0} of {1}?', displayText(versionTitle(only.version)), packageName(only.pkg)),
      detail,
      confirm: l10n.t('Delete Version'),
    };
  }
  return {
    message: l10n.t('Delete {0} versions?', targets.length),
    detail,
    confirm: l10n.t('Delete {0} Versions', targets.length),
  };
}

function itemLines(targets: readonly VersionTarget[]): string[] {
  const lines = targets.slice(0, LINES).map(({ pkg, version }) => {
    const title = displayText(versionTitle(version));
    return `${packageName(pkg)} · ${PACKAGE_TYPE_FACTS[pkg.type].label} · ${title}`;
  });
  const more = targets.length - lines.length;
  return more > 0 ? [...lines, l10n.t('and {0} more', more)] : lines;
}

function packageName({ owner, name }: Package): string {
  return displayText(`${owner.login}/${name}`);
}
