import assert from 'node:assert/strict';
import { isAtHost, repositoryOf } from '../../../../src/model/gitRemotes';

describe('The repository of a remote', () => {
  for (const [remote, host, path] of [
    ['https://github.com/octo/app.git', 'github.com', 'octo/app'],
    ['https://github.com/octo/app', 'github.com', 'octo/app'],
    ['https://user:secret@github.com/octo/app.git/', 'github.com', 'octo/app'],
    ['git@github.com:octo/app.git', 'github.com', 'octo/app'],
    ['github.com:octo/app', 'github.com', 'octo/app'],
    ['ssh://git@GHE.example.org:2222/octo/app.git', 'ghe.example.org:2222', 'octo/app'],
    ['http://127.0.0.1:8138/octo/a.b', '127.0.0.1:8138', 'octo/a.b'],
  ] as const) {
    it(`is read from ${remote}`, () => {
      const found = repositoryOf(remote);
      assert.deepEqual(found && [found.host, `${found.owner}/${found.name}`], [host, path]);
    });
  }

  for (const remote of [
    '',
    '/home/me/app.git',
    '../app',
    'file:///octo/app',
    'https://github.com/octo',
    'https://a/b/c/d',
    'x',
  ]) {
    it(`is none in ${JSON.stringify(remote)}`, () => {
      assert.equal(repositoryOf(remote), undefined);
    });
  }

  it('is at its own host only, whatever port SSH has', () => {
    const at = (remote: string, web: string): boolean => {
      const found = repositoryOf(remote);
      return found !== undefined && isAtHost(found, web);
    };
    assert.equal(at('git@github.com:octo/app', 'https://github.com'), true);
    assert.equal(at('ssh://git@ssh.github.com:443/octo/app', 'https://github.com'), true);
    assert.equal(at('ssh://git@ghe.example.org:2222/octo/app', 'https://ghe.example.org:8443'), true);
    assert.equal(at('https://gitlab.com/octo/app', 'https://github.com'), false);
    assert.equal(at('https://github.com.evil.example/octo/app', 'https://github.com'), false);
  });
});
