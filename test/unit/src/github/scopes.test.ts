import assert from 'node:assert/strict';
import { SCOPES } from '../../../../src/github/scopes';

describe('Scopes', () => {
  it('are exactly those that GitHub documents for each act', () => {
    assert.deepEqual(SCOPES, {
      read: ['read:packages', 'read:org'],
      delete: ['read:packages', 'delete:packages'],
      restore: ['read:packages', 'write:packages'],
    });
  });
});
