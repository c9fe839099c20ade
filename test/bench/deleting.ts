// How fast versions are deleted within GitHub's limits, next to Octokit with its own plugins, and what it costs in refusals.
//   npm run bench:deleting [-- --only simulated|real]
import { parseArgs } from 'node:util';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { GITHUB_COM } from '../../src/github/hosts';
import { createPacer } from '../../src/github/pacing';
import { createPackagesApi } from '../../src/github/packagesApi';
import { scopesFor } from '../../src/github/scopes';
import { sleep } from '../../src/github/sleep';
import { createJournal } from '../../src/operations/journal';
import { goingOf, type Plan } from '../../src/operations/plan';
import { runPlan } from '../../src/operations/run';
import { survey } from '../../src/operations/survey';
import { planDeletion } from '../../src/operations/plan';
import { makeSmallWorld } from '../github/seed';
import { SMALL } from '../github/seed/names';
import { startGitHub, type GitHub } from '../github/server';
import type { Limits } from '../github/site';
import { bulk } from '../unit/src/support/bulk';
import { memoryFiles } from '../unit/src/support/memoryFiles';
import { setVersionCount } from '../unit/src/support/versions';
import { virtualTime } from '../unit/src/support/virtualTime';
import { mostInAMinute } from '../unit/src/support/limitedServer';

const COUNT = 500;
const LATENCY = 50;
const KEY = { owner: SMALL.org, type: 'npm', name: SMALL.npm } as const;

interface Measured {
  readonly what: string;
  readonly seconds: number;
  readonly deleted: number;
  readonly refused: number;
  readonly inAMinute: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only !== 'real') await simulated();
  if (values.only !== 'simulated') await real();
}

/** 10,000 deletions on virtual time: against the shortest time that the limits allow. */
async function simulated(): Promise<void> {
  console.log('\n10,000 deletions on a simulated clock (180 a minute, 5,000 requests an hour)');
  for (const [what, listed] of [
    ['nothing but deletions', 0],
    ['with the 100 requests that list them first', 100],
  ] as const) {
    const time = virtualTime(Date.UTC(2026, 0, 1));
    const scene = bulk(time);
    const start = time.now();
    const signal = new AbortController().signal;
    const work = async (): Promise<void> => {
      for (let page = 0; page < listed; page++) await scene.api.organizations(1, signal);
      await scene.run(10_000);
    };
    await time.run(work());
    const minutes = (time.now() - start) / 60_000;
    const bound = lowerBound(10_000, listed);
    const { changes, refused } = scene.server;
    console.log(
      `  ${what}: ${minutes.toFixed(1)} min, lower bound ${bound.toFixed(1)} min (+${percent(minutes / bound - 1)}), ` +
        `${String(changes.length)} deleted, ${String(refused.length)} refused, most in 60 s ${String(mostInAMinute(changes))}`,
    );
  }
}

/** Bursts of 180 at the start of every minute, 5,000 requests in every hour, in minutes. */
function lowerBound(changes: number, reads: number): number {
  let left = changes;
  let quota = 5000 - reads;
  for (let minute = 0; ; minute++) {
    if (minute > 0 && minute % 60 === 0) quota = 5000;
    const sent = Math.min(left, 180, quota);
    left -= sent;
    quota -= sent;
    if (left === 0) return minute;
  }
}

/** 500 deletions on the local GitHub with its limits enforced; each way has a server of its own, all at the same time. */
async function real(): Promise<void> {
  console.log(`\n${String(COUNT)} deletions, limits enforced, answers after ${String(LATENCY)} ms`);
  const half = { points: 450 };
  const results = await Promise.all([
    ours('this extension', {}),
    octokit(),
    ours('half the points, says so in seconds (403)', { ...half, retryAfter: 'seconds' }),
    ours('half the points, does not say when (403)', { ...half, retryAfter: 'none' }),
    ours('half the points, says so in seconds (429)', { ...half, retryAfter: 'seconds', status: 429 }),
    ours('half the points, does not say when (429)', { ...half, retryAfter: 'none', status: 429 }),
  ]);
  for (const { what, seconds, deleted, refused, inAMinute } of results) {
    console.log(
      `  ${what}: ${seconds.toFixed(1)} s, ${String(deleted)} deleted, ${String(refused)} refused ` +
        `(${percent(refused / (deleted + refused))}), most in 60 s ${String(inAMinute)}`,
    );
  }
  const [mine, theirs] = results;
  console.log(`  ${(theirs.seconds / mine.seconds).toFixed(2)} times as fast as Octokit with its plugins`);
}

