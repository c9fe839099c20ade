import * as vscode from 'vscode';
import { scopesFor, type Need } from '../github/scopes';
import type { Account, ProviderId } from '../model/accounts';
import type { Hosts } from './hosts';

/** Signing in through the editor's own providers. Nothing here keeps a token. */
export interface Sessions extends vscode.Disposable {
  /** Who is signed in, has let this extension know, and is not forgotten; never prompts. */
  accounts(): Promise<readonly Account[]>;
  /** Everybody the editor knows: forgotten ones, and those who have not let this extension know, included. */
  known(): Promise<readonly Account[]>;
  /** The token for one batch of requests, with `repo` only where the need is for a repository; never prompts. */
  token(account: Account, need: Need): Promise<string | undefined>;
  /** Whether a need is met without asking. */
  isAllowed(account: Account, need: Need): Promise<boolean>;
  /** Makes sure that a need is met, asking the person if it is not. False when they decline. */
  allow(account: Account, need: Need, why: string): Promise<boolean>;
  /** Replaces a session that the host no longer accepts, or that lacks something. False when they decline. */
  renew(account: Account, need: Need, why: string): Promise<boolean>;
  /** Lets the person sign in with any account. False when they decline. */
  signIn(host: ProviderId, why: string): Promise<boolean>;
  /** Shows an account no longer. The editor keeps its session: signing out is done there. */
  forget(account: Account): Promise<void>;
  /** The accounts have changed. */
  readonly onDidChange: vscode.Event<void>;
}

/** The part of `vscode.authentication` that is used; tests inside the editor put another in its place. */
export type Authentication = Pick<typeof vscode.authentication, 'getAccounts' | 'onDidChangeSessions'> & {
  getSession(
    provider: string,
    scopes: readonly string[],
    options: vscode.AuthenticationGetSessionOptions,
  ): Thenable<vscode.AuthenticationSession | undefined>;
};

export interface SessionsOptions {
  readonly authentication: Authentication;
  readonly hosts: Hosts;
  /** Remembers who is forgotten. */
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

const READ: Need = { operation: 'read', repository: false };
/** The editor tells of one sign-in in several events. */
const DEBOUNCE = 200;
const FORGOTTEN = 'forgottenAccounts';

export function createSessions({ authentication, hosts, memento, log }: SessionsOptions): Sessions {
  const emitter = new vscode.EventEmitter<void>();
  /** API base by session id: where a session has been used once is the only place it is ever used. */
  const homes = new Map<string, string>();
  let lastSeen: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function known(): Promise<readonly Account[]> {
    const found = await Promise.all(
      hosts.all().map(async ({ provider, host }) => {
        const accounts = await quietly(() => authentication.getAccounts(provider));
        return (accounts ?? []).map(({ id, label }): Account => ({ provider, id, login: label, host }));
      }),
    );
    return found.flat();
  }

  async function accounts(): Promise<readonly Account[]> {
    const forgotten = new Set(memento.get<readonly string[]>(FORGOTTEN, []));
    const candidates = (await known()).filter((account) => !forgotten.has(keyOf(account)));
    const allowed = await Promise.all(candidates.map((account) => isAllowed(account, READ)));
    const signedIn = candidates.filter((_, index) => allowed[index]);
    lastSeen = JSON.stringify(signedIn);
    return signedIn;
  }

  /** The session with exactly these scopes, if there is one. */
  async function existing(account: Account, need: Need): Promise<vscode.AuthenticationSession | undefined> {
    if (!hosts.isCurrent(account)) return undefined;
    const options = { silent: true, account: who(account) };
    const scopes = scopesFor(account.host.kind, need);
    const session = await quietly(() => authentication.getSession(account.provider, scopes, options));
    if (session?.account.id !== account.id) return undefined;
    // While the setting changes the provider may for a moment still speak for the host of before.
    const home = homes.get(session.id) ?? account.host.apiUrl;
    homes.set(session.id, home);
    return home === account.host.apiUrl ? session : undefined;
  }

  async function isAllowed(account: Account, need: Need): Promise<boolean> {
    const session = (await existing(account, need)) ?? (await existing(account, { ...need, repository: true }));
    return session !== undefined;
  }

  /** Asks the person. The provider itself tells of failures other than declining, so nothing is told twice. */
  async function ask(
    provider: ProviderId,
    need: Need,
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> {
    const host = hosts.all().find((candidate) => candidate.provider === provider)?.host;
    if (!host) return undefined;
    try {
      return await authentication.getSession(provider, scopesFor(host.kind, need), options);
    } catch (error) {
      log.info(`${host.name}: ${need.operation} not granted: ${String(error)}`);
      return undefined;
    }
  }

  async function quietly<T>(act: () => Thenable<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      log.warn(`no answer about sessions: ${String(error)}`);
      return undefined;
    }
  }

  /** Most events mean nothing to the tree: another extension's session, or a permission added to ours. */
  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const before = lastSeen;
      void accounts().then(() => {
        if (lastSeen !== before) emitter.fire();
      });
    }, DEBOUNCE);
  }

  async function setForgotten(account: { provider: ProviderId; id: string }, forgotten: boolean): Promise<void> {
    const others = memento.get<readonly string[]>(FORGOTTEN, []).filter((key) => key !== keyOf(account));
    await memento.update(FORGOTTEN, forgotten ? [...others, keyOf(account)] : others);
  }

  const subscriptions = [
    authentication.onDidChangeSessions(({ provider }) => {
      if (hosts.all().some((host) => host.provider === provider.id)) changed();
    }),
    hosts.onDidChange(changed),
    emitter,
  ];

  return {
    accounts,
    known,
    isAllowed,
    onDidChange: emitter.event,

    async token(account, need) {
      const other = { ...need, repository: !need.repository };
      return ((await existing(account, need)) ?? (await existing(account, other)))?.accessToken;
    },

    async allow(account, need, why) {
      if (!hosts.isCurrent(account)) return false;
      if (!(await isAllowed(account, need))) {
        const session = await ask(account.provider, need, { createIfNone: { detail: why }, account: who(account) });
        if (session?.account.id !== account.id) return false;
      }
      await setForgotten(account, false);
      return true;
    },

    async renew(account, need, why) {
      if (!hosts.isCurrent(account)) return false;
      const options = { forceNewSession: { detail: why }, account: who(account) };
      return (await ask(account.provider, need, options))?.account.id === account.id;
    },

    async signIn(provider, why) {
      // Without a preference the editor offers every account it knows, and a new one.
      const session = await ask(provider, READ, { createIfNone: { detail: why }, clearSessionPreference: true });
      if (session) await setForgotten({ provider, id: session.account.id }, false);
      return session !== undefined;
    },

    async forget(account) {
      await setForgotten(account, true);
      changed();
    },

    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}

function who({ id, login }: Account): vscode.AuthenticationSessionAccountInformation {
  return { id, label: login };
}

function keyOf({ provider, id }: { provider: ProviderId; id: string }): string {
  return `${provider}/${id}`;
}
