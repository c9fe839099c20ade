import type { Clock } from './clock';
import type { ArmedFault } from './faults';
import type { Uncertainties, World } from './state';

/** Which GitHub is played: an enterprise host (REST under `/api/v3`) or github.com (REST at the root). */
export type Play = 'ghes' | 'github.com';

/** Rate limits; `null` switches one off. */
export interface Limits {
  /** Requests an hour and person; without it no `x-ratelimit-*` header is sent. */
  readonly primary: number | null;
  /** Points a minute and person: a read costs one, a write five. */
  readonly points: number | null;
  /** Requests of one person in flight at once. */
  readonly concurrent: number | null;
  /** GitHub documents both statuses for a refusal. */
  readonly status: 403 | 429;
  /** How a secondary refusal says when to come back. */
  readonly retryAfter: 'seconds' | 'date' | 'none';
}

/** What happens at the device page: a person decides, or the test has decided before. */
export type SignIn =
  | { readonly kind: 'page' }
  | { readonly kind: 'approve'; readonly login: string; /** Fewer than asked for. */ readonly scopes?: string[] }
  | { readonly kind: 'deny' };

/** Everything a test may change while the server runs. */
export interface Settings {
  readonly uncertainties: Uncertainties;
  readonly limits: Limits;
  /** Milliseconds before each answer, or a function of the request. */
  readonly latency: number | ((request: { readonly method: string; readonly path: string }) => number);
  /** How long lists go on showing what has been deleted, in milliseconds of the server's clock. */
  readonly listLag: number;
  readonly signIn: SignIn;
  /** Seconds between two polls of the device flow. */
  readonly pollInterval: number;
}

export interface SettingsChange extends Partial<Omit<Settings, 'uncertainties' | 'limits'>> {
  readonly uncertainties?: Partial<Uncertainties>;
  readonly limits?: Partial<Limits>;
}

/** One request as the server saw it. Holds no token. */
export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Without credentials and cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds of the server's clock at arrival. */
  readonly time: number;
  /** Template of the REST operation, such as `/orgs/{org}/packages`. */
  route?: string;
  login?: string;
  /** Normalised scopes of the token that came with it. */
  scopes?: string[];
  /** 0 while, or when, it is not answered. */
  status: number;
  /** The kind of the fault it met. */
  fault?: string;
}

/** A response or request that GitHub's own description does not allow. */
export interface Violation {
  readonly requestId: string;
  readonly request: string;
  readonly side: 'request' | 'response' | 'server';
  readonly message: string;
}

/** One device authorisation on its way. */
export interface DeviceGrant {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  interval: number;
  lastPoll: number;
  decision?: { readonly login: string; readonly scopes: readonly string[] } | 'denied';
}

/** One running local GitHub: what all its handlers share. */
export interface Site {
  readonly play: Play;
  /** Base of the web pages, without a slash at the end. */
  url: string;
  /** Base of the REST API, without a slash at the end. */
  apiUrl: string;
  world: World;
  readonly clock: Clock;
  settings: Settings;
  readonly requests: RequestRecord[];
  readonly violations: Violation[];
  /** Every scope set a sign-in asked for, in order. */
  readonly scopeRequests: string[][];
  readonly faults: ArmedFault[];
  readonly grants: DeviceGrant[];
  /** `login/organisation`, in lower case: who has passed the single sign-on of which organisation in the browser. */
  readonly ssoSessions: Set<string>;
  /** Value of `authorization_request` to the login it was made for. */
  readonly ssoRequests: Map<string, string>;
  /** Every token and `authorization_request` that was ever given out: a reset does not call them back. */
  readonly secrets: Set<string>;
  readonly usage: Map<string, Usage>;
}

/** What one person has spent of the limits. */
export interface Usage {
  windowStart: number;
  used: number;
  readonly spent: { readonly at: number; readonly points: number }[];
  inFlight: number;
}

export const DEFAULT_UNCERTAINTIES: Uncertainties = {
  deletedListNeedsAdmin: false,
  deletedAtGiven: true,
  countIncludesDeleted: false,
  etags: true,
  tagsReturn: true,
  repoForPublic: false,
  lastVersionRuleEverywhere: true,
  newestFirst: true,
  usersVersionsPage: true,
  deletedListOfDeletedPackage: false,
  restoreRefusal: 'not-found',
  registryCors: false,
};

/** github.com's documented limits; an enterprise host has them switched off unless its administrator says otherwise. */
export const GITHUB_COM_LIMITS: Limits = {
  primary: 5000,
  points: 900,
  concurrent: 100,
  status: 403,
  retryAfter: 'seconds',
};
const NO_LIMITS: Limits = { ...GITHUB_COM_LIMITS, primary: null, points: null, concurrent: null };

/** The settings a server starts with, and returns to on reset. */
export function initialSettings(play: Play, change: SettingsChange = {}): Settings {
  return changeSettings(
    {
      uncertainties: DEFAULT_UNCERTAINTIES,
      limits: play === 'ghes' ? NO_LIMITS : GITHUB_COM_LIMITS,
      latency: 0,
      listLag: 0,
      signIn: { kind: 'page' },
      pollInterval: 1,
    },
    change,
  );
}

export function changeSettings(settings: Settings, change: SettingsChange): Settings {
  return {
    ...settings,
    ...change,
    uncertainties: { ...settings.uncertainties, ...change.uncertainties },
    limits: { ...settings.limits, ...change.limits },
  };
}
