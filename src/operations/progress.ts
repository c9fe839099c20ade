import * as l10n from '@vscode/l10n';
import type { Pause } from '../github/pacing';

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly startedAt: number;
  readonly now: number;
  readonly pause: Pause | undefined;
}

/** Before so much time has passed a rate means nothing. */
const SETTLING = 5_000;

/** "37 of 500 · 168 a minute · about 3 minutes left", or until when GitHub makes us wait. */
export function progressText({ done, total, startedAt, now, pause }: Progress, locale: string): string {
  const count = l10n.t('{0} of {1}', done, total);
  if (pause) {
    const until = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(pause.until);
    return pause.why === 'hourly-limit'
      ? l10n.t('{0} · GitHub’s hourly limit is used up; it is reset at {1}', count, until)
      : l10n.t('{0} · GitHub asks for a pause until {1}', count, until);
  }
  const minutes = (now - startedAt) / 60_000;
  if (now - startedAt < SETTLING || done === 0) return count;
  const rate = done / minutes;
  return `${count} · ${l10n.t('{0} a minute', Math.round(rate))} · ${timeLeft((total - done) / rate)}`;
}

function timeLeft(minutes: number): string {
  if (minutes < 1) return l10n.t('less than a minute left');
  return minutes < 1.5 ? l10n.t('about a minute left') : l10n.t('about {0} minutes left', Math.round(minutes));
}
