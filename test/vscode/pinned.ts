import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { npmCi } from './npm.mjs';
import { Problem } from './problem.mjs';
import { inProject } from './project';

/** Something that comes from npm beside the project's own dependencies, pinned by a package.json and its lock file. */
export interface Pinned {
  /** The folder below test/vscode/ that holds package.json and package-lock.json. */
  pin: string;
  /** What it is, for people. */
  what: string;
  /** How much there is to download, for people. */
  size: string;
  /** A file below node_modules that shows that npm installed it. */
  expects: string;
  /** Makes what npm installed into `staging` usable; it will be moved to `folder` after `check`. */
  finish?: (staging: string, folder: string) => Promise<void>;
  /** Rejects, or answers false, if the result does not run. */
  check: (folder: string) => Promise<boolean>;
}

/**
 * The folder of a pinned thing, installing it first where that has not happened yet. npm verifies every hash of the lock
 * file. The install is made aside and takes its place in one step, so that one which was cut off is never used, and two runs
 * at once do not meet; what npm has fetched before it was cut off comes from npm's own cache the next time.
 * @throws Problem when it cannot be installed or does not run
 */
export async function installed({ pin, what, size, expects, finish, check }: Pinned): Promise<string> {
  const source = inProject('test', 'vscode', pin);
  const cache = inProject('.vscode-test');
  const folder = path.join(cache, `${pin}-${await fingerprint(source)}`);
  if (await exists(folder)) return folder;

  await fs.mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const staging = await fs.mkdtemp(path.join(cache, `partial-${String(process.pid)}-`));
  try {
    await fs.cp(source, staging, { recursive: true });
    const log = path.join(cache, `npm-${pin}.log`);
    await npmCi({ folder: staging, what, size, log, expects, args: ['--ignore-scripts', '--omit=dev'] });
    await finish?.(staging, folder);
    if (!(await check(staging))) throw new Problem(`What was installed as ${what} does not run on this machine.`);
    await fs.rename(staging, folder).catch(async (error: unknown) => {
      // Another run was faster; its install is as good.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await fs.rm(staging, { recursive: true, force: true });
  }
  return folder;
}

/** Changes whenever something of the pin changes, and differs between platforms that share a folder. */
async function fingerprint(source: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  const entries = await fs.readdir(source, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(await fs.readFile(file));
  return hash.digest('hex').slice(0, 12);
}

/** Removes what installs left behind whose process is gone. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await fs.readdir(cache)) {
    const pid = /^partial-(\d+)-/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await fs.rm(path.join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
