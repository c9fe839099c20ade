import type { Fault } from './faults';
import type { Incoming } from './http';
import type { RequestRecord, Site } from './site';
import type { Identity } from './tokens';

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);
const SECRET_PARAMETERS = new Set(['access_token', 'device_code', 'token', 'authorization_request']);

/** Begins the record of a request that has just arrived. Whatever could be used to act for a person stays out of it. */
export function startRecord(
  site: Site,
  incoming: Incoming,
  identity: Identity | undefined,
  fault: Fault | undefined,
): RequestRecord {
  const record: RequestRecord = {
    requestId: requestId(site.requests.length + 1),
    method: incoming.method,
    path: incoming.path,
    query: Object.fromEntries([...incoming.query].filter(([name]) => !SECRET_PARAMETERS.has(name))),
    headers: Object.fromEntries(
      Object.entries(incoming.headers)
        .filter(([name]) => !SECRET_HEADERS.has(name))
        .map(([name, value]) => [name, String(value)]),
    ),
    time: site.clock.now(),
    ...(identity ? { login: identity.user.login, scopes: [...identity.scopes] } : {}),
    status: 0,
    ...(fault ? { fault: fault.kind } : {}),
  };
  site.requests.push(record);
  return record;
}

/** In the form of GitHub's own: five groups of hexadecimal digits. */
function requestId(number: number): string {
  const digits = number.toString(16).toUpperCase().padStart(4, '0');
  return `${digits}:1F2E:${digits}A5:${digits}B6:6740AA00`;
}
