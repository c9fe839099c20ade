import { GITHUB_COM } from '../../../../src/github/hosts';
import { createPacer, type Pacer } from '../../../../src/github/pacing';
import { createPackagesApi, type PackagesApi } from '../../../../src/github/packagesApi';
import type { Outcome } from '../../../../src/operations/change';
import { runPlan } from '../../../../src/operations/run';
import type { VersionTarget } from '../../../../src/operations/targets';
import { examplePackage, exampleVersion, MONA } from './examples';
import { limitedServer, type LimitedServer, type LimitedServerOptions } from './limitedServer';
import type { VirtualTime } from './virtualTime';

/** Deleting in bulk with the extension's own client and pacer, on a server that has limits and on virtual time. */
export interface Bulk {
  readonly server: LimitedServer;
  readonly pacer: Pacer;
  readonly api: PackagesApi;
  /** Deletes so many versions. */
  run(count: number, signal?: AbortSignal): Promise<readonly Outcome[]>;
}

export function bulk(time: VirtualTime, options: Omit<LimitedServerOptions, 'time'> = {}): Bulk {
  const server = limitedServer({ ...options, time });
  const pacer = createPacer({ now: time.now, sleep: time.sleep, random: () => 0.5 });
  const api = createPackagesApi({
    host: GITHUB_COM,
    token: () => Promise.resolve('token'),
    fetch: server.fetch,
    now: time.now,
    log: () => undefined,
    userAgent: 'test',
    sleep: time.sleep,
    pacer,
  });
  return {
    server,
    pacer,
    api,
    run(count, signal = new AbortController().signal) {
      const targets = Array.from({ length: count }, (_, id): VersionTarget => {
        return { account: MONA, pkg: examplePackage(), version: exampleVersion({ id: id + 1 }) };
      });
      const plan = {
        action: 'delete' as const,
        items: targets.map((target) => ({ target, verdict: 'go' as const })),
        unforeseen: [],
      };
      return runPlan(plan, {
        api: () => api,
        pacer: () => pacer,
        recorder: { sent: () => Promise.resolve(), settled: () => Promise.resolve() },
        isReadOnly: () => false,
        signal,
        now: time.now,
        sleep: time.sleep,
        onOutcome: () => undefined,
      });
    },
  };
}
