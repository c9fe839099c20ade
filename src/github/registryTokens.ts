import { ApiError } from './errors';
import { refusal, type RegistryGet } from './registryGet';

export interface RegistryTokensOptions {
  /** Base of the registry, without a slash at the end. */
  readonly url: string;
  /** Where else the token may go: the addresses of its own host. */
  readonly homes: readonly string[];
  /** The GitHub token for reading; it is not kept. Undefined when the person has not allowed this. */
  readonly token: () => Promise<string | undefined>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A request's credentials: none until the registry asks for some. */
export type Credentials = Readonly<Record<'authorization', string>> | undefined;

/** Short-lived tokens of a registry, one for each repository, in exchange for the GitHub token. */
export interface RegistryTokens {
  /** What to send, as far as the registry has asked for anything before. */
  current(repository: string): Promise<Credentials>;
  /**
   * What to send after a 401.
   * @param refused what was sent
   * @param header the answer's `WWW-Authenticate`
   */
  renew(repository: string, refused: Credentials, header: string | null): Promise<Credentials>;
}

interface Challenge {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

interface Grant {
  readonly credentials: Credentials;
  readonly expiresAt: number;
}

/** What the specification lets a client assume when `expires_in` is absent, in seconds. */
const LIFE = 60;
/** A token is not used in its last seconds. */
const MARGIN = 10_000;

/** As in the CNCF distribution's "Token Authentication Specification". */
export function createRegistryTokens(options: RegistryTokensOptions, get: RegistryGet): RegistryTokens {
  const { now } = options;
  const challenges = new Map<string, Challenge>();
  const grants = new Map<string, Promise<Grant>>();

  async function exchange({ realm, service, scope }: Challenge): Promise<Grant> {
    const token = await options.token();
    if (token === undefined) throw new ApiError('signed-out', 'no session to read the registry');
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set('service', service);
    if (scope !== undefined) url.searchParams.set('scope', scope);
    const answer = await get(url.href, { authorization: `Basic ${btoa(`token:${token}`)}` });
    if (answer.status !== 200) throw refusal(answer, now());
    return toGrant(answer.bytes, now());
  }

  /** Requests side by side ask once, and share the answer. */
  async function grantFor(repository: string, challenge: Challenge, refused: Credentials): Promise<Credentials> {
    const asked = grants.get(repository);
    if (asked) {
      const { credentials, expiresAt } = await asked;
      if (credentials !== refused && expiresAt - MARGIN > now()) return credentials;
      if (grants.get(repository) !== asked) return grantFor(repository, challenge, refused);
    }
    const grant = exchange(challenge);
    grants.set(repository, grant);
    try {
      return (await grant).credentials;
    } catch (error) {
      grants.delete(repository);
      throw error;
    }
  }

  return {
    async current(repository) {
      const challenge = challenges.get(repository);
      return challenge && grantFor(repository, challenge, undefined);
    },
    async renew(repository, refused, header) {
      const challenge = parseChallenge(header, [options.url, ...options.homes]);
      challenges.set(repository, challenge);
      return grantFor(repository, challenge, refused);
    },
  };
}

/**
 * `Bearer realm="…",service="…",scope="…"`. The scope is the registry's own, from the very path that was asked.
 * @param homes where the token may go
 */
function parseChallenge(header: string | null, homes: readonly string[]): Challenge {
  // A browser shows this header only where the registry allows it to.
  if (header === null) throw new ApiError('registry-unreadable', 'the registry does not say how to sign in');
  const parameters = new Map(
    [...header.matchAll(/([a-z]+)="([^"]*)"/gi)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  );
  const realm = toUrl(parameters.get('realm') ?? '');
  if (!/^Bearer\s/i.test(header) || !realm) throw new ApiError('unexpected-answer', 'an unknown way to sign in');
  if (!homes.some((home) => new URL(home).origin === realm.origin)) {
    throw new ApiError('foreign-host', `no token for ${realm.host}`);
  }
  return { realm, service: parameters.get('service'), scope: parameters.get('scope') };
}

function toUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function toGrant(bytes: Uint8Array, now: number): Grant {
  let json: { token?: unknown; access_token?: unknown; expires_in?: unknown } | null;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes)) as typeof json;
  } catch {
    throw new ApiError('broken-answer', 'the answer is not whole');
  }
  const token = json?.token ?? json?.access_token;
  if (typeof token !== 'string' || token === '') throw new ApiError('unexpected-answer', 'no token for the registry');
  const life = typeof json?.expires_in === 'number' ? json.expires_in : LIFE;
  return { credentials: { authorization: `Bearer ${token}` }, expiresAt: now + life * 1000 };
}
