import type { Fault } from './faults';
import { jsonReply, type Incoming, type Reply } from './http';
import { CORS_HEADERS } from './rest/cors';

const PORTAL = '<!doctype html><html><head><title>Sign in to the network</title></head><body>Welcome</body></html>';

/** What a client gets instead of an answer that was never made. */
export function replacement(fault: Fault, request: Incoming, origin: string): Reply {
  switch (fault.kind) {
    case 'status': {
      const { body } = fault;
      const headers = { ...CORS_HEADERS, ...fault.headers }; // GitHub's refusals can be read by pages too
      if (typeof body === 'string') return { status: fault.status, headers, body };
      return jsonReply(fault.status, body ?? { message: 'Server Error', status: String(fault.status) }, headers);
    }
    case 'html':
      return {
        status: 200,
        headers: { 'content-type': fault.labelledJson ? 'application/json; charset=utf-8' : 'text/html' },
        body: PORTAL,
      };
    case 'empty':
      return { status: fault.status, headers: {}, body: '' };
    case 'redirect':
      return {
        status: fault.status ?? 302,
        headers: { location: target(fault.to, request, origin), 'access-control-allow-origin': '*' },
        body: '',
      };
    default:
      return { status: 502, headers: {}, body: '' };
  }
}

/** The answer that was made, as the fault leaves it. */
export function spoil(fault: Fault, reply: Reply, request: Incoming, origin: string): Reply {
  switch (fault.kind) {
    case 'status':
      return replacement(fault, request, origin);
    case 'truncate':
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
    case 'json':
      return { ...reply, body: JSON.stringify(wrongForm(fault.as, JSON.parse(reply.body))) };
    case 'bad-gzip':
      return { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } };
    case 'link':
      return withHeaders(reply, { link: changedLink(reply.headers['link'], fault.set, request, origin) });
    case 'headers':
      return withHeaders(reply, fault.set);
    default:
      return reply;
  }
}

function wrongForm(as: 'object' | 'string' | 'null-item', value: unknown): unknown {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  switch (as) {
    case 'object':
      return items[0] ?? {};
    case 'string':
      return 'unexpected';
    case 'null-item':
      return [null, ...items];
  }
}

function changedLink(
  link: string | undefined,
  set: Readonly<Record<string, string | null>>,
  request: Incoming,
  origin: string,
): string | null {
  const relations = new Map<string, string>();
  for (const [, url = '', relation = ''] of (link ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g)) {
    relations.set(relation, url);
  }
  for (const [relation, url] of Object.entries(set)) {
    if (url === null) relations.delete(relation);
    else relations.set(relation, target(url, request, origin));
  }
  return [...relations].map(([relation, url]) => `<${url}>; rel="${relation}"`).join(', ') || null;
}

function withHeaders(reply: Reply, set: Readonly<Record<string, string | null>>): Reply {
  const headers: Record<string, string> = { ...reply.headers };
  for (const [name, value] of Object.entries(set)) {
    if (value === null) Reflect.deleteProperty(headers, name.toLowerCase());
    else headers[name.toLowerCase()] = value;
  }
  return { ...reply, headers };
}

function target(template: string, request: Incoming, origin: string): string {
  const url = new URL(origin + request.path);
  url.search = request.query.toString();
  return template.replace('{self}', url.href).replace(/\{page:(\d+)\}/, (_, page: string) => {
    url.searchParams.set('page', page);
    return url.href;
  });
}
