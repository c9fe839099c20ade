import assert from 'node:assert/strict';
import { enterpriseHost, GITHUB_COM, type Host } from '../../../../src/github/hosts';
import { registryUrl } from '../../../../src/github/registryUrl';

describe('The address of a container registry', () => {
  const host = (uri: string): Host => {
    const found = enterpriseHost(uri);
    assert.ok(found);
    return found;
  };
  const GHES = host('https://github.example.org:8443');

  it('is ghcr.io for github.com, whatever is set for the enterprise host', () => {
    assert.equal(registryUrl(GITHUB_COM, ''), 'https://ghcr.io');
    assert.equal(registryUrl(GITHUB_COM, 'https://elsewhere.example.org'), 'https://ghcr.io');
  });

  it('is a name below an enterprise host', () => {
    assert.equal(registryUrl(GHES, ''), 'https://containers.github.example.org:8443');
    assert.equal(registryUrl(host('https://octo.ghe.com'), ' '), 'https://containers.octo.ghe.com');
  });

  it('is what the person sets for their enterprise host, with or without a scheme', () => {
    assert.equal(registryUrl(GHES, 'https://images.example.org/'), 'https://images.example.org');
    assert.equal(registryUrl(GHES, ' images.example.org:5000 '), 'https://images.example.org:5000');
    assert.equal(registryUrl(host('http://localhost'), 'localhost:5000'), 'http://localhost:5000');
    assert.equal(registryUrl(host('http://localhost'), 'https://localhost'), 'https://localhost');
  });

  it('is never less secure than the host, and never a strange one', () => {
    for (const setting of ['http://images.example.org', 'ftp://images.example.org', 'https://', 'https://a:b@c.org']) {
      assert.equal(registryUrl(GHES, setting), undefined, setting);
    }
  });
});
