import type { FaultRule } from './faults';
import { findDeletedPackage, findPackage, type PackageKey } from './packageStore';
import { changeSettings, type RequestRecord, type SettingsChange, type Site, type Violation } from './site';
import type { Package, Uncertainties } from './state';
import { issueToken, type TokenOptions } from './tokens';

/** What a test can ask of a running local GitHub: directly in its own process, or over HTTP (see control.ts). */
export interface Remote {
  /** Every request, in the order of arrival. */
  readonly requests: RequestRecord[];
  readonly violations: Violation[];
  /** The scopes each sign-in asked for, sorted. */
  readonly scopeRequests: string[][];
  /** Every token and `authorization_request` it ever gave out, for a search of what must not hold them. */
  readonly secrets: ReadonlySet<string>;
  addFault(rule: FaultRule): void;
  clearFaults(): void;
  configure(change: SettingsChange): void;
  setUncertainties(change: Partial<Uncertainties>): void;
  /** @returns the token's value */
  issueToken(login: string, scopes: readonly string[], options?: TokenOptions): string;
  /** As if the person had passed the organisation's single sign-on in the browser: newer tokens are authorised. */
  passSso(login: string, organization: string): void;
  /** The package that has the name, or else the deleted one that had it last. */
  packageState(key: PackageKey): Package | undefined;
  /** Everything as at the start; `keepTokens` spares those that a signed-in editor still holds. */
  reset(options?: { readonly keepTokens?: boolean }): void;
}

/** @param restore puts world, settings and clock back to the start */
export function createRemote(site: Site, restore: () => void): Remote {
  const configure = (change: SettingsChange): void => {
    site.settings = changeSettings(site.settings, change);
  };
  return {
    requests: site.requests,
    violations: site.violations,
    scopeRequests: site.scopeRequests,
    secrets: site.secrets,
    addFault(rule) {
      site.faults.push({ rule, seen: 0 });
    },
    clearFaults() {
      site.faults.length = 0;
    },
    configure,
    setUncertainties(uncertainties) {
      configure({ uncertainties });
    },
    issueToken: (login, scopes, options) => issueToken(site, login, scopes, options).value,
    passSso(login, organization) {
      site.ssoSessions.add(`${login}/${organization}`.toLowerCase());
    },
    packageState: (key) => findPackage(site, key) ?? findDeletedPackage(site, key),
    reset({ keepTokens = false } = {}) {
      const { tokens } = site.world;
      restore();
      if (keepTokens) site.world.tokens.push(...tokens.filter((token) => !site.world.tokens.includes(token)));
      for (const list of [site.requests, site.violations, site.scopeRequests, site.faults, site.grants]) {
        list.length = 0;
      }
      site.ssoSessions.clear();
      site.ssoRequests.clear();
      site.usage.clear();
    },
  };
}
