import type { Owner } from '../github/resources';
import type { Account } from '../model/accounts';

/**
 * GitHub's own page that lists deleted packages, which its API does not (docs.github.com, "Deleting and restoring a
 * package": "Restoring packages"). For somebody else's account there is none; theirs is the nearest.
 */
export function deletedPackagesPage({
  account,
  ...place
}: { readonly account: Account } & ({ readonly owner: Owner } | { readonly pkg: { readonly owner: Owner } })): string {
  const owner = 'owner' in place ? place.owner : place.pkg.owner;
  const { webUrl } = account.host;
  const login = encodeURIComponent(owner.login);
  switch (owner.kind) {
    case 'organization':
      return `${webUrl}/organizations/${login}/settings/packages`;
    case 'self':
      return `${webUrl}/settings/packages`;
    case 'user':
      return `${webUrl}/${login}?tab=packages`;
  }
}
