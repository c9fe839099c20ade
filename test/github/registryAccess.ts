import { RegistryError } from './registryErrors';
import { impliedScopes } from './scopes';
import type { Package, World } from './state';

export interface AccessContext {
  readonly world: () => World;
  /** A GitHub token's owner and scopes; undefined for a token that does not exist or was revoked. */
  readonly authenticate: (
    tokenValue: string,
  ) => { readonly login: string; readonly scopes: readonly string[] } | undefined;
  /** May this person, or anyone when undefined, read the package? */
  readonly canRead: (login: string | undefined, pkg: Package) => boolean;
  /** The server's clock, epoch milliseconds. */
  readonly now: () => number;
  /** The registry's own origin, as clients reach it. */
  readonly baseUrl: () => string;
  /** Makes tokens for another registry, which are of no use here. */
  readonly tokenFor?: (scopes: readonly string[]) => string;
}

/** Who may pull what. Names are `owner/name`; every refusal is a {@link RegistryError}. */
export interface RegistryAccess {
  /** The token endpoint: GitHub credentials, or none, for a short-lived registry token. */
  exchange(scopes: readonly string[], authorization: string | undefined): { token: string };
  /** Accepts the credentials for anything at all, as `/v2/` does. */
  check(authorization: string | undefined): void;
  /** The package of that name, for one who may read it. */
  open(name: string, authorization: string | undefined): Package;
}

interface Caller {
  readonly tokenValue: string;
  readonly login: string;
  readonly scopes: readonly string[];
}

interface Grant {
  /** None when nobody signed in. */
  readonly caller: Caller | undefined;
  readonly names: ReadonlySet<string>;
  readonly expiresAt: number;
}

/** What a client has to assume when `expires_in` is absent, as it is in ghcr.io's answers. */
const TOKEN_LIFE = 60_000;

/** The name in the challenge of `/v2/`, which is no image: a token for it opens nothing. */
const PLACEHOLDER = 'user/image';

export function createRegistryAccess(context: AccessContext): RegistryAccess {
  const grants = new Map<string, Grant>();

  function signedIn(tokenValue: string): Caller {
    const user = context.authenticate(tokenValue);
    if (!user) throw denied('The credentials are not valid.');
    if (!impliedScopes(user.scopes).has('read:packages')) throw denied('The token needs the scope read:packages.');
    return { tokenValue, ...user };
  }

  function findPackage(name: string): Package | undefined {
    const [owner, ...rest] = name.split('/');
    return context.world().packages.find((pkg) => {
      if (pkg.type !== 'container' || pkg.deletedAt !== undefined) return false;
      return pkg.owner.toLowerCase() === owner && pkg.name === rest.join('/');
    });
  }

  function mayRead(caller: Caller | undefined, pkg: Package): boolean {
    return context.canRead(caller?.login, pkg) && (!caller || passesSso(context.world(), caller, pkg.owner));
  }

  function fromHeader(authorization: string | undefined, name: string): Grant {
    const now = context.now();
    if (authorization === undefined) throw challenge(context.baseUrl(), name);
    const value = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
    const grant = grants.get(value);
    if (grant && grant.expiresAt <= now) throw challenge(context.baseUrl(), name);
    if (grant) return grant;
    // A GitHub token in base64 is taken in place of a registry token.
    const caller = signedIn(Buffer.from(value, 'base64').toString('utf8'));
    return { caller, names: new Set([name]), expiresAt: now };
  }

  return {
    exchange(scopes, authorization) {
      const caller = authorization === undefined ? undefined : signedIn(passwordOf(authorization));
      const names = new Set(scopes.flatMap(pulledNames));
      for (const name of names) {
        if (name === PLACEHOLDER) continue;
        const pkg = findPackage(name);
        if (pkg && mayRead(caller, pkg)) continue;
        throw caller ? denied() : new RegistryError(401, 'UNAUTHORIZED', 'Sign in to read this package.');
      }
      if (context.tokenFor) return { token: context.tokenFor([...names].map((name) => `repository:${name}:pull`)) };
      const token = Buffer.from(`registry-token-${String(grants.size + 1)}`).toString('base64url');
      grants.set(token, { caller, names, expiresAt: context.now() + TOKEN_LIFE });
      return { token };
    },

    check(authorization) {
      fromHeader(authorization, PLACEHOLDER);
    },

    open(name, authorization) {
      const { caller, names } = fromHeader(authorization, name);
      if (!names.has(name)) throw denied();
      const pkg = findPackage(name);
      if (!pkg) throw new RegistryError(404, 'NAME_UNKNOWN', 'There is no such image.');
      if (!mayRead(caller, pkg)) throw denied();
      return pkg;
    },
  };
}

/** Single sign-on concerns an organisation's members, and their tokens need to be authorised for it. */
function passesSso(world: World, { login, tokenValue }: Caller, ownerLogin: string): boolean {
  const owner = world.owners.find((each) => each.login === ownerLogin);
  if (owner?.kind !== 'Organization' || !owner.sso || !owner.members.has(login)) return true;
  return world.tokens.some(({ value, ssoAuthorized }) => value === tokenValue && ssoAuthorized.has(ownerLogin));
}

/** The names in `repository:NAME:pull,…`; several scopes can stand in one parameter. */
function pulledNames(scope: string): string[] {
  return scope
    .split(' ')
    .map((part) => /^repository:([^:]+):(?:.+,)?pull(?:,.+)?$/.exec(part)?.[1])
    .filter((name) => name !== undefined);
}

/** Any user name goes with a GitHub token as password. */
function passwordOf(authorization: string): string {
  const encoded = /^Basic (\S+)$/i.exec(authorization)?.[1] ?? '';
  return Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
}

/** ghcr.io sends a challenge only to one who showed no credentials. */
function challenge(baseUrl: string, name: string): RegistryError {
  const service = new URL(baseUrl).host;
  return new RegistryError(401, 'UNAUTHORIZED', 'A token is needed.', {
    'www-authenticate': `Bearer realm="${baseUrl}/token",service="${service}",scope="repository:${name}:pull"`,
  });
}

function denied(message = 'Access to this resource is denied.'): RegistryError {
  return new RegistryError(403, 'DENIED', message);
}
