const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** One for each language: making one takes longer than using it, and there are thousands of rows. */
const formats = new Map<string, Intl.RelativeTimeFormat>();

/**
 * "3 days ago", in the person's language.
 * @param time epoch milliseconds
 * @param locale BCP 47, as in `vscode.env.language`
 */
export function relativeTime(time: number, now: number, locale: string): string {
  const format = formats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  formats.set(locale, format);
  for (const [unit, length] of UNITS) {
    if (Math.abs(now - time) >= length) return format.format(-Math.trunc((now - time) / length), unit);
  }
  return format.format(0, 'minute');
}

/** The exact date and time, in the person's language and time zone. */
export function exactTime(time: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}
