import { randomBytes, randomInt } from 'node:crypto';
import { MINUTE, SECOND } from '../clock';
import { formOf, jsonReply, type Incoming, type Reply } from '../http';
import { normalizeScopes, parseScopes } from '../scopes';
import type { DeviceGrant, Site } from '../site';
import { issueToken } from '../tokens';

const EXPIRES_IN = 15 * MINUTE;
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Seconds that a client which asks too often has to wait longer from then on. */
const SLOW_DOWN = 5;
/** A timer may fire a little early. */
const EARLY = 0.8;
/** Letters of a user code: none that spell words, none that look alike. */
const CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** `POST /login/device/code`: begins a sign-in. */
export function requestDeviceCode(site: Site, incoming: Incoming): Reply {
  const form = formOf(incoming);
  const clientId = form.get('client_id');
  if (!clientId) return oauthReply(incoming, { error: 'incorrect_client_credentials' });
  const scopes = parseScopes(form.get('scope') ?? '');
  site.scopeRequests.push([...scopes].sort());
  const grant: DeviceGrant = {
    deviceCode: randomBytes(20).toString('hex'),
    userCode: userCode(),
    clientId,
    scopes,
    expiresAt: site.clock.now() + EXPIRES_IN,
    interval: site.settings.pollInterval,
    lastPoll: -Infinity,
  };
  site.grants.push(grant);
  return oauthReply(incoming, {
    device_code: grant.deviceCode,
    user_code: grant.userCode,
    verification_uri: `${site.url}/login/device`,
    expires_in: EXPIRES_IN / SECOND,
    interval: grant.interval,
  });
}

/** `POST /login/oauth/access_token`: asks whether the person has decided. Errors come with status 200, as from GitHub. */
export function requestAccessToken(site: Site, incoming: Incoming): Reply {
  const form = formOf(incoming);
  const answer = (error: string, description: string, more: Record<string, string | number> = {}): Reply =>
    oauthReply(incoming, { error, error_description: description, ...more });

  if (form.get('grant_type') !== GRANT_TYPE) {
    return answer('unsupported_grant_type', 'Only the device flow is supported.');
  }
  const grant = site.grants.find((candidate) => candidate.deviceCode === form.get('device_code'));
  if (!grant) return answer('incorrect_device_code', 'The device code is not valid.');
  if (grant.clientId !== form.get('client_id')) {
    return answer('incorrect_client_credentials', 'The client is not the one the code was made for.');
  }
  const now = site.clock.now();
  if (now >= grant.expiresAt) return answer('expired_token', 'The device code has expired.');
  const early = now - grant.lastPoll < grant.interval * SECOND * EARLY;
  grant.lastPoll = now;
  if (early) {
    grant.interval += SLOW_DOWN;
    return answer('slow_down', 'Too many requests in the interval.', { interval: grant.interval });
  }
  const decision = decide(site, grant);
  if (!decision) return answer('authorization_pending', 'The authorization request is still pending.');
  site.grants.splice(site.grants.indexOf(grant), 1);
  if (decision === 'denied') return answer('access_denied', 'The authorization request was denied.');
  const token = issueToken(site, decision.login, decision.scopes, { clientId: grant.clientId });
  return oauthReply(incoming, {
    access_token: token.value,
    token_type: 'bearer',
    scope: normalizeScopes(token.scopes).join(','),
  });
}

/** The open grant of a user code, however it was typed. */
export function findGrant(site: Site, typed: string): DeviceGrant | undefined {
  const letters = lettersOf(typed);
  return site.grants.find(
    (grant) => !grant.decision && grant.expiresAt > site.clock.now() && lettersOf(grant.userCode) === letters,
  );
}

function decide(site: Site, grant: DeviceGrant): DeviceGrant['decision'] {
  const { signIn } = site.settings;
  switch (signIn.kind) {
    case 'page':
      return grant.decision;
    case 'approve':
      return { login: signIn.login, scopes: signIn.scopes ?? grant.scopes };
    case 'deny':
      return 'denied';
  }
}

/** JSON for who asks for it, otherwise the form that OAuth began with. */
function oauthReply(incoming: Incoming, fields: Readonly<Record<string, string | number>>): Reply {
  if (incoming.headers.accept?.includes('json')) return jsonReply(200, fields);
  const form = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
  };
}

function userCode(): string {
  const letters = Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)] ?? '').join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

function lettersOf(code: string): string {
  return code.toUpperCase().replace(/[^A-Z]/g, '');
}
