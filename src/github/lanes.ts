import { ApiError } from './errors';

/** Lets so many tasks run at once; the others wait for their turn, in the order they came. */
export type Lanes = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** @returns lanes that reject a task as cancelled when its signal is aborted before its turn */
export function createLanes(count: number): Lanes {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (task, signal) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands the lane on
    try {
      if (signal.aborted) throw new ApiError('cancelled', 'given up before its turn');
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
