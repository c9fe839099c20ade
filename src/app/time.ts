import { sleep } from '../github/sleep';

/** The machine's own clock, handed to whatever waits or looks at the time, so that tests can hand in another. */
export const time = {
  /** Epoch milliseconds. */
  now: (): number => Date.now(),
  sleep,
  later: (callback: () => void, ms: number): void => void setTimeout(callback, ms),
  /** @returns what ends it */
  every: (ms: number, act: () => void): (() => void) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
} as const;

/** Calls at most once in so many milliseconds, and always after the last time it was asked to. */
export function seldom(call: () => void, ms: number): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    time.later(() => {
      isDue = false;
      call();
    }, ms);
  };
}
