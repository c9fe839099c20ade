import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PENDING = Symbol.for('github-packages.pending');

/** What has to happen before this process is gone, last in first out. Only synchronous work is possible then. */
const pending = pendingOfProcess();

/** One for the whole process, where several bundles carry this file: each listening for itself would be too many. */
function pendingOfProcess(): Set<() => void> {
  const shared = process as { [PENDING]?: Set<() => void> };
  if (shared[PENDING]) return shared[PENDING];
  const undos = new Set<() => void>();
  process.once('exit', () => {
    for (const undo of [...undos].reverse()) undo();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + os.constants.signals[signal]));
  }
  return (shared[PENDING] = undos);
}

/**
 * Undoes something when it is called, or when this process ends in whatever way it can notice.
 * @param undo runs once
 * @returns what to call when the time has come earlier
 */
export function atExit(undo: () => void): () => void {
  const once = (): void => {
    if (pending.delete(once)) undo();
  };
  pending.add(once);
  return once;
}

/** A new folder that is gone when this process is. Its path is short, since sockets are made in it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'ghp-'));
  const remove = atExit(() => {
    // Whoever was just stopped may still be writing.
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return { path: folder, remove };
}
