import type { Host } from '../github/hosts';

/** The editor's authentication providers that know a GitHub. */
export type ProviderId = 'github' | 'github-enterprise';

/** Somebody signed in at a host. */
export interface Account {
  readonly provider: ProviderId;
  /** The provider's own id for the account. */
  readonly id: string;
  readonly login: string;
  readonly host: Host;
}
