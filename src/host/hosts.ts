import * as vscode from 'vscode';
import { enterpriseHost, GITHUB_COM, type Host } from '../github/hosts';
import type { Account, ProviderId } from '../model/accounts';

export interface SignInHost {
  readonly provider: ProviderId;
  readonly host: Host;
}

/** The hosts one can be signed in to: github.com, and the enterprise host of the editor's own setting. */
export interface Hosts extends vscode.Disposable {
  all(): readonly SignInHost[];
  /** False once an account's provider speaks for another host: its token must not reach the old one, nor the reverse. */
  isCurrent(account: Account): boolean;
  /** An open folder has its own value of the editor's setting, so that no enterprise host is left. */
  isOverruled(): boolean;
  readonly onDidChange: (listener: () => void) => vscode.Disposable;
}

const SECTION = 'github-enterprise';

export function createHosts(): Hosts {
  const emitter = new vscode.EventEmitter<void>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.uri`)) emitter.fire();
  });

  const all = (): readonly SignInHost[] => {
    const { own, effective } = enterpriseSetting();
    const enterprise = own === effective ? enterpriseHost(own) : undefined;
    return [
      { provider: 'github', host: GITHUB_COM },
      ...(enterprise ? [{ provider: 'github-enterprise', host: enterprise } as const] : []),
    ];
  };

  return {
    all,
    isCurrent: ({ provider, host }) =>
      all().some((current) => current.provider === provider && current.host.apiUrl === host.apiUrl),
    isOverruled() {
      const { own, effective } = enterpriseSetting();
      return own !== effective;
    },
    onDidChange: (listener) => emitter.event(listener),
    dispose() {
      vscode.Disposable.from(subscription, emitter).dispose();
    },
  };
}

/**
 * The person's own value of `github-enterprise.uri`, and the one that the editor's provider goes by. A folder that brings
 * another one along must not decide where tokens go; while it does, the provider speaks for that other host, so there is
 * none to speak to here.
 */
function enterpriseSetting(): { readonly own: string | undefined; readonly effective: string | undefined } {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const { globalValue, defaultValue } = configuration.inspect<string>('uri') ?? {};
  return { own: globalValue ?? defaultValue, effective: configuration.get<string>('uri') };
}
