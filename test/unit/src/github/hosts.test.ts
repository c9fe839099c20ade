import assert from 'node:assert/strict';
import { enterpriseHost, GITHUB_COM } from '../../../../src/github/hosts';

describe('Hosts', () => {
  it('know where github.com has its API', () => {
    assert.deepEqual(GITHUB_COM, {
      kind: 'github.com',
      name: 'github.com',
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
    });
  });

  it('find the API of an enterprise server below /api/v3, whatever path and spaces the setting has', () => {
    const expected = {
      kind: 'ghes',
      name: 'github.example.org',
      apiUrl: 'https://github.example.org/api/v3',
      webUrl: 'https://github.example.org',
    };
    assert.deepEqual(enterpriseHost('https://github.example.org'), expected);
    assert.deepEqual(enterpriseHost(' https://GitHub.example.org/some/path?query '), expected);
  });

  it('keep the port', () => {
    const host = enterpriseHost('http://127.0.0.1:8443/');
    assert.equal(host?.name, '127.0.0.1:8443');
    assert.equal(host.apiUrl, 'http://127.0.0.1:8443/api/v3');
  });

  it('find the API of a ghe.com tenant on a host of its own', () => {
    assert.deepEqual(enterpriseHost('https://octo.ghe.com/'), {
      kind: 'ghe.com',
      name: 'octo.ghe.com',
      apiUrl: 'https://api.octo.ghe.com',
      webUrl: 'https://octo.ghe.com',
    });
  });

  it('do not take a name that merely ends like a tenant for one', () => {
    assert.equal(enterpriseHost('https://evilghe.com')?.kind, 'ghes');
  });

  for (const setting of [
    undefined,
    '',
    '  ',
    'github.example.org',
    'ftp://github.example.org',
    'javascript:alert(1)',
  ]) {
    it(`find none in the setting ${JSON.stringify(setting)}`, () => {
      assert.equal(enterpriseHost(setting), undefined);
    });
  }

  it('leave github.com to the provider that is made for it', () => {
    assert.equal(enterpriseHost('https://github.com'), undefined);
  });

  it('carry no user name or password from the setting into an address', () => {
    const host = enterpriseHost('https://mona:secret@github.example.org');
    assert.equal(JSON.stringify(host).includes('secret'), false);
  });
});
