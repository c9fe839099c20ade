import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../src/app/testHook';
import { scopesFor } from '../../src/github/scopes';
import type { Authentication } from '../../src/host/sessions';
import type { Choice, Dialogs } from '../../src/host/dialogs';
import type { FoundChoice, Prompts } from '../../src/host/prompts';
import type { RepositoryAddress } from '../../src/model/gitRemotes';
import { VIEW } from '../../src/ids';
import type { Node } from '../../src/tree/nodes';
import { connect, type Control } from '../github/control';
import type { RequestRecord } from '../github/site';
import { extensionId } from './runner';

/** A dialog as the person saw it. */
export interface Seen {
  readonly kind: 'confirm' | 'type' | 'narrow' | 'ask' | 'inform' | 'warn' | 'pick' | 'progress' | 'sign-in' | 'page';
  readonly text: string;
}

/**
 * The person at the editor. Inside a test run VS Code refuses dialogs and sign-in, so answers are given here; everything
 * else (views, commands, requests, server) is real. The end-to-end tests go through the real dialogs.
 */
export interface Person {
  /** Logins the editor has sessions for; the first is the one who signed in first. */
  signedIn: string[];
  /** Who signs in when any account will do. */
  joins: string | undefined;
  /** Whose session is answered instead of the one that is asked for, as when somebody else signs in in the browser. */
  answersAs: string | undefined;
  /** Whether the next sign-in prompts are accepted. */
  allows: boolean;
  /** What is granted when a set of scopes is asked for, where it is not all of them. */
  grants: ((scopes: readonly string[]) => readonly string[]) | undefined;
  /** Tokens by login and scopes. */
  readonly tokens: Map<string, string>;
  /** Whether the next modal is confirmed. */
  confirms: boolean;
  /** What is typed where a name is asked for. */
  types: string | undefined;
  /** The button chosen on the next notification that has it. */
  presses: string | undefined;
  /** Label of each next quick pick, in order. */
  readonly picks: string[];
  /** Text of each next input box, in order. */
  readonly texts: string[];
  /** What the last list that fills while it is looked at held in the end. */
  found: string[];
  readonly seen: Seen[];
  /** Repositories that are open in the editor. */
  readonly repositories: RepositoryAddress[];
}

export interface Harness {
  readonly github: Control;
  readonly person: Person;
  /** What reached the server, without the questions a browser asks before it lets a request through. */
  readonly requests: () => Promise<RequestRecord[]>;
  /** Follows labels down the tree and answers the elements at the end. */
  readonly children: (...labels: string[]) => Promise<Node[]>;
  /** The same, as labels. */
  readonly labels: (...labels: string[]) => Promise<string[]>;
  readonly find: (...labels: string[]) => Promise<Node>;
  readonly item: (node: Node) => Promise<vscode.TreeItem>;
  /** What is shown when the person points at an element. */
  readonly tooltip: (node: Node) => Promise<vscode.TreeItem['tooltip']>;
}

const READ = scopesFor('ghes', { operation: 'read', repository: false });

/** Hooks a suite up to the local GitHub, reset and signed in as `login` (or as nobody) before each test. */
export function useGitHub(login: string | undefined): Harness {
  const uri = vscode.workspace.getConfiguration('github-enterprise').get<string>('uri');
  assert.ok(uri, 'the program that starts VS Code sets github-enterprise.uri');
  const github = connect(uri);
  const person: Person = {
    signedIn: [],
    joins: undefined,
    answersAs: undefined,
    allows: true,
    grants: undefined,
    tokens: new Map(),
    confirms: true,
    types: undefined,
    presses: undefined,
    picks: [],
    texts: [],
    found: [],
    seen: [],
    repositories: [],
  };
  let hook: TestHook | undefined;

  before(async () => {
    const extension = vscode.extensions.getExtension<TestHook>(extensionId);
    assert.ok(extension);
    hook = await extension.activate();
  });

  beforeEach(async () => {
    await github.reset();
    const signedIn = login === undefined ? [] : [login];
    Object.assign(person, { signedIn, joins: undefined, answersAs: undefined, grants: undefined });
    Object.assign(person, { allows: true, confirms: true, types: undefined, presses: undefined });
    person.tokens.clear();
    person.picks.length = 0;
    person.texts.length = 0;
    person.repositories.length = 0;
    person.seen.length = 0;
    await hook?.replace({
      authentication: keepSessions(person, github),
      dialogs: answersOf(person),
      prompts: promptsOf(person),
      repositories: person.repositories,
    });
    // What an earlier test has revealed would be read again in the midst of this one.
    const collapseAll = `workbench.actions.treeView.${VIEW}.collapseAll`;
    if ((await vscode.commands.getCommands()).includes(collapseAll)) await vscode.commands.executeCommand(collapseAll);
    await vscode.commands.executeCommand('githubPackages.refresh');
    await github.clearRequests();
  });

  afterEach(async () => {
    assert.deepEqual(await github.clearViolations(), [], 'requests and responses are as GitHub describes them');
  });

  const provider = (): vscode.TreeDataProvider<Node> => {
    assert.ok(hook);
    return hook.provider;
  };
  const item = async (node: Node): Promise<vscode.TreeItem> => provider().getTreeItem(node);
  const tooltip = async (node: Node): Promise<vscode.TreeItem['tooltip']> => {
    const { token } = new vscode.CancellationTokenSource();
    return (await provider().resolveTreeItem?.(await item(node), node, token))?.tooltip;
  };
  const children = async (...labels: string[]): Promise<Node[]> => {
    const parent = labels.length > 0 ? await find(...labels) : undefined;
    assert.ok(hook);
    return [...(await hook.settled(parent))];
  };
  const find = async (...labels: string[]): Promise<Node> => {
    const last = labels.at(-1) ?? '';
    for (const node of await children(...labels.slice(0, -1))) {
      const { label } = await item(node);
      if (label === last) return node;
    }
    throw new assert.AssertionError({ message: `no ${labels.join(' > ')} in the tree` });
  };
  const labels = async (...path: string[]): Promise<string[]> => {
    const items = await Promise.all((await children(...path)).map(item));
    return items.map(({ label }) => (typeof label === 'string' ? label : (label?.label ?? '')));
  };

  const requests = async (): Promise<RequestRecord[]> =>
    (await github.requests()).filter(({ method }) => method !== 'OPTIONS');
  return { github, person, requests, children, labels, find, item, tooltip };
}

