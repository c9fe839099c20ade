// Behind `npm test`: unit tests, the integration suite in both extension hosts, and the end-to-end tests, then the totals.
//   npm test -- [--grep PATTERN] [--only unit|faults|integration|registry|e2e]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { getBrowser } from './browser';
import { atExit, temporaryFolder } from './cleanup';
import { Problem, fail, sentence } from './problem.mjs';
import { inProject } from './project';
import { add, describeTotals, noTotals, type Totals } from './totals';
import { getVSCodeServer } from './vscodeServer';

interface Section {
  name: string;
  group: 'unit' | 'faults' | 'integration' | 'registry' | 'e2e';
  program: string;
  args: string[];
}

const sections: Section[] = [
  { name: 'Unit', group: 'unit', program: 'section', args: ['unit', '--timeout', '30000'] },
  { name: 'Faults', group: 'faults', program: 'section', args: ['faults', '--timeout', '60000'] },
  { name: 'Integration, Node extension host', group: 'integration', program: 'integration', args: ['--host', 'node'] },
  { name: 'Integration, web extension host', group: 'integration', program: 'integration', args: ['--host', 'web'] },
  { name: 'Real registry', group: 'registry', program: 'section', args: ['registry', '--timeout', '60000'] },
  { name: 'End to end', group: 'e2e', program: 'section', args: ['e2e', '--timeout', '120000'] },
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { grep: { type: 'string', short: 'g' }, only: { type: 'string' } } });
  const chosen = sections.filter(({ group }) => values.only === undefined || values.only === group);
  if (chosen.length === 0) throw new Problem('--only takes unit, faults, integration, registry or e2e.');

  const folder = temporaryFolder();
  const file = path.join(folder.path, 'totals.json');
  const desktop = process.env['VSCODE_TEST_DESKTOP'] === '1';
  const inEditor = chosen.filter(({ group }) => group === 'e2e' || (group === 'integration' && !desktop));
  const obstacle = inEditor.length > 0 ? await prepareEditor() : undefined;
  let sum = noTotals;
  for (const section of chosen) {
    if (obstacle === undefined || !inEditor.includes(section)) sum = add(sum, await run(section, file, values.grep));
  }
  folder.remove();
  if (obstacle !== undefined) {
    console.log(`\n${obstacle}`);
    sum = add(sum, { ...noTotals, failed: 1 });
  }
  if (sum.passed + sum.failed + sum.skipped === 0) console.log('No test matches.');
  console.log(describeTotals(sum));
  process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** Fetches VS Code and a browser. Answers with the sentence of what is in the way, once for all sections that need them. */
async function prepareEditor(): Promise<string | undefined> {
  try {
    await getVSCodeServer();
    await getBrowser();
    return undefined;
  } catch (error) {
    return sentence(error);
  }
}

/** Runs a section in a process of its own; one that does not report, or that had nothing to run, counts as a failure. */
async function run({ name, program, args }: Section, totalsFile: string, grep: string | undefined): Promise<Totals> {
  console.log(`\n=== ${name}`);
  fs.rmSync(totalsFile, { force: true });
  const started = Date.now();
  const line = [...args, '--totals', totalsFile, ...(grep === undefined ? [] : ['--grep', grep])];
  const code = await programEnds(inProject('out', 'test', 'vscode', `${program}.js`), line);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);

  const totals = readTotals(totalsFile);
  if (!totals) {
    console.log(`${name}: ended with code ${String(code)} before its tests did (${seconds} s)`);
    return { ...noTotals, failed: 1 };
  }
  console.log(`${name}: ${describeTotals(totals)} (${seconds} s)`);
  const ran = totals.passed + totals.failed + totals.skipped;
  if (ran === 0 && grep === undefined) {
    console.log(`${name}: no test ran, which counts as a failure`);
    return { ...totals, failed: 1 };
  }
  // Something outside the tests went wrong.
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

function programEnds(file: string, args: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: inProject(),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const forget = atExit(() => child.kill());
    child.once('error', reject);
    child.once('exit', (code) => {
      forget();
      resolve(code);
    });
  });
}

function readTotals(file: string): Totals | undefined {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Totals) : undefined;
}

main().catch(fail);
