import type { FaultRule } from './faults';
import type { PackageKey } from './packageStore';
import type { RequestRecord, SettingsChange, Violation } from './site';
import type { Package, Role } from './state';
import type { TokenOptions } from './tokens';

/** A package as it travels: `roles` is an object. */
export type PackageState = Omit<Package, 'roles'> & { readonly roles: Readonly<Record<string, Role>> };

/** Settings that can travel. */
export type RemoteSettings = Omit<SettingsChange, 'latency'> & { readonly latency?: number };

/** A local GitHub in another process, or seen from a web worker. Every call rejects with the server's message when it fails. */
export interface Control {
  reset(options?: { readonly keepTokens?: boolean }): Promise<void>;
  /** @returns the token's value */
  issueToken(login: string, scopes: readonly string[], options?: TokenOptions): Promise<string>;
  passSso(login: string, organization: string): Promise<void>;
  addFault(rule: FaultRule): Promise<void>;
  clearFaults(): Promise<void>;
  configure(change: RemoteSettings): Promise<void>;
  /** @returns the server's time after it */
  advance(ms: number): Promise<number>;
  requests(): Promise<RequestRecord[]>;
  /** @returns those that were there */
  clearRequests(): Promise<RequestRecord[]>;
  violations(): Promise<Violation[]>;
  /** @returns those that were there */
  clearViolations(): Promise<Violation[]>;
  /** The scopes each sign-in asked for, sorted. */
  scopeRequests(): Promise<string[][]>;
  /** Every token and `authorization_request` it ever gave out, for a search of what must not hold them. */
  secrets(): Promise<string[]>;
  packageState(key: PackageKey): Promise<PackageState | undefined>;
}

/**
 * A client for the tests' own door of a local GitHub, for Node and browsers.
 * @param url where it listens
 */
export function connect(url: string): Control {
  const base = new URL('/_test/', url);
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(new URL(path, base), {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as T & { readonly message?: string };
    if (!response.ok) throw new Error(answer.message ?? `The local GitHub answered ${String(response.status)}`);
    return answer;
  };
  const tell = async (method: string, path: string, body?: object): Promise<void> => {
    await call(method, path, body);
  };
  return {
    reset: (options = {}) => tell('POST', 'reset', options),
    issueToken: async (login, scopes, options) =>
      (await call<{ value: string }>('POST', 'tokens', { login, scopes, options })).value,
    passSso: (login, organization) => tell('POST', 'sso', { login, organization }),
    addFault: (rule) => tell('POST', 'faults', rule),
    clearFaults: () => tell('DELETE', 'faults'),
    configure: (change) => tell('POST', 'settings', change),
    advance: async (ms) => (await call<{ now: number }>('POST', 'clock', { ms })).now,
    requests: () => call('GET', 'requests'),
    clearRequests: () => call('DELETE', 'requests'),
    violations: () => call('GET', 'violations'),
    clearViolations: () => call('DELETE', 'violations'),
    scopeRequests: () => call('GET', 'scopes'),
    secrets: () => call('GET', 'secrets'),
    packageState: async (key) => {
      const query = new URLSearchParams({ ...key }).toString();
      return (await call<{ package: PackageState | null }>('GET', `package?${query}`)).package ?? undefined;
    },
  };
}
