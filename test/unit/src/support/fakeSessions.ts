import type { Need } from '../../../../src/github/scopes';
import type { Sessions } from '../../../../src/host/sessions';
import type { Account } from '../../../../src/model/accounts';

/** One prompt, as the person saw it. */
export interface Prompt {
  readonly act: 'allow' | 'renew' | 'sign-in';
  /** The account's login, or the provider where any account will do. */
  readonly who: string;
  /** The need in words, such as `delete repo`; empty where any account will do. */
  readonly need: string;
  readonly why: string;
}

export interface FakeSessionsOptions {
  readonly shown: readonly Account[];
  /** Known to the editor, and not shown. */
  readonly others?: readonly Account[];
  /** Whether a prompt is accepted; all are unless said otherwise. */
  readonly allows?: (prompt: Prompt) => boolean;
  /** What each account has allowed from the start, in words; `read` unless said otherwise. */
  readonly granted?: readonly string[];
}

/** The editor's sessions without an editor, with their rules: each need is granted apart, and nothing is asked twice. */
export interface FakeSessions extends Omit<Sessions, 'token' | 'onDidChange' | 'dispose'> {
  readonly prompts: readonly Prompt[];
  readonly forgotten: readonly string[];
  /** Whether exactly this was granted. */
  holds(account: Account, need: Need): boolean;
}

export function fakeSessions({
  shown,
  others = [],
  allows = () => true,
  granted = ['read'],
}: FakeSessionsOptions): FakeSessions {
  const prompts: Prompt[] = [];
  const forgotten: string[] = [];
  const grants = new Set([...shown, ...others].flatMap((account) => granted.map((need) => keyOf(account, need))));

  function see(prompt: Prompt): boolean {
    prompts.push(prompt);
    return allows(prompt);
  }

  function ask(act: Prompt['act'], account: Account, need: Need, why: string): Promise<boolean> {
    const granted = see({ act, who: account.login, need: inWords(need), why });
    if (granted) grants.add(keyOf(account, inWords(need)));
    return Promise.resolve(granted);
  }
  const holds = (account: Account, need: Need): boolean => grants.has(keyOf(account, inWords(need)));
  const isAllowed = (account: Account, need: Need): Promise<boolean> =>
    Promise.resolve(holds(account, need) || holds(account, { ...need, repository: true }));

  return {
    prompts,
    forgotten,
    holds,
    isAllowed,
    accounts: () => Promise.resolve(shown),
    known: () => Promise.resolve([...shown, ...others]),
    allow: async (account, need, why) => (await isAllowed(account, need)) || ask('allow', account, need, why),
    renew: (account, need, why) => ask('renew', account, need, why),
    signIn: (provider, why) => Promise.resolve(see({ act: 'sign-in', who: provider, need: '', why })),
    forget(account) {
      forgotten.push(account.login);
      return Promise.resolve();
    },
  };
}

function inWords({ operation, repository }: Need): string {
  return repository ? `${operation} repo` : operation;
}

function keyOf({ provider, id }: Account, need: string): string {
  return `${provider}/${id} ${need}`;
}
