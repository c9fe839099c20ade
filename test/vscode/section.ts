// Runs the tests of a folder in this process with mocha, and leaves the totals in a file.
//   node out/test/vscode/section.js unit|e2e --totals FILE [--grep PATTERN] [--timeout MS]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { fail } from './problem.mjs';
import { inProject } from './project';
import { runMocha } from './totals';

async function main(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { totals: { type: 'string' }, grep: { type: 'string' }, timeout: { type: 'string', default: '2000' } },
  });
  const mocha = new Mocha({ timeout: Number(values.timeout), ...(values.grep ? { grep: values.grep } : {}) });
  for (const section of positionals) for (const file of filesOf(section)) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const totals = await runMocha(mocha);
  if (values.totals) fs.writeFileSync(values.totals, JSON.stringify(totals));
  process.exit(totals.failed === 0 ? 0 : 1);
}

/** The unit tests are built into one file. */
function filesOf(section: string): string[] {
  if (section === 'unit') return [inProject('out', 'test', 'unit.js')];
  // The sources tell what there is: a bundle may be left from a test that is gone.
  const sources = fs.readdirSync(inProject('test', section), { recursive: true, encoding: 'utf8' });
  return sources
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((source) => path.join(inProject('out', 'test', section), source.replace(/\.ts$/, '.js')));
}

main().catch(fail);
