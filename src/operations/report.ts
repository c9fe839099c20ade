import * as l10n from '@vscode/l10n';
import { explain } from '../model/failures';
import type { Outcome } from './change';
import type { Plan } from './plan';
import { explainWhy } from './planText';
import { isVersion, type Action } from './targets';

export interface Report {
  readonly sentence: string;
  /** Everything is as the person wanted it. */
  readonly allDone: boolean;
}

const SENTENCES = 3;

/**
 * What became of a plan, as it is: "Versions: 118 deleted, 2 refused." and why.
 * @param plan tells of what was not even sent
 */
export function report(plan: Plan, outcomes: readonly Outcome[], locale: string): Report {
  const refused = plan.items.filter(({ verdict }) => verdict === 'refused');
  const stayed = plan.items.filter(({ why }) => why === 'gone' || why === 'already-active');
  const lines = [true, false].flatMap((versions) => {
    const own = outcomes.filter(({ target }) => isVersion(target) === versions);
    const kept = refused.filter(({ target }) => isVersion(target) === versions).length;
    const already = stayed.filter(({ target }) => isVersion(target) === versions).length;
    if (own.length + kept + already === 0) return [];
    const parts = count(plan.action, own, kept, already).join(', ');
    return [versions ? l10n.t('Versions: {0}.', parts) : l10n.t('Packages: {0}.', parts)];
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
