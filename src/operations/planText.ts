import * as l10n from '@vscode/l10n';
import { scopesFor } from '../github/scopes';
import type { Package, PackageVersion } from '../github/resources';
import { displayText } from '../model/displayText';
import { groupBy } from '../model/groupBy';
import { ownTags } from '../model/imageTags';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { shortName } from '../model/versions';
import { chosenOf, goingOf, type Plan, type PlanItem, type Why } from './plan';
import { isVersion, needsOf, packageKey, type Target } from './targets';

/** The words of a dialog that asks. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly confirm: string;
}

const LINES = 8;
const TAGS = 12;
const TITLE_TAGS = 5;
const NAMES = 3;
/** What GitHub's limits allow. */
const CHANGES_A_MINUTE = 168;

/** One line for a target: `octo-org/web-app · Container · latest`. */
function describeTarget(target: Target): string {
  const { pkg, version } = target;
  const place = `${packageName(pkg)} · ${PACKAGE_TYPE_FACTS[pkg.type].label}`;
  return version ? `${place} · ${titleOf(version)}` : `${place} · ${l10n.t('the whole package')}`;
}

/** One line for each target, without what they all have in common. */
export function describeTargets(targets: readonly Target[]): readonly string[] {
  const isOneList = targets.length > 1 && packageInCommon(targets) !== undefined;
  return targets.map((target) => (target.version && isOneList ? titleOf(target.version) : describeTarget(target)));
}

/** What a change is about, by name where that is possible: "1.2.3 of octo-org/web", "3 versions of octo-org/web". */
export function nameTargets(targets: readonly Target[]): string {
  const [first, ...others] = targets;
  if (!first) return countTargets(targets);
  const name = packageName(first.pkg);
  if (others.length === 0 && isVersion(first)) return l10n.t('{0} of {1}', titleOf(first.version), name);
  if (others.length === 0) return l10n.t('the package {0}', name);
  return packageInCommon(targets) === undefined
    ? countTargets(targets)
    : l10n.t('{0} of {1}', countTargets(targets), name);
}

/** The name of the package whose versions they all are; undefined where there is no such package. */
export function packageInCommon(targets: readonly Target[]): string | undefined {
  const [first] = targets;
  if (!first || !targets.every(isVersion)) return undefined;
  return new Set(targets.map(packageKey)).size === 1 ? packageName(first.pkg) : undefined;
}

/** "3 versions", "1 package and 3 versions". */
export function countTargets(targets: readonly Target[]): string {
  const versions = targets.filter(isVersion).length;
  const packages = targets.length - versions;
  const parts = [
    ...(packages > 0 ? [packages === 1 ? l10n.t('1 package') : l10n.t('{0} packages', packages)] : []),
    ...(versions > 0 || packages === 0
      ? [versions === 1 ? l10n.t('1 version') : l10n.t('{0} versions', versions)]
      : []),
  ];
  return parts.length === 2 ? l10n.t('{0} and {1}', parts[0] ?? '', parts[1] ?? '') : (parts[0] ?? '');
}

/** Why something does not happen, and what to do instead. */
export function explainWhy(why: Why, by: readonly PackageVersion[] = []): string {
  switch (why) {
    case 'gone':
      return l10n.t('It is gone already.');
    case 'already-active':
      return l10n.t('It is there already.');
    case 'with-package':
      return l10n.t('It goes with its package.');
    case 'last-tagged-version':
      return l10n.t('GitHub keeps the last tagged version of a package; the package can be deleted instead.');
    case 'last-version':
      return l10n.t('GitHub keeps the last version of a package; the package can be deleted instead.');
    case 'expired':
      return l10n.t('It was deleted more than 30 days ago, and GitHub no longer has it.');
    case 'name-taken':
      return l10n.t('Its name is taken again; delete what has it now before you restore this.');
    case 'part-of-image':
      return l10n.t('It is a part of {0}, which would break; delete the image instead.', namesOf(by));
    case 'shared':
      return l10n.t('It is a part of {0} too.', namesOf(by));
    case 'tagged':
      return l10n.t('It has a tag of its own.');
    case 'about':
      return l10n.t('It is about {0}, which stays.', namesOf(by));
    case 'images-unread':
      return by.length === 1
        ? l10n.t(
            'The manifest of {0} could not be read, so nobody knows what would break. Try again later, or delete that one by itself first.',
            namesOf(by),
          )
        : l10n.t(
            'The manifests of {0} could not be read, so nobody knows what would break; try again later.',
            namesOf(by),
          );
    case 'old-registry':
      return l10n.t(
        'It has no tag, and what belongs to what in GitHub’s old Docker registry cannot be read. The package can be deleted as a whole.',
      );
    case 'list-incomplete':
      return l10n.t('The versions could not be listed in full, so nobody knows what would break; try again later.');
  }
}

