import * as l10n from '@vscode/l10n';
import { explain } from '../model/failures';
import type { Outcome } from './change';
import { chosenOf, goingOf, type Plan, type PlanItem } from './plan';
import { explainWhy, nameTargets, packageInCommon } from './planText';
import { isVersion, type Action } from './targets';

export interface Report {
  readonly sentence: string;
  /** Everything is as the person wanted it. */
  readonly allDone: boolean;
}

const SENTENCES = 3;

/**
 * What became of a plan, as it is: "Deleted 1.2.3 of octo-org/web.", or "Versions of octo-org/web: 118 deleted, 2
 * refused." and why.
 * @param plan tells of what was not even sent
 */
export function report(plan: Plan, outcomes: readonly Outcome[], locale: string): Report {
  const refused = plan.items.filter(({ verdict }) => verdict === 'refused');
  const stayed = plan.items.filter(({ why }) => why === 'gone' || why === 'already-active');
  const lines =
    one(plan.action, outcomes, refused, stayed) ??
    oneImage(plan, outcomes) ??
    [true, false].flatMap((versions) => {
      const own = outcomes.filter(({ target }) => isVersion(target) === versions);
      const kept = refused.filter(({ target }) => isVersion(target) === versions);
      const already = stayed.filter(({ target }) => isVersion(target) === versions);
      const targets = [...own, ...kept, ...already].map(({ target }) => target);
      if (targets.length === 0) return [];
      const parts = count(plan.action, own, kept.length, already.length).join(', ');
      if (!versions) return [l10n.t('Packages: {0}.', parts)];
      const name = packageInCommon(targets);
      return [name === undefined ? l10n.t('Versions: {0}.', parts) : l10n.t('Versions of {0}: {1}.', name, parts)];
    });
  const reasons = outcomes.flatMap(({ error, target }) =>
    error ? [explain(error, target.account.host.name, locale).sentence] : [],
  );
  const whys = refused.flatMap(({ why, by, error, target }) => [
    ...(why ? [explainWhy(why, by)] : []),
    ...(error ? [explain(error, target.account.host.name, locale).sentence] : []),
  ]);
  const all = [...new Set([...reasons, ...whys])];
  const shown = all.length > SENTENCES ? [...all.slice(0, SENTENCES), l10n.t('The log has the rest.')] : all;
  return {
    sentence: [...lines, ...shown].join(' '),
    allDone: refused.length === 0 && outcomes.every(({ result }) => result === 'done' || result === 'already'),
  };
}

/** Of a single target, by its name; undefined where there are several. */
function one(
  action: Action,
  outcomes: readonly Outcome[],
  refused: readonly PlanItem[],
  stayed: readonly PlanItem[],
): readonly string[] | undefined {
  const [first, ...others] = [...outcomes, ...refused, ...stayed];
  if (!first || others.length > 0) return undefined;
  const name = nameTargets([first.target]);
  const isDelete = action === 'delete';
  switch ('result' in first ? first.result : first.verdict) {
    case 'done':
      return [isDelete ? l10n.t('Deleted {0}.', name) : l10n.t('Restored {0}.', name)];
    case 'already':
    case 'stay':
      return [
        isDelete
          ? l10n.t('Nothing to do: {0} was deleted already.', name)
          : l10n.t('Nothing to do: {0} is there already.', name),
      ];
    case 'unknown':
      return [
        isDelete
          ? l10n.t('In doubt: it is not known whether {0} was deleted.', name)
          : l10n.t('In doubt: it is not known whether {0} was restored.', name),
      ];
    case 'refused':
      return [
        isDelete ? l10n.t('Refused: {0} was not deleted.', name) : l10n.t('Refused: {0} was not restored.', name),
      ];
    case 'not-started':
    case 'go':
      return [
        isDelete
          ? l10n.t('Not started: {0} was not deleted.', name)
          : l10n.t('Not started: {0} was not restored.', name),
      ];
  }
}

/** Of one image, where it is gone with all that only it used, and nothing else was asked for. */
function oneImage(plan: Plan, outcomes: readonly Outcome[]): readonly string[] | undefined {
  const [image, ...others] = chosenOf(plan);
  const going = new Set(goingOf(plan));
  const isAll =
    outcomes.length === going.size &&
    outcomes.every(({ target, result }) => going.has(target) && (result === 'done' || result === 'already')) &&
    plan.items.every(({ verdict, why }) => verdict !== 'refused' && why !== 'gone');
  if (plan.action !== 'delete' || !image || others.length > 0 || !isAll) return undefined;
  const name = nameTargets([image]);
  const parts = going.size - 1;
  return [
    parts === 1
      ? l10n.t('Deleted {0}, and 1 version that only this used.', name)
      : l10n.t('Deleted {0}, and {1} versions that only this used.', name, parts),
  ];
}

function count(action: Action, outcomes: readonly Outcome[], kept: number, already: number): readonly string[] {
  const of = (...results: Outcome['result'][]): number =>
    outcomes.filter(({ result }) => results.includes(result)).length;
  const done = of('done', 'already') + already;
  const refused = of('refused') + kept;
  return [
    action === 'delete' ? l10n.t('{0} deleted', done) : l10n.t('{0} restored', done),
    ...(refused > 0 ? [l10n.t('{0} refused', refused)] : []),
    ...(of('unknown') > 0 ? [l10n.t('{0} in doubt', of('unknown'))] : []),
    ...(of('not-started') > 0 ? [l10n.t('{0} not started', of('not-started'))] : []),
  ];
}
