import { HOUR, MINUTE, SECOND } from '../clock';
import { RestError } from './errors';
import type { Site, Usage } from '../site';
import type { User } from '../state';

/** Requests an hour for who does not say who they are. */
const ANONYMOUS_PRIMARY = 60;
const READ_POINTS = 1;
const WRITE_POINTS = 5;
/** What GitHub advises to wait when nothing better is known. */
const DEFAULT_WAIT = MINUTE;

/** A request that was let in; to be left when it is answered. */
export interface Admission {
  /** Why it is not to be served. */
  readonly refusal?: RestError;
  readonly leave: () => void;
  /** Gives back what it cost of the primary limit: a 304 is free. */
  readonly refund: () => void;
}

/** Counts a request that has just arrived, and says whether a limit refuses it. `free` costs nothing of the primary limit. */
export function admit(site: Site, user: User | undefined, method: string, free: boolean): Admission {
  const usage = usageOf(site, user);
  usage.inFlight += 1;
  const refusal = concurrencyRefusal(site, usage) ?? primaryRefusal(site, user, usage) ?? pointsRefusal(site, usage);
  const charged = !refusal && !free;
  if (charged) usage.used += 1;
  if (!refusal) usage.spent.push({ at: site.clock.now(), points: isRead(method) ? READ_POINTS : WRITE_POINTS });
  return {
    ...(refusal ? { refusal } : {}),
    leave: () => {
      usage.inFlight -= 1;
    },
    refund: () => {
      if (charged) usage.used -= 1;
    },
  };
}

/** The `x-ratelimit-*` headers; none where the primary limit is off. */
export function limitHeaders(site: Site, user: User | undefined): Record<string, string> {
  const state = primaryState(site, user);
  if (!state) return {};
  return {
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-used': String(state.used),
    'x-ratelimit-reset': String(state.reset),
    'x-ratelimit-resource': 'core',
  };
}

/**
 * The body of `/rate_limit`.
 * @throws RestError 404 where limits are off, as on an enterprise host
 */
export function rateLimitOverview(site: Site, user: User | undefined): object {
  const core = primaryState(site, user);
  if (!core) throw new RestError(404, 'Rate limiting is not enabled.');
  const untouched = { limit: 30, used: 0, remaining: 30, reset: core.reset };
  return { resources: { core, search: untouched }, rate: core };
}

function primaryState(
  site: Site,
  user: User | undefined,
): { limit: number; used: number; remaining: number; reset: number } | undefined {
  const limit = primaryLimit(site, user);
  if (limit === null) return undefined;
  const usage = usageOf(site, user);
  return {
    limit,
    used: usage.used,
    remaining: Math.max(0, limit - usage.used),
    reset: Math.ceil((usage.windowStart + HOUR) / SECOND),
  };
}

function primaryLimit(site: Site, user: User | undefined): number | null {
  const { primary } = site.settings.limits;
  return primary === null || user ? primary : Math.min(primary, ANONYMOUS_PRIMARY);
}

/** What this person has used, with what is over removed. */
function usageOf(site: Site, user: User | undefined): Usage {
  const now = site.clock.now();
  const key = user?.login ?? '';
  const usage = site.usage.get(key) ?? { windowStart: now, used: 0, spent: [], inFlight: 0 };
  site.usage.set(key, usage);
  if (now - usage.windowStart >= HOUR) {
    usage.windowStart = now;
    usage.used = 0;
  }
  const recent = usage.spent.findIndex(({ at }) => now - at < MINUTE);
  usage.spent.splice(0, recent < 0 ? usage.spent.length : recent);
  return usage;
}

function primaryRefusal(site: Site, user: User | undefined, usage: Usage): RestError | undefined {
  const limit = primaryLimit(site, user);
  if (limit === null || usage.used < limit) return undefined;
  const whose = user ? `user ID ${String(user.id)}` : 'this address';
  return new RestError(site.settings.limits.status, `API rate limit exceeded for ${whose}.`);
}

function concurrencyRefusal(site: Site, usage: Usage): RestError | undefined {
  const { concurrent } = site.settings.limits;
  return concurrent !== null && usage.inFlight > concurrent ? secondaryRefusal(site, DEFAULT_WAIT) : undefined;
}

function pointsRefusal(site: Site, usage: Usage): RestError | undefined {
  const { points } = site.settings.limits;
  const spent = usage.spent.reduce((sum, each) => sum + each.points, 0);
  if (points === null || spent < points) return undefined;
  const oldest = usage.spent[0]?.at ?? site.clock.now();
  return secondaryRefusal(site, oldest + MINUTE - site.clock.now());
}

function secondaryRefusal(site: Site, wait: number): RestError {
  const { status, retryAfter } = site.settings.limits;
  const headers: Record<string, string> = {};
  if (retryAfter === 'seconds') headers['retry-after'] = String(Math.max(1, Math.ceil(wait / SECOND)));
  if (retryAfter === 'date') headers['retry-after'] = new Date(site.clock.now() + wait).toUTCString();
  return new RestError(status, 'You have exceeded a secondary rate limit. Please wait before you try again.', headers);
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
