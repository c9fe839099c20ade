import * as vscode from 'vscode';

/** The extension's only voice for itself. No token and no single sign-on address is ever handed to it. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('GitHub Packages', { log: true });
}
