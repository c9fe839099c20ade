import * as l10n from '@vscode/l10n';
import { explain } from '../model/failures';
import type { Outcome } from './runVersionPlan';
import type { VersionPlan } from './versionPlan';

export interface Report {
  readonly sentence: string;
  /** Everything is as the person wanted it. */
  readonly allDone: boolean;
}

/** What became of a plan, as it is: "118 deleted, 2 refused (why)". */
export function report(action: VersionPlan['action'], outcomes: readonly Outcome[], locale: string): Report {
  const count = (...results: Outcome['result'][]): number =>
    outcomes.filter(({ result }) => results.includes(result)).length;
  const done = count('done', 'already');
  const parts = [action === 'delete' ? l10n.t('{0} deleted', done) : l10n.t('{0} restored', done)];
  if (count('refused') > 0) parts.push(l10n.t('{0} refused', count('refused')));
  if (count('unknown') > 0) parts.push(l10n.t('{0} in doubt', count('unknown')));
  if (count('not-started') > 0) parts.push(l10n.t('{0} not started', count('not-started')));
  const reasons = outcomes.flatMap(({ error, target }) =>
    error ? [explain(error, target.account.host.name, locale).sentence] : [],
  );
  return {
    sentence: [l10n.t('Versions: {0}.', parts.join(', ')), ...new Set(reasons)].join(' '),
    allDone: done === outcomes.length,
  };
}
