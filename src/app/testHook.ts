import type * as vscode from 'vscode';
import type { Dialogs } from '../host/dialogs';
import type { Prompts } from '../host/prompts';
import type { Authentication } from '../host/sessions';
import type { RepositoryAddress } from '../model/gitRemotes';
import type { Node } from '../tree/nodes';
import type { PackageTree } from '../tree/packageTree';
import type { EditorSide } from './editorSide';
import type { GitHubSide } from './gitHubSide';

/** What tests inside the editor may look at, and put in place of a person and of what was kept. */
export interface TestHook {
  readonly provider: vscode.TreeDataProvider<Node>;
  /** What is below an element once everything is read, for tests that look at all of it. */
  readonly settled: (node?: Node) => Promise<readonly Node[]>;
  readonly replace: (parts: TestParts) => Promise<void>;
}

interface TestParts {
  readonly authentication: Partial<Authentication>;
  readonly dialogs: Dialogs;
  readonly prompts: Prompts;
  readonly repositories: readonly RepositoryAddress[];
}

/** Only a test run is handed it. */
export function createTestHook(
  tree: PackageTree,
  provider: vscode.TreeDataProvider<Node>,
  editor: EditorSide,
  gitHub: GitHubSide,
): TestHook {
  return {
    provider,
    settled: (node) => tree.children(node),
    async replace({ authentication, dialogs, prompts, repositories }) {
      await gitHub.reset(); // another test, another host
      Object.assign(editor.authentication, authentication);
      Object.assign(editor.dialogs, dialogs);
      Object.assign(editor.prompts, prompts);
      Object.assign(editor.repositories, { all: () => repositories });
    },
  };
}
