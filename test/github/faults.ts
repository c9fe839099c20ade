import type { Incoming } from './http';

/**
 * What goes wrong with one answer. Where an address is given, `{self}` stands for the address asked for and `{page:N}`
 * for the same with another page.
 */
export type Fault =
  /** This status instead; with `after` the request is carried out first, as when a proxy gives up on a slow server. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly after?: boolean;
    }
  /** The connection breaks before the headers (with `after` once the request is carried out) or in the body. */
  | { readonly kind: 'reset'; readonly at: 'start' | 'body'; readonly after?: boolean }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** The body comes one byte at a time. */
  | { readonly kind: 'trickle'; readonly everyMs: number }
  /** Half of the body, and headers that say this is all. */
  | { readonly kind: 'truncate' }
  /** Good JSON of the wrong form: an object or a string for a list, or a list with a null in it. */
  | { readonly kind: 'json'; readonly as: 'object' | 'string' | 'null-item' }
  /** A page of a captive portal, with status 200; `labelledJson` gives it the content type of JSON. */
  | { readonly kind: 'html'; readonly labelledJson?: boolean }
  /** No body. */
  | { readonly kind: 'empty'; readonly status: 200 | 204 | 304 }
  /** A body that says it is gzip and is not. */
  | { readonly kind: 'bad-gzip' }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Other targets for relations of the `Link` header; null takes one away. */
  | { readonly kind: 'link'; readonly set: Readonly<Record<string, string | null>> }
  /** Other headers; null takes one away. */
  | { readonly kind: 'headers'; readonly set: Readonly<Record<string, string | null>> }
  /** Every page after the first begins this many items early. */
  | { readonly kind: 'overlap'; readonly by: number }
  /** Later than usual. */
  | { readonly kind: 'latency'; readonly ms: number };

/** Which requests a fault meets: those that match, from the `nth` on (1 is the first), `times` of them. */
export interface FaultRule {
  readonly match?: {
    readonly method?: string;
    /** Part of the path with its query, as sent. */
    readonly path?: string;
    /** Source of a regular expression for the path with its query. */
    readonly pattern?: string;
    /** Value of the parameter `page`; a request without one asks for page 1. */
    readonly page?: number;
  };
  /** Alone it means this request only. */
  readonly nth?: number;
  /** Without it and without `nth` every matching request is met. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface ArmedFault {
  readonly rule: FaultRule;
  /** Matching requests so far. */
  seen: number;
}

/** The fault this request meets, if any; every rule that matches counts it, the first that is due is applied. */
export function takeFault(faults: readonly ArmedFault[], request: Incoming): Fault | undefined {
  let due: Fault | undefined;
  for (const armed of faults) {
    if (!matches(armed.rule, request)) continue;
    armed.seen += 1;
    if (isDue(armed)) due ??= armed.rule.fault;
  }
  return due;
}

/** Whether the request is to be carried out although its answer will not be seen, or not be seen as it was. */
export function isCarriedOut(fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case 'status':
      return fault.after === true;
    case 'reset':
      return fault.at === 'body' || fault.after === true;
    case 'hang':
    case 'html':
    case 'empty':
    case 'redirect':
      return false;
    default:
      return true;
  }
}

function isDue({ rule, seen }: ArmedFault): boolean {
  const from = rule.nth ?? 1;
  const times = rule.times ?? (rule.nth === undefined ? Infinity : 1);
  return seen >= from && seen < from + times;
}

function matches({ match }: FaultRule, request: Incoming): boolean {
  if (!match) return true;
  const search = request.query.toString();
  const address = search === '' ? request.path : `${request.path}?${search}`;
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.path === undefined || address.includes(match.path)) &&
    (match.pattern === undefined || new RegExp(match.pattern).test(address)) &&
    (match.page === undefined || Number(request.query.get('page') ?? 1) === match.page)
  );
}
