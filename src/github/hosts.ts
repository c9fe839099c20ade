/** A GitHub that has an API: github.com, GitHub Enterprise Server (`ghes`), or a ghe.com tenant. */
export interface Host {
  readonly kind: 'github.com' | 'ghes' | 'ghe.com';
  /** What a person calls it, and what it is keyed by: `github.com`, `octo.ghe.com`, `github.example.org:8443`. */
  readonly name: string;
  /** Base of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** Base of the web pages, without a slash at the end. */
  readonly webUrl: string;
}

export const GITHUB_COM: Host = {
  kind: 'github.com',
  name: 'github.com',
  apiUrl: 'https://api.github.com',
  webUrl: 'https://github.com',
};

/**
 * The host behind the editor's `github-enterprise.uri` setting.
 * GHES serves its API under `/api/v3`, a ghe.com tenant at `api.TENANT.ghe.com`
 * (docs.github.com, "Using the REST API": "Root endpoint"; the editor's own provider does the same).
 *
 * @param uri the setting's value
 * @returns undefined when it is empty or no http(s) address
 */
export function enterpriseHost(uri: string | undefined): Host | undefined {
  let url: URL;
  try {
    url = new URL(uri?.trim() ?? '');
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  if (url.hostname === 'github.com') return undefined; // the editor refuses it too: that is the other provider's
  if (url.hostname.endsWith('.ghe.com')) {
    return { kind: 'ghe.com', name: url.host, apiUrl: `${url.protocol}//api.${url.host}`, webUrl: url.origin };
  }
  return { kind: 'ghes', name: url.host, apiUrl: `${url.origin}/api/v3`, webUrl: url.origin };
}
