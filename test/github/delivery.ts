import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults';
import type { Reply } from './http';

/**
 * Sends a reply, as badly as the fault says. Resolves when it is sent, or when it will not be.
 * @param stop ends what would otherwise go on for ever
 */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  head: boolean,
  fault: Fault | undefined,
  stop: AbortSignal,
): Promise<void> {
  const bytes = Buffer.from(head ? '' : reply.body, 'utf8');
  const bodiless = head || reply.status === 204 || reply.status === 304;
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(bodiless ? {} : { 'content-length': String(bytes.length) }),
  });
  if (fault?.kind === 'reset') {
    await cut(response, bytes);
  } else if (fault?.kind === 'trickle') {
    await trickle(response, bytes, fault.everyMs, stop);
  } else {
    response.end(bytes);
  }
}

/** Breaks the connection before anything was said. */
export function refuse(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Half of the body, then the end of the connection; the first half is let through, so that the client sees it. */
async function cut(response: ServerResponse, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
      resolve();
    });
  });
  response.socket?.destroy();
}

async function trickle(response: ServerResponse, bytes: Buffer, everyMs: number, stop: AbortSignal): Promise<void> {
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await delay(everyMs, undefined, { signal: stop });
  }
  response.end();
}
