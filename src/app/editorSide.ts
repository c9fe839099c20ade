import * as vscode from 'vscode';
import { createDialogs, type Dialogs } from '../host/dialogs';
import { createOpenRepositories, type OpenRepositories } from '../host/gitRepositories';
import { createHosts, type Hosts } from '../host/hosts';
import { createLog } from '../host/log';
import { createPrompts, type Prompts } from '../host/prompts';
import { createSessions, type Authentication, type Sessions } from '../host/sessions';
import { createSettings, type Settings } from '../host/settings';

/** Everything that is asked of the editor and of the person in front of it. */
export interface EditorSide {
  readonly log: vscode.LogOutputChannel;
  readonly authentication: Authentication;
  readonly hosts: Hosts;
  readonly sessions: Sessions;
  readonly settings: Settings;
  readonly repositories: OpenRepositories;
  readonly dialogs: Dialogs;
  readonly prompts: Prompts;
}

/** Builds it; the editor disposes of it with the extension. */
export function createEditorSide(context: vscode.ExtensionContext): EditorSide {
  const log = createLog();
  const authentication: Authentication = { ...vscode.authentication };
  const hosts = createHosts();
  const sessions = createSessions({ authentication, hosts, memento: context.globalState, log });
  const settings = createSettings();
  const repositories = createOpenRepositories();
  context.subscriptions.push(log, hosts, sessions, settings, repositories);
  return {
    ...{ log, authentication, hosts, sessions, settings, repositories },
    dialogs: createDialogs(),
    prompts: createPrompts(),
  };
}
