import * as vscode from 'vscode';
import { runMocha } from '../vscode/totals';

/** The extension under test. */
export const extensionId = 'packages-explorer.github-packages';

/** What the program that started VS Code asks of this run; it puts it into the user settings as `testRun`. */
interface TestRun {
  grep?: string;
  /** The path of the file that takes the totals. */
  totals?: string;
}

/** Mocha's options for this run. */
export function mochaOptions(): { grep?: string; timeout: number } {
  const { grep } = testRun();
  return { timeout: 15_000, ...(grep ? { grep } : {}) };
}

/**
 * Runs what mocha has loaded, inside VS Code.
 * @throws when a test failed, which is how VS Code learns of it
 */
export async function runInHost(mocha: { run: Mocha['run'] }): Promise<void> {
  const totals = await runMocha(mocha);
  const { totals: file } = testRun();
  const here = vscode.extensions.getExtension(extensionId)?.extensionUri;
  if (file && here) {
    // The web host reaches the files of the machine by the scheme of the extension's own.
    const { path } = vscode.Uri.file(file);
    await vscode.workspace.fs.writeFile(here.with({ path }), new TextEncoder().encode(JSON.stringify(totals)));
  }
  if (totals.failed > 0) throw new Error(`${String(totals.failed)} failed`);
}

function testRun(): TestRun {
  return vscode.workspace.getConfiguration().get<TestRun>('testRun') ?? {};
}
