/** The server's own time, which a test can move forward without waiting. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  advance(ms: number): void;
  /** Forgets every {@link advance}. */
  reset(): void;
}

/**
 * @param base where time comes from; the machine's clock unless a test wants it to stand still.
 */
export function createClock(base: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => base() + offset,
    advance(ms) {
      offset += ms;
    },
    reset() {
      offset = 0;
    },
  };
}

/** ISO 8601 in whole seconds, as GitHub writes dates. */
export function isoDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
