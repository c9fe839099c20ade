/** One line of the table: what we need, what something else needs, and the one divided by the other. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio: number | undefined;
  readonly goal: string;
}

export function row({ what, ours, other, ratio, goal }: Row): string {
  return `| ${[what, ours, other, ratio === undefined ? '' : ratio.toFixed(2), goal].join(' | ')} |`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The median, and from where to where the rounds went. */
export function spread(values: readonly number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${median(values).toFixed(digits)} (${least ?? ''}–${most ?? ''})`;
}
