import * as l10n from '@vscode/l10n';
import { isRepositoryScoped, type Need } from '../github/scopes';
import type { Choice, Dialogs } from '../host/dialogs';
import type { Hosts } from '../host/hosts';
import type { Sessions } from '../host/sessions';
import type { Account, ProviderId } from '../model/accounts';
import { whyAsked } from '../model/reasons';
import { isNode, type MessageNode, type Node } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';

export interface AccountOptions {
  readonly tree: Pick<PackageTree, 'children' | 'refresh'>;
  readonly sessions: Omit<Sessions, 'token' | 'onDidChange' | 'dispose'>;
  readonly hosts: Pick<Hosts, 'all'>;
  readonly dialogs: Dialogs;
}

/** The commands that sign in, choose, forget and authorise. */
export interface AccountCommands {
  signIn(node?: unknown): Promise<void>;
  authorizeSso(node?: unknown): Promise<void>;
}

type Choosing =
  | { readonly act: 'use'; readonly account: Account; readonly need: Need }
  | { readonly act: 'forget'; readonly account: Account }
  | { readonly act: 'sign-in'; readonly provider: ProviderId };

const READ: Need = { operation: 'read', repository: false };
const READ_REPOSITORIES: Need = { operation: 'read', repository: true };

export function createAccountCommands({ tree, sessions, hosts, dialogs }: AccountOptions): AccountCommands {
  /** The session that a message is about: where there is one for repositories, their registries are read with it. */
  async function needOf({ account, notice, parent }: MessageNode): Promise<Need> {
    if (notice.kind === 'repositories') return READ_REPOSITORIES;
    if (notice.kind !== 'failure') return READ;
    const { what, error } = notice;
    if (error.details.missingScopes?.includes('repo')) return READ_REPOSITORIES;
    const type =
      typeof what === 'object' && 'type' in what ? what.type : parent && 'pkg' in parent ? parent.pkg.type : undefined;
    const concerned = type !== undefined && isRepositoryScoped(account.host.kind, type);
    return concerned && (await sessions.isAllowed(account, READ_REPOSITORIES)) ? READ_REPOSITORIES : READ;
  }

  /** What a message in the tree offers: the sign-in it lacks. */
  async function mend(message: MessageNode): Promise<boolean> {
    const { account, notice } = message;
    const need = await needOf(message);
    const why = whyAsked(account.host, need);
    if (!(await sessions.isAllowed(account, need))) return sessions.allow(account, need, why);
    return notice.kind === 'repositories' || sessions.renew(account, need, why);
  }

  async function choices(): Promise<readonly Choice<Choosing>[]> {
    const shown = await sessions.accounts();
    const others = (await sessions.known()).filter((account) => !shown.some((one) => isSame(one, account)));
    const several = hosts.all().length > 1 || shown.length + others.length > 0;
    const sees = await Promise.all(shown.map((account) => sessions.isAllowed(account, READ_REPOSITORIES)));
    return [
      ...others.map((account) => ({
        label: l10n.t('Show {0}', account.login),
        description: account.host.name,
        icon: 'account',
        value: { act: 'use', account, need: READ } as const,
      })),
      ...hosts.all().map(({ provider, host }) => ({
        label: shown.some((account) => account.provider === provider)
          ? l10n.t('Sign in to {0} with another account', host.name)
          : l10n.t('Sign in to {0}', host.name),
        icon: several ? 'add' : 'github',
        value: { act: 'sign-in', provider } as const,
      })),
      ...shown
        .filter((_, index) => sees[index] === false)
        .map((account) => ({
          label: l10n.t('Show private packages of repositories of {0} too', account.login),
          description: account.host.name,
          icon: 'lock',
          value: { act: 'use', account, need: READ_REPOSITORIES } as const,
        })),
      ...shown.map((account) => ({
        label: l10n.t('Stop showing {0}', account.login),
        description: account.host.name,
        icon: 'eye-closed',
        value: { act: 'forget', account } as const,
      })),
    ];
  }

  async function choose(): Promise<boolean> {
    const offered = await choices();
    const only = offered.length === 1 ? offered[0] : undefined;
    const chosen =
      only?.value ??
      (await dialogs.pick(l10n.t('GitHub Packages Accounts'), l10n.t('Whose packages?'), Promise.resolve(offered)));
    switch (chosen?.act) {
      case undefined:
        return false;
      case 'use':
        return sessions.allow(chosen.account, chosen.need, whyAsked(chosen.account.host, chosen.need));
      case 'forget':
        await sessions.forget(chosen.account);
        return true;
      case 'sign-in': {
        const host = hosts.all().find(({ provider }) => provider === chosen.provider)?.host;
        return host !== undefined && sessions.signIn(chosen.provider, whyAsked(host, READ));
      }
    }
  }

  return {
    async signIn(node) {
      const message = isNode(node) && node.kind === 'message' ? node : undefined;
      if (!(message ? await mend(message) : await choose())) return;
      if (message?.notice.kind === 'repositories') tree.refresh(message.parent);
      else tree.refresh();
    },

    /**
     * Opens the organisation's single sign-on page and reads again when the person comes back. Only if that is still
     * refused is the session renewed, once: GitHub gives a token its organisations when it is made.
     */
    async authorizeSso(node) {
      if (!isNode(node) || node.kind !== 'message') return;
      const { account, notice, parent } = node;
      const login = ownerAbove(node);
      if (notice.kind === 'failure' && login !== undefined) {
        await dialogs.openPage(ssoPage(account, login, notice.error.details.ssoUrl));
        const goOn = l10n.t('Continue');
        const message = l10n.t('Sign in to {0} in the browser, then continue here.', login);
        if ((await dialogs.inform(message, goOn)) !== goOn) return;
        tree.refresh(parent);
        if (!(await tree.children(parent)).some(wantsSso)) return;
      }
      const why = l10n.t('Sign in again, and in the browser authorize the organizations that use single sign-on.');
      if (await sessions.renew(account, await needOf(node), why)) tree.refresh(parent);
    },
  };
}

function ownerAbove({ parent }: MessageNode): string | undefined {
  let node: Node | undefined = parent;
  while (node && node.kind !== 'owner') node = node.parent;
  return node?.owner.login;
}

function wantsSso(node: unknown): boolean {
  return (
    isNode(node) &&
    node.kind === 'message' &&
    node.notice.kind === 'failure' &&
    node.notice.error.reason === 'sso-required'
  );
}

/** The address that GitHub gave, on its own host only; it is good for an hour, the other one always. */
function ssoPage({ host }: Account, login: string, given: string | undefined): string {
  return given?.startsWith(`${host.webUrl}/`) ? given : `${host.webUrl}/orgs/${encodeURIComponent(login)}/sso`;
}

function isSame(one: Account, other: Account): boolean {
  return one.provider === other.provider && one.id === other.id;
}
