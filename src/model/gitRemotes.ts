/** A repository at a host, as a git remote names it. */
export interface RepositoryAddress {
  /** `github.com`, `github.example.org:8443`. */
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

/**
 * The repository that a remote's address leads to.
 * @param remote `https://…`, `ssh://…`, or `git@host:owner/name.git`
 * @returns undefined when it is no address of this kind
 */
export function repositoryOf(remote: string): RepositoryAddress | undefined {
  const short = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(.+)$/.exec(remote);
  const url = short ? undefined : parse(remote);
  const host = short?.[1] ?? url?.host;
  const path = short?.[2] ?? url?.pathname;
  const [owner, name, ...rest] = (path ?? '').replace(/^\/+|\/+$/g, '').split('/');
  const bare = name?.replace(/\.git$/, '');
  if (!host || !owner || !bare || rest.length > 0) return undefined;
  return { host: host.toLowerCase(), owner, name: bare };
}

/**
 * Whether an address is one of a host's. SSH has ports of its own, and a port that the one of the web is not says nothing.
 * @param webUrl base of the host's pages
 */
export function isAtHost({ host }: RepositoryAddress, webUrl: string): boolean {
  const web = new URL(webUrl);
  return host === web.host || host.replace(/:\d+$/, '').replace(/^ssh\./, '') === web.hostname;
}

function parse(remote: string): URL | undefined {
  try {
    const url = new URL(remote);
    return /^(https?|ssh|git|git\+ssh):$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
