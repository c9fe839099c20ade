/** What came of a run of mocha. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  /** Names of those that could not run here. */
  skippedNames: readonly string[];
}

export const noTotals: Totals = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };

/** The sum of two runs. */
export function add(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    skippedNames: [...a.skippedNames, ...b.skippedNames],
  };
}

/** The closing line of a run. */
export function describeTotals({ passed, failed, skipped, skippedNames }: Totals): string {
  const names = skippedNames.map((name) => `“${name}”`).join('; ');
  const left = skipped > 0 ? `, ${String(skipped)} skipped: ${names}` : '';
  return `${String(passed)} passed, ${String(failed)} failed${left}`;
}

/** Runs what mocha has loaded. A failing hook counts as a failure, as mocha counts it. */
export function runMocha(mocha: { run: Mocha['run'] }): Promise<Totals> {
  return new Promise((resolve) => {
    const skippedNames: string[] = [];
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: skippedNames.length, skippedNames });
    });
    runner.on('pending', (test) => skippedNames.push(test.fullTitle()));
  });
}
