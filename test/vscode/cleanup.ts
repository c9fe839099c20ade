import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What has to happen before this process is gone, last in first out. Only synchronous work is possible then. */
const pending = new Set<() => void>();

process.once('exit', () => {
  for (const undo of [...pending].reverse()) undo();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + os.constants.signals[signal]));
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
