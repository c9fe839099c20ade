import { execFile } from 'node:child_process';

/**
 * Whether a program starts and ends well.
 * @param env added to this process's environment
 */
export function runs(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 30_000, env: { ...process.env, ...env } }, (error) => {
      resolve(error === null);
    });
  });
}