/** What a dialog says before anything is deleted: what goes, the tags at stake, what stays and why. */
export function askToDelete(plan: Plan): Question {
  const going = goingOf(plan);
  const versions = going.filter(isVersion);
  const chosen = chosenOf(plan);
  const [only] = chosen;
  const images = chosen.filter(({ pkg, version }) => version && pkg.type === 'container').length;
  const tags = versions.flatMap(({ version }) => ownTags(version));
  const detail = [
    ...listed(describeTargets(chosen)),
    ...partsLine(going.length - chosen.length),
    ...opaqueLine(plan.items),
    ...wholePackages(going),
    ...(tags.length > 0 ? ['', tagLine(tags)] : []),
    ...staying(plan.items),
    ...plan.unforeseen.map((pkg) =>
      l10n.t(
        'The versions of {0} could not be listed in full, so GitHub may refuse more than is told here.',
        packageName(pkg),
      ),
    ),
    ...(going.length > CHANGES_A_MINUTE
      ? ['', l10n.t('At GitHub’s pace this takes about {0} minutes.', Math.ceil(going.length / CHANGES_A_MINUTE))]
      : []),
    '',
    ...(images > 0
      ? [
          images === 1
            ? l10n.t('Images elsewhere that refer to it by its digest cannot be known; they would break.')
            : l10n.t('Images elsewhere that refer to them by their digests cannot be known; they would break.'),
        ]
      : []),
    versions.length === 0
      ? l10n.t('GitHub keeps deleted packages for 30 days. Until then they can be restored.')
      : l10n.t('GitHub keeps deleted versions for 30 days. Until then they can be restored.'),
  ].join('\n');
  const message = l10n.t('Delete {0}?', nameTargets(chosen.length === 1 ? chosen : going));
  if (!only || chosen.length > 1) return { message, detail, confirm: confirmSeveral(going) };
  return { message, detail, confirm: isVersion(only) ? l10n.t('Delete Version') : l10n.t('Delete Package') };
}

/** What has to be typed before something is deleted: its name, or how much it is. */
export function wordsToType(going: readonly Target[]): string {
  const [only] = going;
  if (only && going.length === 1)
    return only.version ? (only.version.tags[0] ?? shortName(only.version)) : only.pkg.name;
  return l10n.t('delete {0}', countTargets(going));
}

/** The whole plan, to be copied. */
export function planText(plan: Plan): string {
  const going = goingOf(plan);
  const title =
    plan.action === 'delete' ? l10n.t('Delete {0}', nameTargets(going)) : l10n.t('Restore {0}', nameTargets(going));
  const scopes = needsOf(plan.action, going).map(({ account, need }) =>
    l10n.t(
      'Needs on {0}, as {1}: {2}',
      account.host.name,
      account.login,
      scopesFor(account.host.kind, need).join(', '),
    ),
  );
  return [
    title,
    ...going.map(
      (target) => `+ ${describeTarget(target)}${target.version ? ` (${displayText(target.version.name)})` : ''}`,
    ),
    ...plan.items.flatMap(({ target, why, by }) =>
      why ? [`- ${describeTarget(target)}: ${explainWhy(why, by)}`] : [],
    ),
    ...scopes,
  ].join('\n');
}

/** What stays, grouped by why. */
export function staying(items: readonly PlanItem[]): readonly string[] {
  const explained = items.flatMap(({ target, why, by }) => (why ? [{ target, sentence: explainWhy(why, by) }] : []));
  return [...groupBy(explained, ({ sentence }) => sentence)].flatMap(([sentence, group]) => {
    const targets = group.map(({ target }) => target);
    const [first] = targets;
    const what = first && targets.length === 1 ? describeTarget(first) : countTargets(targets);
    return ['', l10n.t('Stays: {0}. {1}', what, sentence)];
  });
}

function partsLine(parts: number): readonly string[] {
  if (parts === 0) return [];
  return [
    '',
    parts === 1
      ? l10n.t('1 version that only this uses goes along: a platform, an attestation or a signature.')
      : l10n.t('{0} versions that only this uses go along: platforms, attestations and signatures.', parts),
  ];
}

function opaqueLine(items: readonly PlanItem[]): readonly string[] {
  const opaque = items.flatMap((item) => (item.opaque && item.target.version ? [item.target.version] : []));
  if (opaque.length === 0) return [];
  return [
    '',
    l10n.t('The manifest of {0} could not be read: the parts that only it uses stay behind.', namesOf(opaque)),
  ];
}

function namesOf(versions: readonly PackageVersion[]): string {
  return firstOf(versions.map(titleOf), NAMES);
}

/** What a person calls a version, with as many tags as can be read at a glance. */
function titleOf(version: PackageVersion): string {
  const tags = ownTags(version);
  return tags.length > 0 ? firstOf(tags.map(displayText), TITLE_TAGS) : displayText(shortName(version));
}

function firstOf(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? l10n.t('{0} and {1} more', names.slice(0, most).join(', '), more) : names.join(', ');
}

function confirmSeveral(going: readonly Target[]): string {
  if (going.every(isVersion)) return l10n.t('Delete {0} Versions', going.length);
  if (going.some(isVersion)) return l10n.t('Delete {0} Items', going.length);
  return l10n.t('Delete {0} Packages', going.length);
}

function wholePackages(going: readonly Target[]): readonly string[] {
  const packages = going.filter((target) => !isVersion(target));
  const versions = packages.reduce((sum, { pkg }) => sum + pkg.versionCount, 0);
  if (versions === 0) return [];
  if (versions === 1) return ['', l10n.t('1 version goes with it, tags and all.')];
  return [
    '',
    packages.length === 1
      ? l10n.t('About {0} versions go with it, tags and all.', versions)
      : l10n.t('About {0} versions go with them, tags and all.', versions),
  ];
}

function tagLine(tags: readonly string[]): string {
  const shown = tags.slice(0, TAGS).map(displayText).join(', ');
  const more = tags.length - TAGS;
  return more > 0
    ? l10n.t('{0} tags go: {1} and {2} more', tags.length, shown, more)
    : tags.length === 1
      ? l10n.t('1 tag goes: {0}', shown)
      : l10n.t('{0} tags go: {1}', tags.length, shown);
}

function listed(lines: readonly string[]): readonly string[] {
  const more = lines.length - LINES;
  return more > 0 ? [...lines.slice(0, LINES), l10n.t('and {0} more', more)] : lines;
}

function packageName({ owner, name }: Package): string {
  return displayText(`${owner.login}/${name}`);
}
