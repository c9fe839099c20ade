// How fast packages and versions are listed, next to Octokit's own paging and to what the network allows at best, how
// many downloads images cost, and how long the editor is blocked.
//   npm run bench [-- --only listing|images --rounds 5 --write --no-workbench]
// With --write the tables go into test/bench/README.md.
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { inProject } from '../vscode/project';
import { connect } from '../github/control';
import { makeSmallWorld } from '../github/seed';
import { SMALL } from '../github/seed/names';
import { addLargeOrganization, LARGE_CONTAINER } from '../github/seed/scale';
import { startGitHub } from '../github/server';
import { createClients, type Clients } from './clients';
import { activationRows } from './activation';
import { bundleRows } from './bundles';
import { fluidityRows } from './fluidity';
import { addManyImages, imageRows } from './images';
import { median, row, spread, type Row } from './table';

const VERSIONS = 10_000;

/** The server has a thread of its own, so that its work is not taken for the client's. */
async function serve(): Promise<void> {
  const github = await startGitHub({
    world: (now) => {
      const world = makeSmallWorld(now);
      addLargeOrganization(world, now, { login: 'org-600', owner: SMALL.user, packages: 600, versions: VERSIONS });
      addLargeOrganization(world, now, { login: 'org-3000', owner: SMALL.user, packages: 3000 });
      return addManyImages(world, now, SMALL.user);
    },
  });
  parentPort?.postMessage(github.url);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      write: { type: 'boolean', default: false },
      'no-workbench': { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  const worker = new Worker(__filename);
  const url = await new Promise<string>((resolve) => worker.once('message', resolve));
  const control = connect(url);
  const token = await control.issueToken(SMALL.user, ['read:packages', 'read:org', 'repo']);
  const publish = (name: string, rows: readonly Row[]): void => {
    const table = ['| What | Ours | Next to it | Ratio | Goal |', '| --- | --- | --- | --- | --- |', ...rows.map(row)];
    process.stdout.write(`${table.join('\n')}\n\n`);
    if (values.write) writeTable(name, table.join('\n'));
  };
  const rows: Row[] = [];
  if (values.only !== 'images') {
    for (const latency of [50, 150]) {
      await control.configure({ latency });
      rows.push(...(await measure(createClients(url, token), latency, rounds)));
    }
    await control.configure({ latency: 0 });
    rows.push(await heapRow(createClients(url, token), rounds));
  }
  const images: Row[] = [];
  if (values.only !== 'listing') {
    await control.configure({ latency: 50 });
    images.push(...(await imageRows(url, token, 50)));
  }
  await worker.terminate();
  if (images.length > 0) publish('images', images);
  if (rows.length === 0) return;
  rows.push(...(await bundleRows()));
  if (!values['no-workbench']) rows.push(...(await activationRows(rounds)), ...(await fluidityRows(rounds)));
  publish('listing', rows);
}

/** All clients by turns in each round, so that what slows the machine down slows them all. */
async function measure(clients: Clients, latency: number, rounds: number): Promise<Row[]> {
  const times = new Map<string, number[]>();
  const note = (name: string, ms: number): void => void times.set(name, [...(times.get(name) ?? []), ms]);
  let spent = 0;
  let most = 0;
  await clients.oneRequest('org-600'); // warm connections and code
  await clients.ours().owner('org-600');
  for (let round = 0; round < rounds; round++) {
    for (const owner of ['org-600', 'org-3000']) {
      note(`${owner} bare`, await clients.oneRequest(owner));
      const ours = clients.ours();
      const read = await ours.owner(owner);
      note(`${owner} first`, read.first);
      note(`${owner} all`, read.all);
      const naive = await clients.octokit(owner);
      note(`${owner} octokit first`, naive.first);
      note(`${owner} octokit all`, naive.all);
      note(`${owner} floor`, await clients.unlimited(owner));
      const again = await ours.owner(owner);
      note(`${owner} again`, again.all);
      spent += again.spent;
      most = Math.max(most, ours.mostInFlight());
    }
    const ours = clients.ours();
    const read = await ours.versions('org-600', LARGE_CONTAINER);
    note('versions first', read.first);
    note('versions all', read.all);
    note('versions bare', await clients.oneVersionRequest('org-600', LARGE_CONTAINER));
    note('versions octokit', await clients.octokitVersions('org-600', LARGE_CONTAINER));
    note('versions floor', await clients.unlimitedVersions('org-600', LARGE_CONTAINER));
    const again = await ours.versions('org-600', LARGE_CONTAINER);
    note('versions again', again.all);
    spent += again.spent;
    most = Math.max(most, ours.mostInFlight());
  }
  const of = (name: string): number[] => times.get(name) ?? [];
  const compare = (what: string, name: string, other: string, otherName: string, goal = ''): Row => ({
    what: `${what}, ${latency} ms`,
    ours: spread(of(name)),
    other: `${otherName} ${spread(of(other))}`,
    ratio: median(of(name)) / median(of(other)),
    goal,
  });
  return [
    ...[600, 3000].flatMap((count) => [
      compare(`first rows of ${count} packages`, `org-${count} first`, `org-${count} bare`, 'one request', '≤ 1.3'),
      compare(`first rows of ${count} packages`, `org-${count} first`, `org-${count} octokit first`, '`paginate`'),
      compare(`all ${count} packages`, `org-${count} all`, `org-${count} octokit all`, '`paginate`'),
      compare(`all ${count} packages`, `org-${count} all`, `org-${count} floor`, 'unlimited lanes'),
      compare(`all ${count} packages again`, `org-${count} again`, `org-${count} all`, 'the first time'),
    ]),
    compare('first of 10,000 versions', 'versions first', 'versions bare', 'one request', '≤ 1.3'),
    compare('all 10,000 versions', 'versions all', 'versions octokit', '`paginate`', '≤ 0.1'),
    compare('all 10,000 versions', 'versions all', 'versions floor', 'unlimited lanes'),
    compare('all 10,000 versions again', 'versions again', 'versions all', 'the first time'),
    { what: `most requests in flight, ${latency} ms`, ours: String(most), other: '', ratio: undefined, goal: '< 20' },
    { what: `spent by reading again, ${latency} ms`, ours: String(spent), other: '', ratio: undefined, goal: '0' },
  ];
}

async function heapRow(clients: Clients, rounds: number): Promise<Row> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const sizes: number[] = [];
  const others: number[] = [];
  const kept: unknown[] = []; // so that no round gives back what the one before it took
  for (let round = 0; round < rounds; round++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    const held = clients.ours();
    await held.versions('org-600', LARGE_CONTAINER);
    collect();
    const between = process.memoryUsage().heapUsed;
    const raw = await clients.rawVersions('org-600', LARGE_CONTAINER);
    kept.push(held, raw);
    collect();
    sizes.push((between - before) / 2 ** 20);
    others.push((process.memoryUsage().heapUsed - between) / 2 ** 20);
    if (raw.length !== VERSIONS) throw new Error('not everything was read');
  }
  if (kept.length !== 2 * rounds) throw new Error('something was not kept');
  return {
    what: 'heap for 10,000 versions, MiB',
    ours: spread(sizes, 1),
    other: `as \`paginate\` holds them ${spread(others, 1)}`,
    ratio: median(sizes) / median(others),
    goal: '',
  };
}

function writeTable(name: string, table: string): void {
  const file = inProject('test', 'bench', 'README.md');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replace(new RegExp(`(<!-- ${name} -->)[^]*(<!-- /${name} -->)`), `$1\n\n${table}\n\n$2`));
}

(isMainThread ? main() : serve()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1); // the server’s thread would go on
});
