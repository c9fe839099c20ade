import * as vscode from 'vscode';

/** A key for `when` clauses; the editor is told only when the value changes. */
export function contextKey(name: string): (value: boolean) => void {
  let known: boolean | undefined;
  return (value) => {
    if (value === known) return;
    known = value;
    void vscode.commands.executeCommand('setContext', name, value);
  };
}
