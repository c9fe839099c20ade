import type { Owner } from '../github/resources';
import type { Account } from '../model/accounts';
import { compareNames } from '../model/arrangement';
import { isAtHost, type RepositoryAddress } from '../model/gitRemotes';
import type { List } from '../model/listReader';
import { messageNode, ownerNode, workspaceNode, type AccountNode, type Node } from './nodes';

/** What an account's first level is made of. */
export interface OwnerLists {
  readonly organizations: List<Owner>;
  /** Owners added by hand, as they were looked up. */
  readonly added: readonly { readonly login: string; readonly list: List<Owner> }[];
  /** Repositories that are open in the editor. */
  readonly repositories: readonly RepositoryAddress[];
  readonly organizationName: (id: number) => string;
}

/** What is below an account: the open repository's packages, the person, their organisations, and who was added. */
export function ownersRows(account: Account, parent: AccountNode | undefined, lists: OwnerLists): Node[] {
  const { organizations, added } = lists;
  const own = [...new Map(organizations.items.map((owner) => [owner.login.toLowerCase(), owner])).values()].sort(
    (a, b) => compareNames(a.login, b.login),
  );
  const known = new Set([account.login, ...own.map(({ login }) => login)].map((login) => login.toLowerCase()));
  const others = added.filter(({ login }) => !known.has(login.toLowerCase()));
  return [
    ...workspace(account, parent, lists.repositories),
    ownerNode(account, { kind: 'self', login: account.login }, parent),
    ...own.map((owner) => ownerNode(account, owner, parent)),
    ...others.flatMap(({ login, list }): Node[] => {
      const [owner] = list.items;
      if (owner) return [ownerNode(account, owner, parent, true)];
      const notice = list.error && ({ kind: 'failure', error: list.error, what: { owner: login } } as const);
      return notice ? [messageNode(account, parent, notice, `owner ${login}`)] : [];
    }),
    ...messages(account, parent, lists),
  ];
}

function workspace(
  account: Account,
  parent: AccountNode | undefined,
  repositories: readonly RepositoryAddress[],
): Node[] {
  const here = repositories.filter((repository) => isAtHost(repository, account.host.webUrl));
  const names = [...new Set(here.map(({ owner, name }) => `${owner}/${name}`))];
  return names.length > 0 ? [workspaceNode(account, names, parent)] : [];
}

function messages(
  account: Account,
  parent: AccountNode | undefined,
  { organizations, organizationName }: OwnerLists,
): Node[] {
  const { error, gap, hidden } = organizations;
  return [
    ...(error
      ? [messageNode(account, parent, { kind: 'failure', error, what: 'organizations' }, 'organizations')]
      : []),
    ...(hidden.length > 0
      ? [messageNode(account, parent, { kind: 'hidden', organizations: hidden.map(organizationName) }, 'hidden')]
      : []),
    ...(gap ? [messageNode(account, parent, { kind: 'incomplete', gap })] : []),
  ];
}
