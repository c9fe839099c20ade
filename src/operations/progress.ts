import * as l10n from '@vscode/l10n';
import type { Pause } from '../github/pacing';

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** How far it was some time ago: the pace is measured from there, so that the burst at the start is not part of it. */
  readonly since: Mark | undefined;
  readonly now: number;
  readonly pause: Pause | undefined;
}

export interface Mark {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly done: number;
}

/** Before so much time has passed a pace means nothing. */
const SETTLING = 5_000;

/** "37 of 500 · 168 a minute · about 3 minutes left", or until when GitHub makes us wait. */
export function progressText({ done, total, since, now, pause }: Progress, locale: string): string {
  const count = l10n.t('{0} of {1}', done, total);
  if (pause) {
    const until = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(pause.until);
    return pause.why === 'hourly-limit'
      ? l10n.t('{0} · GitHub’s hourly limit is used up; it is reset at {1}', count, until)
      : l10n.t('{0} · GitHub asks for a pause until {1}', count, until);
  }
  if (!since || now - since.at < SETTLING || done === since.done) return count;
  const pace = (done - since.done) / ((now - since.at) / 60_000);
  return `${count} · ${l10n.t('{0} a minute', Math.round(pace))} · ${timeLeft((total - done) / pace)}`;
}

function timeLeft(minutes: number): string {
  if (minutes < 1) return l10n.t('less than a minute left');
  return minutes < 1.5 ? l10n.t('about a minute left') : l10n.t('about {0} minutes left', Math.round(minutes));
}
