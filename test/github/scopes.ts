/** Which scopes a scope brings with it, as the documentation of OAuth scopes lists them. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  repo: ['repo:status', 'repo_deployment', 'public_repo', 'repo:invite', 'security_events'],
  'write:packages': ['read:packages'],
  'admin:org': ['write:org', 'read:org', 'manage_runners:org'],
  'write:org': ['read:org'],
  user: ['read:user', 'user:email', 'user:follow'],
};

/** What a token with these scopes may do: the scopes and everything they imply. */
export function impliedScopes(scopes: readonly string[]): Set<string> {
  return new Set(scopes.flatMap((scope) => [scope, ...(IMPLIED[scope] ?? [])]));
}

/** How GitHub stores and shows a scope set: sorted, each once, without those that another one implies. */
export function normalizeScopes(scopes: readonly string[]): string[] {
  const implied = new Set(scopes.flatMap((scope) => IMPLIED[scope] ?? []));
  return [...new Set(scopes)].filter((scope) => !implied.has(scope)).sort();
}

/** Scopes from a request: separated by spaces (the standard) or commas (GitHub's own answers). */
export function parseScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => scope !== '');
}

/** What a person reads on the page that asks for their consent. */
export const SCOPE_MEANINGS: Readonly<Record<string, string>> = {
  'read:packages': 'See and download your packages',
  'write:packages': 'Publish packages and restore deleted ones',
  'delete:packages': 'Delete packages and package versions',
  'read:org': 'See which organizations you belong to',
  repo: 'Read and change your repositories, private ones included',
  'read:user': 'Read your profile',
  'user:email': 'Read your e-mail addresses',
  user: 'Read and change your profile',
};
