import * as l10n from '@vscode/l10n';
import { displayText } from '../model/displayText';
import { versionTitle } from '../model/versions';
import { chosenOf, type Plan, type PlanItem } from './plan';
import { nameTargets, type Question } from './planText';
import { isVersion } from './targets';

const NAMES = 3;

/**
 * What a person is to know before images come back of which nobody knows, or of which it is known that it is not all.
 * @returns undefined where there is nothing to say
 */
export function askToRestore(plan: Plan): Question | undefined {
  const going = plan.items.filter(({ verdict }) => verdict === 'go');
  const opaque = going.filter((item) => item.opaque && !item.along);
  const broken = going.filter(({ missing = 0 }) => missing > 0);
  if (opaque.length === 0 && broken.length === 0) return undefined;
  const guessed = going.filter((item) => item.opaque && item.along).length;
  const detail = [
    ...(opaque.length > 0
      ? [
          l10n.t(
            'What {0} consists of is not known: GitHub shows it only once it is back, and it was never read here before it was deleted.',
            namesOf(opaque),
          ),
        ]
      : []),
    ...(guessed > 0 ? [guessedLine(guessed)] : []),
    ...(opaque.length > 0
      ? [l10n.t('Then its manifest is read, and parts of it that are still deleted are restored too.')]
      : []),
    ...broken.map((item) => lacking(item, item.missing ?? 0)),
  ].join('\n\n');
  const what = nameTargets(chosenOf(plan));
  return { message: l10n.t('Restore {0}?', what), detail, confirm: l10n.t('Restore') };
}

/** That an image comes, or has come, back without some of its parts. */
export function lacking(item: Pick<PlanItem, 'target'>, missing: number): string {
  return missing === 1
    ? l10n.t('{0} is broken: 1 of its parts is gone, so that pulling it fails.', namesOf([item]))
    : l10n.t('{0} is broken: {1} of its parts are gone, so that pulling it fails.', namesOf([item]), missing);
}

/** That nobody knows whether all of an image is back. */
export function unreadable(item: Pick<PlanItem, 'target'>): string {
  return l10n.t(
    '{0} is back, but its manifest could not be read, so nobody knows whether all of its parts are.',
    namesOf([item]),
  );
}

function guessedLine(count: number): string {
  return count === 1
    ? l10n.t('1 version that was pushed and deleted along with it comes back first, as its probable part.')
    : l10n.t('{0} versions that were pushed and deleted along with it come back first, as its probable parts.', count);
}

function namesOf(items: readonly Pick<PlanItem, 'target'>[]): string {
  const versions = items.flatMap(({ target }) => (isVersion(target) ? [target.version] : []));
  const names = versions.slice(0, NAMES).map((version) => displayText(versionTitle(version)));
  const more = versions.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}
