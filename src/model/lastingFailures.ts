import type { Reason } from '../github/errors';

/** After these every further request of the account would meet the same, or worse: what has many to send stops. */
export const LASTING_FAILURES: ReadonlySet<Reason> = new Set([
  'signed-out',
  'bad-credentials',
  'scope-missing',
  'sso-required',
  'app-restricted',
  'token-kind',
  'rate-limited',
  'offline',
  'unreachable',
  'certificate',
  'foreign-host',
  'registry-unreadable',
  'read-only',
  'not-recorded',
  'cancelled',
]);
