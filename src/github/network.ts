import { ApiError } from './errors';

/**
 * Does something with the network within a time.
 * @param act is given a signal that ends with the caller's own and with the time
 * @throws {@link ApiError}s, and an `AbortError` when the caller's own signal ends it
 */
export async function withinTime<T>(
  caller: AbortSignal | undefined,
  ms: number,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(ms);
  try {
    return await act(caller ? AbortSignal.any([caller, timeout]) : timeout);
  } catch (error) {
    if (caller?.aborted) throw abortError();
    if (timeout.aborted) throw new ApiError('timeout', 'no complete answer in time');
    if (error instanceof ApiError) throw error;
    throw networkError(error);
  }
}

/** The whole body. @throws ApiError when it is too large; what the connection throws when it breaks */
export async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
    if (size <= maxBytes) continue;
    await reader.cancel();
    throw new ApiError('unexpected-answer', `larger than ${maxBytes} bytes`);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

export function isRedirect(status: number): boolean {
  return status >= 301 && status <= 308 && status !== 304;
}

export function abortError(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError');
}

/** Node says in the `cause` of its "fetch failed" what went wrong; a browser tells a page nothing. */
function networkError(error: unknown): ApiError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = cause && 'code' in cause ? String(cause.code) : '';
  const message = [error instanceof Error ? error.message : String(error), cause?.message].filter(Boolean).join(': ');
  if (/CERT|SELF_SIGNED|ISSUER|LEAF_SIGNATURE|ALTNAME|ERR_SSL|ERR_TLS/.test(code))
    return new ApiError('certificate', message);
  if (/ENOTFOUND|EAI_AGAIN|ENETUNREACH|ENETDOWN/.test(code)) return new ApiError('offline', message);
  return new ApiError('unreachable', message);
}