async function ours(what: string, limits: Partial<Limits>): Promise<Measured> {
  return measured(what, limits, async (github) => {
    const host = { ...GITHUB_COM, apiUrl: github.apiUrl, webUrl: github.url };
    const account = { provider: 'github', id: '583231', login: SMALL.user, host } as const;
    const now = (): number => Date.now();
    const pacer = createPacer({ now, sleep, random: () => Math.random() });
    const api = createPackagesApi({
      host,
      token: (need) => Promise.resolve(tokenOf(github, need.operation)),
      fetch,
      now,
      log: () => undefined,
      userAgent: 'github-packages-explorer/bench',
      pacer,
    });
    const signal = new AbortController().signal;
    const { items } = await api.packages({ kind: 'organization', login: SMALL.org }, 'npm', 1, signal);
    const [pkg] = items;
    if (!pkg) throw new Error('The package is missing');
    const all = await survey([{ account, pkg, version: NOTHING }], () => api, signal);
    const versions = [...all.values()][0]?.active?.items.slice(0, COUNT) ?? [];
    const targets = versions.map((version) => ({ account, pkg, version }));
    const plan: Plan = planDeletion(targets, all);
    const journal = createJournal({
      files: memoryFiles(),
      now,
      newId: () => crypto.randomUUID(),
      every: () => () => undefined,
      log: () => undefined,
    });
    const recorder = await journal.begin('delete', goingOf(plan));
    const isReadOnly = (): boolean => false;
    const onOutcome = (): void => undefined;
    await runPlan(plan, { api: () => api, pacer: () => pacer, recorder, isReadOnly, signal, now, sleep, onOutcome });
    await recorder.end();
  });
}

/** Octokit as its documentation has it: both plugins at their defaults, everything handed over at once. */
async function octokit(): Promise<Measured> {
  return measured('Octokit with plugin-throttling and plugin-retry', {}, async (github) => {
    const Client = Octokit.plugin(throttling, retry);
    const client = new Client({
      auth: tokenOf(github, 'delete'),
      baseUrl: github.apiUrl,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => true },
    });
    const of = { org: KEY.owner, package_type: KEY.type, package_name: KEY.name } as const;
    const versions = await client.paginate(client.rest.packages.getAllPackageVersionsForPackageOwnedByOrg, {
      ...of,
      per_page: 100,
    });
    const chosen = versions.slice(0, COUNT);
    await Promise.all(
      chosen.map(({ id }) => client.rest.packages.deletePackageVersionForOrg({ ...of, package_version_id: id })),
    );
  });
}

async function measured(
  what: string,
  limits: Partial<Limits>,
  run: (github: GitHub) => Promise<void>,
): Promise<Measured> {
  const github = await startGitHub({ world: makeSmallWorld, play: 'github.com', latency: LATENCY, limits });
  try {
    setVersionCount(github, KEY, COUNT + 10);
    const start = performance.now();
    await run(github);
    const seconds = (performance.now() - start) / 1000;
    const deletions = github.requests.filter(({ method }) => method === 'DELETE');
    const done = deletions.filter(({ status }) => status === 204);
    return {
      what,
      seconds,
      deleted: github.packageState(KEY)?.versions.filter(({ deletedAt }) => deletedAt !== undefined).length ?? 0,
      refused: github.requests.filter(({ status }) => status === 403 || status === 429).length,
      inAMinute: mostInAMinute(done.map(({ time }) => time)),
    };
  } finally {
    await github.close();
  }
}

const NOTHING = { id: 0, name: '', tags: [], createdAt: 0, updatedAt: 0 };
const tokens = new WeakMap<GitHub, Map<string, string>>();

function tokenOf(github: GitHub, operation: 'read' | 'delete' | 'restore'): string {
  const known = tokens.get(github) ?? new Map<string, string>();
  tokens.set(github, known);
  const scopes = scopesFor('github.com', { operation, repository: false });
  const token = known.get(operation) ?? github.issueToken(SMALL.user, scopes);
  known.set(operation, token);
  return token;
}

function quiet(): void {
  return;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

void main();
