import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as it came, read to its end. */
export interface Incoming {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, ready to be sent or spoilt by a fault. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The path is taken as sent, since `new URL` would fold `..` and so hide what a client really asked for. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const [path = '/', search = ''] = splitOnce(request.url ?? '/', '?');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The parameters of a form, whether they came in the query, as a form body or as JSON: GitHub takes all three. */
export function formOf(incoming: Incoming): URLSearchParams {
  const form = new URLSearchParams(incoming.query);
  if (incoming.headers['content-type']?.includes('json')) {
    for (const [name, value] of Object.entries(parseObject(incoming.body))) form.set(name, String(value));
  } else {
    for (const [name, value] of new URLSearchParams(incoming.body)) form.set(name, value);
  }
  return form;
}

/** The JSON object in a body; an empty one when the body is empty or something else. */
export function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
