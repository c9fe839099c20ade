/** What came of a run of mocha. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

export const noTotals: Totals = { passed: 0, failed: 0, skipped: 0 };

/** The sum of two runs. */
export function add(a: Totals, b: Totals): Totals {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The closing line of a run. */
export function describeTotals({ passed, failed, skipped }: Totals): string {
  return `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}

/** Runs what mocha has loaded. A failing hook counts as a failure, as mocha counts it. */
export function runMocha(mocha: { run: Mocha['run'] }): Promise<Totals> {
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0 });
    });
  });
}
