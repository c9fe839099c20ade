/** Time that passes only when everything waits for it. */
export interface VirtualTime {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Lets time pass until a piece of work is over. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** @param start epoch milliseconds */
export function virtualTime(start = 0): VirtualTime {
  let now = start;
  const timers: Timer[] = [];

  return {
    now: () => now,

    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const timer: Timer = { at: now + Math.max(0, ms), wake };
        const stop = (): void => {
          const index = timers.indexOf(timer);
          if (index >= 0) timers.splice(index, 1);
          reject(signal?.reason as Error);
        };
        if (signal?.aborted) return stop();
        signal?.addEventListener('abort', stop, { once: true });
        const later = timers.findIndex(({ at }) => at > timer.at);
        timers.splice(later < 0 ? timers.length : later, 0, timer);
      }),

    async run(work) {
      let over = false;
      const ended = work.then(
        () => (over = true),
        () => (over = true),
      );
      while (!over) {
        await settled();
        if (over) break;
        const next = timers.shift();
        if (next) {
          now = Math.max(now, next.at);
          next.wake();
        } else {
          await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1))]); // loading a module, say
        }
      }
      return work;
    },
  };
}

/** Everything that can go on without time passing has gone on. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate);
}
