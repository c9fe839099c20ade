import assert from 'node:assert/strict';
import { enterpriseHost, GITHUB_COM } from '../../../../src/github/hosts';
import { whyAsked } from '../../../../src/model/reasons';

const server = enterpriseHost('https://github.example.org');

describe('The reason for a prompt', () => {
  for (const [operation, expected] of [
    ['read', /^To show your packages, .* read:packages, read:org\.$/],
    ['delete', /^To delete versions or packages, GitHub Packages Explorer needs the delete:packages permission\.$/],
    ['restore', /^To restore versions or packages, GitHub Packages Explorer needs the write:packages permission\.$/],
  ] as const) {
    it(`to ${operation} names the permission, in one line, on every host`, () => {
      assert.ok(server);
      for (const host of [GITHUB_COM, server]) {
        assert.match(whyAsked(host, { operation, repository: false }), expected);
      }
    });

    it(`to ${operation} says where repo comes from, and only when it is asked for`, () => {
      assert.match(whyAsked(GITHUB_COM, { operation, repository: true }), /come from a repository.* repo permission/);
      assert.doesNotMatch(whyAsked(GITHUB_COM, { operation, repository: false }), /\brepo\b/);
    });
  }
});
