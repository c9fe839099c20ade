import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { enterpriseHost, GITHUB_COM, type Host } from '../github/hosts';
import { SCOPES, type Permission } from '../github/scopes';
import type { Account, ProviderId } from '../model/accounts';

/** Signing in through the editor's own providers. Nothing here keeps a token. */
export interface Sessions extends vscode.Disposable {
  /** Who is signed in and has let this extension know; never prompts. */
  accounts(): Promise<readonly Account[]>;
  /** The token for an act, for one batch of requests; never prompts. */
  token(account: Account, permission: Permission): Promise<string | undefined>;
  /** Makes sure that an act is allowed, asking the person if need be. False when they decline. */
  allow(account: Account, permission: Permission, why: string): Promise<boolean>;
  /** Signs in, or lets the person choose another account. False when they decline. */
  signIn(provider: ProviderId): Promise<boolean>;
  /** Replaces a session that the host no longer accepts. False when the person declines. */
  renew(account: Account): Promise<boolean>;
  /** Hosts that one can sign in to: github.com, and the enterprise host of the editor's setting. */
  hosts(): readonly { readonly provider: ProviderId; readonly host: Host }[];
  /** The set of accounts, or a host, has changed. */
  readonly onDidChange: vscode.Event<void>;
}

/** The part of `vscode.authentication` that asks; tests inside the editor put another in its place. */
export type GetSession = (
  provider: string,
  scopes: readonly string[],
  options: vscode.AuthenticationGetSessionOptions,
) => Thenable<vscode.AuthenticationSession | undefined>;

const PROVIDERS: readonly ProviderId[] = ['github', 'github-enterprise'];
/** The editor tells of one sign-in in several events. */
const DEBOUNCE = 200;

/** @param getSession as `vscode.authentication.getSession` */
export function createSessions(getSession: GetSession, log: vscode.LogOutputChannel): Sessions {
  const emitter = new vscode.EventEmitter<void>();
  let known: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function hosts(): { provider: ProviderId; host: Host }[] {
    const uri = vscode.workspace.getConfiguration('github-enterprise').get<string>('uri');
    const enterprise = enterpriseHost(uri);
    return [
      { provider: 'github', host: GITHUB_COM },
      ...(enterprise ? [{ provider: 'github-enterprise' as const, host: enterprise }] : []),
    ];
  }

  async function silently(
    provider: ProviderId,
    permission: Permission,
    account?: vscode.AuthenticationSessionAccountInformation,
  ): Promise<vscode.AuthenticationSession | undefined> {
    try {
      return await getSession(provider, SCOPES[permission], { silent: true, ...(account && { account }) });
    } catch (error) {
      log.warn(`${provider}: no silent session for ${permission}: ${String(error)}`);
      return undefined;
    }
  }

  /** Asks the person. The provider itself tells of failures other than declining, so nothing is told twice. */
  async function ask(
    provider: ProviderId,
    permission: Permission,
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> {
    try {
      return await getSession(provider, SCOPES[permission], options);
    } catch (error) {
      log.info(`${provider}: ${permission} not granted: ${String(error)}`);
      return undefined;
    }
  }

  async function accounts(): Promise<readonly Account[]> {
    const found = await Promise.all(
      hosts().map(async ({ provider, host }): Promise<Account[]> => {
        const session = await silently(provider, 'read');
        return session ? [{ provider, id: session.account.id, login: session.account.label, host }] : [];
      }),
    );
    const signedIn = found.flat();
    known = JSON.stringify(signedIn);
    return signedIn;
  }

  /** Most events mean nothing to the tree: another extension's session, or a permission added to ours. */
  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const before = known;
      void accounts().then(() => {
        if (known !== before) emitter.fire();
      });
    }, DEBOUNCE);
  }

  const subscriptions = [
    vscode.authentication.onDidChangeSessions(({ provider }) => {
      if (PROVIDERS.some((id) => id === provider.id)) changed();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('github-enterprise.uri')) changed();
    }),
    emitter,
  ];

  return {
    accounts,
    hosts,
    onDidChange: emitter.event,

    async token(account, permission) {
      const session = await silently(account.provider, permission, { id: account.id, label: account.login });
      return session?.accessToken;
    },

    async allow(account, permission, why) {
      const who = { id: account.id, label: account.login };
      if (await silently(account.provider, permission, who)) return true;
      const session = await ask(account.provider, permission, { createIfNone: { detail: why }, account: who });
      return session?.account.id === account.id;
    },

    async signIn(provider) {
      const another = (await silently(provider, 'read')) !== undefined;
      const options = { createIfNone: { detail: whyRead() }, ...(another && { clearSessionPreference: true }) };
      return (await ask(provider, 'read', options)) !== undefined;
    },

    async renew({ provider, id, login }) {
      const options = { forceNewSession: { detail: whyRead() }, account: { id, label: login } };
      return (await ask(provider, 'read', options)) !== undefined;
    },

    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}

function whyRead(): string {
  const scopes = SCOPES.read.join(', ');
  return l10n.t('To show your packages, GitHub Packages Explorer needs the permissions {0}.', scopes);
}
