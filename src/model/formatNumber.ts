const formats = new Map<string, Intl.NumberFormat>();

/** A number with the separators of the person's language. */
export function formatNumber(value: number, locale: string): string {
  const format = formats.get(locale) ?? new Intl.NumberFormat(locale); // making one takes longer than using it
  formats.set(locale, format);
  return format.format(value);
}
