import { fullOrganization, privateUser, publicUser, simpleOrganization } from './accountBodies';
import { notFound, RestError } from './errors';
import { rateLimitOverview } from './limits';
import { requireIdentity, type RestAnswer, type RestCall, type RestOperation } from './operation';
import { paginate } from './paging';
import { isMember, lacksSso, refusesApp, requireOrganizationAccess } from './permissions';
import type { Site } from '../site';
import type { Organization, Owner } from '../state';
import { isScoped } from '../tokens';

/** The version an enterprise host says it has. */
export const ENTERPRISE_VERSION = '3.18.0';

/** The helper operations around packages, and those that the editor's own sign-in calls. */
export const ACCOUNT_OPERATIONS: readonly RestOperation[] = [
  { method: 'GET', template: '/user', accepts: none, run: self, etag: always },
  { method: 'GET', template: '/user/orgs', accepts: () => ['read:org', 'user'], run: ownOrganizations, etag: always },
  { method: 'GET', template: '/users/{username}', accepts: none, run: account, etag: always },
  { method: 'GET', template: '/orgs/{org}', accepts: () => ['read:org'], run: organization, etag: always },
  { method: 'GET', template: '/rate_limit', accepts: none, run: rateLimit },
  { method: 'GET', template: '/meta', accepts: none, run: meta, described: false },
  { method: 'GET', template: '', accepts: none, run: root, described: false },
];

function self(call: RestCall): RestAnswer {
  const { user, token, granted } = requireIdentity(call);
  if (token.kind === 'installation') throw new RestError(403, 'Resource not accessible by integration');
  const body = granted.has('user') ? privateUser(call.site, user) : publicUser(call.site, user);
  return { status: 200, value: body };
}

/** Leaves out what the token may not act on; for single sign-on it says so in a header. */
function ownOrganizations(call: RestCall): RestAnswer {
  const identity = requireIdentity(call);
  if (identity.token.kind === 'installation') throw new RestError(403, 'Resource not accessible by integration');
  if (!isScoped(identity.token)) return { status: 200, value: [] };
  if (!identity.granted.has('read:org') && !identity.granted.has('user')) {
    throw new RestError(403, 'You need at least read:org scope or user scope to list your organizations.');
  }
  const own = call.site.world.owners.filter(
    (owner): owner is Organization => owner.kind === 'Organization' && isMember(owner, identity.user),
  );
  const hidden = own.filter((each) => lacksSso(identity, each));
  const shown = own.filter((each) => !lacksSso(identity, each) && !refusesApp(identity, each));
  const { items, link } = paginate(shown, call.url, call.query, call.overlap);
  return {
    status: 200,
    value: items.map((each) => simpleOrganization(call.site, each)),
    headers: {
      ...(link === undefined ? {} : { link }),
      ...(hidden.length > 0
        ? { 'x-github-sso': `partial-results; organizations=${hidden.map((each) => each.id).join(',')}` }
        : {}),
    },
  };
}

/** Answers for organisations too; `type` tells. */
function account(call: RestCall): RestAnswer {
  return { status: 200, value: publicUser(call.site, requireOwner(call.site, call.params['username'])) };
}

function organization(call: RestCall): RestAnswer {
  const owner = requireOwner(call.site, call.params['org']);
  if (owner.kind !== 'Organization') throw notFound();
  if (call.identity) requireOrganizationAccess(call.site, call.identity, owner);
  return { status: 200, value: fullOrganization(call.site, owner) };
}

function rateLimit(call: RestCall): RestAnswer {
  return { status: 200, value: rateLimitOverview(call.site, call.identity?.user) };
}

function meta(call: RestCall): RestAnswer {
  const enterprise = call.site.play === 'ghes' ? { installed_version: ENTERPRISE_VERSION } : {};
  return { status: 200, value: { verifiable_password_authentication: true, ...enterprise } };
}

/** The root, from which the editor's token sign-in reads the scopes of a token. */
function root(call: RestCall): RestAnswer {
  const base = call.site.apiUrl;
  return {
    status: 200,
    value: { current_user_url: `${base}/user`, user_url: `${base}/users/{user}`, rate_limit_url: `${base}/rate_limit` },
  };
}

/**
 * The account with this login, compared without case.
 * @throws RestError 404
 */
export function requireOwner(site: Site, login: string | undefined): Owner {
  const owner = site.world.owners.find((candidate) => candidate.login.toLowerCase() === login?.toLowerCase());
  if (!owner) throw notFound();
  return owner;
}

function none(): readonly string[] {
  return [];
}

function always(): boolean {
  return true;
}
