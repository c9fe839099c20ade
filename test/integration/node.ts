import Mocha from 'mocha';
import { load } from 'glob:./*.test.ts';
import { mochaOptions, runInHost } from './runner';

/** Called by VS Code in its Node extension host. Rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha(mochaOptions());
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  await runInHost(mocha);
}
