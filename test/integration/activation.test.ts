import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionId } from './runner';

describe('the extension in this host', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
