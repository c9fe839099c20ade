import { ApiError, toApiError } from './errors';
import { isRedirect, readBytes, withinTime } from './network';

export interface RegistryGetOptions {
  readonly fetch: typeof fetch;
  /** Longest time for one answer, in milliseconds. */
  readonly timeout?: number;
}

/** An answer, read to its end. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One read, in time and within bounds, that goes nowhere but to the address given. Without a signal it is not called off. */
export type RegistryGet = (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
) => Promise<RegistryAnswer>;

/** The largest manifest that registries have to accept. */
const MAX_BYTES = 4 * 1024 * 1024;
const TIMEOUT = 30_000;

export function createRegistryGet({ fetch, timeout = TIMEOUT }: RegistryGetOptions): RegistryGet {
  return (url, headers, signal) =>
    withinTime(signal, timeout, async (within) => {
      const request = { headers, signal: within, redirect: 'manual', cache: 'no-store' } as const;
      const response = await fetch(url, request).catch(hiddenFailure);
      if (response.type === 'opaqueredirect' || isRedirect(response.status)) {
        throw new ApiError('unexpected-answer', 'the registry redirected'); // nobody is to follow with a token
      }
      return { status: response.status, headers: response.headers, bytes: await readBytes(response, MAX_BYTES) };
    });
}

/** A browser does not say what kept a page from reading another origin; Node always names a cause. */
function hiddenFailure(error: unknown): never {
  if (error instanceof TypeError && error.cause === undefined) {
    throw new ApiError('registry-unreadable', error.message);
  }
  throw error;
}

/** The failure that an answer tells, in the registry's own words: `{"errors":[{"code","message"}]}`. */
export function refusal({ status, headers, bytes }: RegistryAnswer, now: number): ApiError {
  const response = { status, headers: Object.fromEntries(headers), data: { message: messageOf(bytes) } };
  return toApiError({ response }, now);
}

function messageOf(bytes: Uint8Array): string | undefined {
  try {
    const { errors } = JSON.parse(new TextDecoder().decode(bytes)) as { errors?: readonly { message?: unknown }[] };
    const message = errors?.[0]?.message;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
