import { missingScopes } from './scopes';

/** Why a request failed, decided once, from status, headers and the fragments GitHub is known to use. */
export type Reason =
  | 'signed-out'
  | 'bad-credentials'
  | 'scope-missing'
  | 'sso-required'
  | 'app-restricted'
  | 'token-kind'
  | 'not-found'
  | 'not-admin'
  | 'not-restorable'
  | 'name-taken'
  | 'last-tagged-version'
  | 'last-version'
  | 'too-many-downloads'
  | 'rate-limited'
  | 'refused'
  | 'server-error'
  | 'offline'
  | 'certificate'
  | 'unreachable'
  | 'timeout'
  | 'broken-answer'
  | 'unexpected-answer'
  | 'foreign-host'
  /** The container registry does not let a browser read it. */
  | 'registry-unreadable'
  | 'cancelled'
  /** Not sent: an image that it is a part of is still there. */
  | 'part-of-image'
  /** Not sent: it would be an image without one of its parts. */
  | 'part-missing'
  /** Not sent: read-only mode is on. */
  | 'read-only'
  /** Not sent: the journal cannot be written, so nobody could tell afterwards what happened. */
  | 'not-recorded';

interface Details {
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** GitHub's `X-GitHub-Request-Id`, for its support and for our log. */
  readonly requestId?: string | undefined;
  /** Where a person authorises the token for an organisation. Holds a secret: never log it. */
  readonly ssoUrl?: string | undefined;
  /** When the limit is lifted, epoch milliseconds on our clock. */
  readonly retryAt?: number | undefined;
  /** Scopes that GitHub asks for and the token does not have. */
  readonly missingScopes?: readonly string[] | undefined;
}

/** The one error that leaves `src/github/`. Its message is the server's own words, for the log only. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly reason: Reason,
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** `message` of GitHub's error body. */
  readonly message: string;
}

/**
 * Turns whatever a request threw into an {@link ApiError}.
 * The fragments were collected from public reports; GitHub's descriptions list statuses only.
 *
 * @param error anything thrown by the transport or by Octokit
 * @param now epoch milliseconds on our clock, for limits that GitHub gives as a time span
 */
export function toApiError(error: unknown, now: number): ApiError {
  if (error instanceof ApiError) return error;
  const answer = answerOf(error);
  if (answer) return classify(answer, now);
  // Octokit wraps what our transport throws.
  if (error instanceof Error && error.cause !== undefined && error.cause !== error) return toApiError(error.cause, now);
  if (error instanceof Error && error.name === 'AbortError') return new ApiError('cancelled', error.message);
  if (error instanceof Error && error.name === 'TimeoutError') return new ApiError('timeout', error.message);
  return new ApiError('unreachable', error instanceof Error ? error.message : String(error));
}

function classify({ status, headers, message }: Answer, now: number): ApiError {
  const requestId = text(headers['x-github-request-id']);
  const make = (reason: Reason, details: Details = {}): ApiError =>
    new ApiError(reason, message, { status, requestId, ...details });

  if (status === 401) return make('bad-credentials');
  if (status === 403 || status === 429) {
    const ssoUrl = ssoUrlOf(text(headers['x-github-sso']));
    if (ssoUrl !== undefined || /SAML enforcement/i.test(message)) return make('sso-required', { ssoUrl });
    if (/OAuth App access restrictions/i.test(message)) return make('app-restricted');
    const limit = limitRefusal({ status, headers, message }, now);
    if (limit) return make('rate-limited', limit);
    if (/You need at least /i.test(message)) {
      const needed = message.match(/\b[a-z_]+:[a-z_]+\b|\brepo\b/g) ?? [];
      const missing = missingScopes(needed, text(headers['x-oauth-scopes']));
      return make('scope-missing', { missingScopes: missing.length > 0 ? missing : needed });
    }
    if (/Resource not accessible by/i.test(message)) return make('token-kind');
    return make('refused');
  }
  if (status === 404 || status === 410) return make('not-found');
  if (/last tagged version/i.test(message)) return make('last-tagged-version');
  if (/last version of a package/i.test(message)) return make('last-version');
  if (/more than 5,?000 downloads/i.test(message)) return make('too-many-downloads');
  if (status === 400 && /invalid argument/i.test(message)) return make('token-kind');
  if (status >= 500) return make('server-error', { retryAt: retryTime(headers, now) });
  if (status >= 400) return make('refused');
  return make('unexpected-answer'); // for instance a 304 nobody asked for
}

/**
 * Whether a rate limit refused a request, which then was not carried out. Both statuses are documented for it.
 * @returns when to come back, as far as GitHub says
 */
export function limitRefusal(
  { status, headers, message }: Answer,
  now: number,
): { readonly retryAt: number | undefined } | undefined {
  if (status !== 403 && status !== 429) return undefined;
  if (ssoUrlOf(text(headers['x-github-sso'])) !== undefined) return undefined;
  if (/SAML enforcement|OAuth App access restrictions|You need at least /i.test(message)) return undefined;
  const retryAt = retryTime(headers, now);
  return status === 429 || retryAt !== undefined || /rate limit|secondary rate/i.test(message)
    ? { retryAt }
    : undefined;
}

/** What Octokit's `RequestError` holds, where there was an answer. */
function answerOf(error: unknown): Answer | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
  const { response } = error;
  if (typeof response !== 'object' || response === null) return undefined;
  const { status, headers, data } = response as { status?: unknown; headers?: unknown; data?: unknown };
  if (typeof status !== 'number') return undefined;
  const body = typeof data === 'object' && data !== null && 'message' in data ? data.message : undefined;
  return {
    status,
    headers: typeof headers === 'object' && headers !== null ? (headers as Answer['headers']) : {},
    message: typeof body === 'string' ? body : `HTTP ${status}`,
  };
}

/** `required; url=https://…` to the url; `partial-results; …` is not an error. */
function ssoUrlOf(header: string | undefined): string | undefined {
  if (!header?.startsWith('required')) return undefined;
  return header.split(';').flatMap((part) => /^\s*url=(.+)$/.exec(part)?.[1] ?? [])[0];
}

/**
 * When to come back: `retry-after` first, else the reset of an exhausted hourly limit, by the server's own clock
 * (docs.github.com, "Rate limits for the REST API": "Exceeding the rate limit").
 */
function retryTime(headers: Answer['headers'], now: number): number | undefined {
  const retryAfter = text(headers['retry-after']);
  if (retryAfter !== undefined) {
    const seconds = Number(retryAfter);
    if (Number.isFinite(seconds)) return now + Math.max(0, seconds) * 1000;
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return now + Math.max(0, date - serverTime(headers, now));
  }
  const reset = Number(text(headers['x-ratelimit-reset']));
  if (text(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
    return now + Math.max(0, reset * 1000 - serverTime(headers, now));
  }
  return undefined;
}

/** The server's clock, by its `Date`; ours where it does not tell. */
export function serverTime(headers: Answer['headers'], now: number): number {
  const date = Date.parse(text(headers['date']) ?? '');
  return Number.isNaN(date) ? now : date;
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
