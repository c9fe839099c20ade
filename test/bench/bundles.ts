import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { inProject } from '../vscode/project';
import type { Row } from './table';

/** Builds both bundles as they are shipped, and weighs them. */
export async function bundleRows(): Promise<readonly Row[]> {
  await promisify(execFile)(process.execPath, [inProject('esbuild.js'), '--production']);
  return ['dist/extension.js', 'dist/app.js', 'dist/web/extension.js'].map((file) => {
    const bytes = fs.readFileSync(inProject(file));
    const kilobytes = (length: number): string => (length / 1000).toFixed(1);
    return {
      what: `\`${file}\`, kB`,
      ours: kilobytes(bytes.length),
      other: `gzip ${kilobytes(gzipSync(bytes).length)}`,
      ratio: undefined,
      goal: '',
    };
  });
}
