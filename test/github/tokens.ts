import { randomBytes } from 'node:crypto';
import { impliedScopes, normalizeScopes } from './scopes';
import type { Site } from './site';
import type { Token, User } from './state';

/** Who a request comes from. */
export interface Identity {
  readonly user: User;
  readonly token: Token;
  /** Normalised; empty for kinds of token that have none. */
  readonly scopes: readonly string[];
  /** {@link scopes} and what they imply. */
  readonly granted: ReadonlySet<string>;
}

export interface TokenOptions {
  readonly kind?: Token['kind'];
  readonly clientId?: string;
  /** Organisations with single sign-on it is authorised for; by default those the person has signed in to before. */
  readonly sso?: readonly string[];
}

const PREFIXES: Readonly<Record<Token['kind'], string>> = {
  oauth: 'gho_',
  classic: 'ghp_',
  'fine-grained': 'github_pat_',
  installation: 'ghs_',
};

/** GitHub keeps this many tokens for one person, app and scope set; the next one pushes the oldest out. */
const TOKENS_PER_SCOPE_SET = 10;

/**
 * Makes a token and remembers it in the world.
 * @throws Error when the world has no such user.
 */
export function issueToken(site: Site, login: string, scopes: readonly string[], options: TokenOptions = {}): Token {
  const user = findUser(site, login);
  if (!user) throw new Error(`There is no user ${login}`);
  const kind = options.kind ?? 'oauth';
  const sso = options.sso ?? passedSso(site, user.login);
  const token: Token = {
    value: PREFIXES[kind] + randomBytes(18).toString('hex'),
    login: user.login,
    scopes: [...scopes],
    kind,
    ...(options.clientId === undefined ? {} : { clientId: options.clientId }),
    ssoAuthorized: new Set(sso),
    revoked: false,
  };
  if (kind === 'oauth') revokeOldest(site.world.tokens, token);
  site.world.tokens.push(token);
  site.secrets.add(token.value);
  return token;
}

/** The identity behind a token's value; none when it is unknown or revoked. */
export function identify(site: Site, value: string): Identity | undefined {
  const token = site.world.tokens.find((candidate) => candidate.value === value && !candidate.revoked);
  const user = token && findUser(site, token.login);
  if (!user) return undefined;
  const scopes = isScoped(token) ? normalizeScopes(token.scopes) : [];
  return { user, token, scopes, granted: impliedScopes(scopes) };
}

/** OAuth and classic tokens have scopes; the others have permissions, and no scope headers. */
export function isScoped(token: Token): boolean {
  return token.kind === 'oauth' || token.kind === 'classic';
}

/** The token in an `Authorization` header: `token X`, `Bearer X`, or Basic with the token as password. */
export function tokenFromHeader(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)\s*$/.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'token':
    case 'bearer':
      return value;
    case 'basic':
      return Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
    default:
      return undefined;
  }
}

export function findUser(site: Site, login: string): User | undefined {
  const owner = site.world.owners.find((candidate) => candidate.login.toLowerCase() === login.toLowerCase());
  return owner?.kind === 'User' ? owner : undefined;
}

function revokeOldest(tokens: readonly Token[], next: Token): void {
  const key = tokenKey(next);
  const alike = tokens.filter((token) => token.kind === 'oauth' && !token.revoked && tokenKey(token) === key);
  const [oldest] = alike;
  if (oldest && alike.length >= TOKENS_PER_SCOPE_SET) oldest.revoked = true;
}

function tokenKey(token: Token): string {
  return JSON.stringify([token.login, token.clientId, normalizeScopes(token.scopes)]);
}

function passedSso(site: Site, login: string): string[] {
  return site.world.owners
    .filter((owner) => site.ssoSessions.has(`${login}/${owner.login}`.toLowerCase()))
    .map((owner) => owner.login);
}
