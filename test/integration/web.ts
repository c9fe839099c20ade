import { load } from 'glob:./*.test.ts';
import { mochaOptions, runInHost } from './runner';

/** Called by VS Code in its web-worker extension host. Rejects when a test failed. */
export async function run(): Promise<void> {
  // The build of mocha for browsers puts `mocha` and `Mocha` into the global scope. It also puts itself in the place of the
  // exports of this bundle, so it has to load after VS Code has taken them.
  await import('mocha/mocha.js');
  mocha.setup({ ui: 'bdd', reporter: Mocha.reporters.Spec, ...mochaOptions() });
  await load();
  await runInHost(mocha);
}
