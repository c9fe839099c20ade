import type { Host } from '../github/hosts';
import type { Owner, Package } from '../github/resources';
import { isRepositoryScoped } from '../github/scopes';

/** An address that GitHub gave, if it is one of its own host; else undefined. */
export function ownAddress({ webUrl }: Host, given: string | undefined): string | undefined {
  return given?.startsWith(`${webUrl}/`) ? given : undefined;
}

export function ownerPage({ webUrl }: Host, owner: Owner): string {
  return `${webUrl}/${encodeURIComponent(owner.login)}`;
}

/** The page of the repository that a package is linked to, if it is. */
export function repositoryPage(host: Host, { repository }: Package): string | undefined {
  return ownAddress(host, repository?.htmlUrl);
}

/**
 * Where a package's visibility, access and deletion are set. Packages that have a repository's permissions have them in
 * the repository's settings.
 * Source: docs.github.com, "Configuring a package's access control and visibility".
 */
export function settingsPage(host: Host, pkg: Package): string | undefined {
  if (isRepositoryScoped(host.kind, pkg.type)) {
    const repository = repositoryPage(host, pkg);
    return repository === undefined ? ownAddress(host, pkg.htmlUrl) : `${repository}/settings`;
  }
  const kind = pkg.owner.kind === 'organization' ? 'orgs' : 'users';
  const path = [kind, pkg.owner.login, 'packages', pkg.type, pkg.name, 'settings'].map(encodeURIComponent).join('/');
  return `${host.webUrl}/${path}`;
}
