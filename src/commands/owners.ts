import * as l10n from '@vscode/l10n';
import type { Dialogs } from '../host/dialogs';
import type { Prompts } from '../host/prompts';
import type { Account } from '../model/accounts';
import { addedOwner, isSameOwner, ownerSetting, type AddedOwner } from '../model/addedOwners';
import { displayText } from '../model/displayText';
import { explain } from '../model/failures';
import type { Lists } from '../model/lists';
import { isNode } from '../tree/nodes';

export interface OwnerOptions {
  readonly lists: Lists;
  readonly accounts: () => Promise<readonly Account[]>;
  readonly owners: () => readonly AddedOwner[];
  readonly setOwners: (owners: readonly AddedOwner[]) => Promise<void>;
  readonly dialogs: Dialogs;
  readonly prompts: Prompts;
  /** BCP 47. */
  readonly locale: () => string;
}

/** The commands that put owners into the tree, and take those away again. */
export interface OwnerCommands {
  addOwner(): Promise<void>;
  removeOwner(node?: unknown): Promise<void>;
}

export function createOwnerCommands(options: OwnerOptions): OwnerCommands {
  const { lists, dialogs, prompts } = options;

  async function looksUp(account: Account, login: string): Promise<string | undefined> {
    lists.owner(account, login).stop();
    const { items, error } = await lists.owner(account, login).whole();
    if (error) {
      await dialogs.warn(`${displayText(login)}: ${explain(error, account.host.name, options.locale()).sentence}`);
    }
    return items[0]?.login;
  }

  return {
    async addOwner() {
      const accounts = await options.accounts();
      const problem = (text: string): string | undefined =>
        text === '' || addedOwner(text) ? undefined : l10n.t('A login, or a host and a login with a slash between.');
      const prompt = l10n.t('Login of any person or organization; their public packages are shown too');
      const text = await prompts.input(l10n.t('Add Owner'), prompt, '', problem);
      const wanted = text === undefined ? undefined : addedOwner(text);
      if (!wanted) return;
      const account = accounts.find(({ host }) => wanted.host === undefined || host.name.toLowerCase() === wanted.host);
      if (!account) {
        await dialogs.warn(l10n.t('You are not signed in to {0}.', displayText(wanted.host ?? 'GitHub')));
        return;
      }
      const login = await looksUp(account, wanted.login);
      if (login === undefined) return;
      const owner: AddedOwner = { host: accounts.length > 1 ? account.host.name : wanted.host, login };
      const others = options.owners().filter((one) => !isSameOwner(one, owner));
      await options.setOwners([...others, owner]);
    },

    async removeOwner(node) {
      const owners = options.owners();
      const called = isNode(node) && node.kind === 'owner' ? node : undefined;
      if (isNode(node) && !called?.added) return;
      const found = called && owners.filter((owner) => isOf(owner, called.account, called.owner.login));
      const chosen =
        found ??
        (await dialogs.pick(
          l10n.t('Remove Owner'),
          l10n.t('Owner that was added by hand'),
          Promise.resolve(owners.map((owner) => ({ label: ownerSetting(owner), icon: 'person', value: [owner] }))),
        ));
      if (chosen) await options.setOwners(owners.filter((owner) => !chosen.some((one) => isSameOwner(one, owner))));
    },
  };
}

function isOf({ host, login }: AddedOwner, account: Account, sought: string): boolean {
  return (
    login.toLowerCase() === sought.toLowerCase() && (host === undefined || host === account.host.name.toLowerCase())
  );
}
