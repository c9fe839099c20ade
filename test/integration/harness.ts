import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestHook } from '../../src/extension';
import { SCOPES } from '../../src/github/scopes';
import type { GetSession } from '../../src/host/sessions';
import type { Choice, Dialogs } from '../../src/host/dialogs';
import type { Node } from '../../src/tree/nodes';
import { connect, type Control } from '../github/control';
import type { RequestRecord } from '../github/site';
import { extensionId } from './runner';

/** A dialog as the person saw it. */
export interface Seen {
  readonly kind: 'confirm' | 'inform' | 'warn' | 'pick' | 'progress' | 'sign-in';
  readonly text: string;
}

/**
 * The person at the editor. Inside a test run VS Code refuses dialogs and sign-in, so answers are given here; everything
 * else (views, commands, requests, server) is real. The end-to-end tests go through the real dialogs.
 */
export interface Person {
  /** Whether the next sign-in prompts are accepted. */
  allows: boolean;
  /** Whether the next modal is confirmed. */
  confirms: boolean;
  /** The button chosen on the next notification that has it. */
  presses: string | undefined;
  /** Label of each next quick pick, in order. */
  readonly picks: string[];
  readonly seen: Seen[];
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
}

/** Hooks a suite up to the local GitHub, reset and signed in as `login` (or as nobody) before each test. */
export function useGitHub(login: string | undefined): Harness {
  const uri = vscode.workspace.getConfiguration('github-enterprise').get<string>('uri');
  assert.ok(uri, 'the program that starts VS Code sets github-enterprise.uri');
  const github = connect(uri);
  const person: Person = { allows: true, confirms: true, presses: undefined, picks: [], seen: [] };
  let hook: TestHook | undefined;

  before(async () => {
    const extension = vscode.extensions.getExtension<TestHook>(extensionId);
    assert.ok(extension);
    hook = await extension.activate();
  });

  beforeEach(async () => {
    await github.reset();
    Object.assign(person, { allows: true, confirms: true, presses: undefined });
    person.picks.length = 0;
    person.seen.length = 0;
    hook?.replace({ getSession: signInAs(login, person, github), dialogs: answersOf(person) });
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
  const children = async (...labels: string[]): Promise<Node[]> => {
    const parent = labels.length > 0 ? await find(...labels) : undefined;
    return (await provider().getChildren(parent)) ?? [];
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
  return { github, person, requests, children, labels, find, item };
}

/** Sessions as the editor keeps them: one for each exact set of scopes, silent unless asked to prompt. */
function signInAs(login: string | undefined, person: Person, github: Control): GetSession {
  const tokens = new Map<string, string>();
  const signedIn = [...SCOPES.read].sort().join(' ');
  return async (provider, scopes, options) => {
    if (provider !== 'github-enterprise' || login === undefined) return undefined;
    const key = [...scopes].sort().join(' ');
    if (!tokens.has(key) && options.silent && key !== signedIn) return undefined;
    if (!tokens.has(key)) {
      if (key !== signedIn) {
        const why = typeof options.createIfNone === 'object' ? options.createIfNone.detail : undefined;
        person.seen.push({ kind: 'sign-in', text: `${key}: ${why ?? ''}` });
        if (!person.allows) throw new Error('User did not consent to login.');
      }
      tokens.set(key, await github.issueToken(login, scopes));
    }
    const accessToken = tokens.get(key) ?? '';
    return { id: key, accessToken, account: { id: '1', label: login }, scopes };
  };
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
    inform: (text, ...actions) => notify('inform', text, actions),
    warn: (text, ...actions) => notify('warn', text, actions),
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
