/** An owner added by hand. */
export interface AddedOwner {
  /** Name of the host; undefined for the first account's. */
  readonly host: string | undefined;
  readonly login: string;
}

const HOST = /^[a-z\d][\w.-]*(?::\d+)?$/i;
/** GitHub's rule for logins, with the underscore of managed users. */
const LOGIN = /^[a-z\d](?:[a-z\d_-]{0,98})$/i;

/**
 * An owner as a person writes it.
 * @param text `login` or `host/login`; an `@` in front and the address of a profile are understood too
 * @returns undefined when it is neither
 */
export function addedOwner(text: string): AddedOwner | undefined {
  const parts = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^@/, '')
    .replace(/\/+$/, '')
    .split('/');
  const login = parts.at(-1) ?? '';
  const host = parts.length === 2 ? parts[0] : undefined;
  return parts.length <= 2 && LOGIN.test(login) && (host === undefined || HOST.test(host))
    ? { host: host?.toLowerCase(), login }
    : undefined;
}

/** What a setting holds, whatever that is; what is no owner is left out. */
export function addedOwners(setting: unknown): readonly AddedOwner[] {
  const texts: readonly unknown[] = Array.isArray(setting) ? setting : [];
  return texts.flatMap((text) => (typeof text === 'string' ? (addedOwner(text) ?? []) : []));
}

/** An owner as the setting holds it. */
export function ownerSetting({ host, login }: AddedOwner): string {
  return host === undefined ? login : `${host}/${login}`;
}

export function isSameOwner(one: AddedOwner, other: AddedOwner): boolean {
  return ownerSetting(one).toLowerCase() === ownerSetting(other).toLowerCase();
}
