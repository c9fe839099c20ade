// @ts-check
import { writeSync } from 'node:fs';

/** A failure that a person can act on: its message is one sentence, and its stack says no more. */
export class Problem extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.stack = message;
  }
}

/**
 * The sentence for anything that was thrown.
 * @param {unknown} error
 * @returns {string} one sentence where the cause is a known one, else the error with its stack
 */
export function sentence(error) {
  if (error instanceof Problem) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ENOSPC')
    return `The disk is full${path ? ` (writing ${path})` : ''}: free some space and run this again.`;
  if (code?.startsWith('ERR_PARSE_ARGS')) return error.message;
  if (code === 'EACCES' && path) return `There is no permission for ${path}.`;
  return error.stack ?? error.message;
}

/**
 * Ends this process with the sentence for an error.
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  writeSync(2, `${sentence(error)}\n`);
  process.exit(1);
}
