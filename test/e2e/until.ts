import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE = 20_000;
const STEP = 50;

/**
 * Waits for something that no page shows, such as what has reached a server.
 * @throws Error when it does not come true
 */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !isTrue();) {
    if (Date.now() > end) throw new Error(`Not within ${String(PATIENCE / 1000)} s: ${what}`);
    await delay(STEP);
  }
}