/** The editor's keeping of sessions: one for each account and exact set of scopes, silent unless asked to prompt. */
function keepSessions(person: Person, github: Control): Pick<Authentication, 'getAccounts' | 'getSession'> {
  const read = keyOf(READ);
  return {
    getAccounts: (provider) =>
      Promise.resolve(
        provider === 'github-enterprise' ? person.signedIn.map((login) => ({ id: login, label: login })) : [],
      ),
    async getSession(provider, scopes, options) {
      if (provider !== 'github-enterprise') return undefined;
      const prompts = options.createIfNone ?? options.forceNewSession;
      const login = person.answersAs ?? options.account?.id ?? person.joins ?? person.signedIn[0];
      if (login === undefined) return undefined;
      const key = `${login} ${keyOf(scopes)}`;
      const isGranted = person.signedIn.includes(login) && (keyOf(scopes) === read || person.tokens.has(key));
      if (options.forceNewSession || !isGranted) {
        if (!prompts) return undefined;
        const why = typeof prompts === 'object' ? prompts.detail : '';
        person.seen.push({ kind: 'sign-in', text: `${keyOf(scopes)}: ${why}` });
        if (!person.allows) throw new Error('User did not consent to login.');
        person.tokens.delete(key);
        if (!person.signedIn.includes(login)) person.signedIn.push(login);
      }
      const accessToken = person.tokens.get(key) ?? (await github.issueToken(login, person.grants?.(scopes) ?? scopes));
      person.tokens.set(key, accessToken);
      return { id: key, accessToken, account: { id: login, label: login }, scopes };
    },
  };
}

function keyOf(scopes: readonly string[]): string {
  return [...scopes].sort().join(' ');
}

function answersOf(person: Person): Dialogs {
  const notify = <T extends string>(kind: 'inform' | 'warn', text: string, actions: T[]): Promise<T | undefined> => {
    person.seen.push({ kind, text });
    return Promise.resolve(actions.find((action) => action === person.presses));
  };
  return {
    confirm({ message, detail }) {
      person.seen.push({ kind: 'confirm', text: `${message}\n${detail}` });
      return Promise.resolve(person.confirms);
    },
    confirmByTyping({ message, detail }, words) {
      person.seen.push({ kind: 'type', text: `${message}\n${detail}\n${words}` });
      return Promise.resolve(person.types === words);
    },
    pickMany(title, _, choices) {
      person.seen.push({ kind: 'narrow', text: `${title}: ${choices.map(({ label }) => label).join('; ')}` });
      return Promise.resolve(choices.map(({ value }) => value));
    },
    ask(title) {
      person.seen.push({ kind: 'ask', text: title });
      return Promise.resolve(person.types);
    },
    wait: (_, task) => task(new AbortController().signal, () => undefined),
    inform: (text, ...actions) => notify('inform', text, actions),
    warn: (text, ...actions) => notify('warn', text, actions),
    openPage(url) {
      person.seen.push({ kind: 'page', text: url });
      return Promise.resolve();
    },
    async pick<T>(title: string, placeholder: string, choices: Promise<readonly Choice<T>[]>) {
      person.seen.push({ kind: 'pick', text: `${title}: ${placeholder}` });
      const wanted = person.picks.shift();
      return (await choices).find(({ label }) => label === wanted)?.value;
    },
    progress(title, task) {
      person.seen.push({ kind: 'progress', text: title });
      return task(() => undefined, new AbortController().signal);
    },
  };
}

function promptsOf(person: Person): Prompts {
  return {
    input(title, prompt) {
      person.seen.push({ kind: 'pick', text: `${title}: ${prompt}` });
      return Promise.resolve(person.texts.shift());
    },
    pickMany(title, placeholder, choices) {
      person.seen.push({ kind: 'pick', text: `${title}: ${placeholder}` });
      const wanted = person.picks.shift()?.split(', ') ?? [];
      return Promise.resolve(choices.filter(({ label }) => wanted.includes(label)).map(({ value }) => value));
    },
    async find<T>(title: string, placeholder: string, fill: Parameters<Prompts['find']>[2]) {
      person.seen.push({ kind: 'pick', text: `${title}: ${placeholder}` });
      let choices: readonly FoundChoice<unknown>[] = [];
      await fill({ show: (all) => (choices = all), end: () => undefined }, new AbortController().signal);
      person.found = choices.map(({ label, description }) => `${label} ${description ?? ''}`);
      const wanted = person.picks.shift();
      return choices.find(({ label }) => label === wanted)?.value as T | undefined;
    },
  };
}
