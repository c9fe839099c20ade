import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createPackagesApi, type PackagesApiOptions } from '../../../../src/github/packagesApi';
import type { Account } from '../../../../src/model/accounts';
import { present } from '../../../../src/tree/presentation';
import { selfSigned } from '../../../vscode/certificate';
import { NOW } from '../support/examples';
import { treeOver } from '../support/treeOver';

/** What a person reads in the tree of a host that cannot even be asked. */
async function reads(name: string, options: Pick<PackagesApiOptions, 'fetch' | 'timeout'>): Promise<string> {
  const host = { kind: 'ghes', name, apiUrl: `https://${name}/api/v3`, webUrl: `https://${name}` } as const;
  const account: Account = { provider: 'github-enterprise', id: '1', login: 'mona', host };
  const now = (): number => NOW;
  const tree = treeOver({
    accounts: () => Promise.resolve([account]),
    api: () =>
      createPackagesApi({
        host,
        token: () => Promise.resolve('token'),
        now,
        log: () => undefined,
        userAgent: 'test',
        sleep: () => Promise.resolve(),
        ...options,
      }),
    seesRepositories: () => Promise.resolve(true),
    now,
  });
  const message = (await tree.children()).find(({ kind }) => kind === 'message');
  assert.ok(message);
  const looks = present(message, { now: NOW, locale: 'en' });
  assert.equal(looks.label, 'Organizations not listed');
  return looks.spoken.replace('Organizations could not be listed. ', '');
}

describe('The tree of a host', () => {
  it('whose certificate nobody vouches for says so', async () => {
    const { key, certificate } = selfSigned(['localhost']);
    const server = createServer({ key, cert: certificate }, (_, response) => response.end('[]'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const name = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    try {
      assert.equal(await reads(name, { fetch }), `The certificate of ${name} is not trusted on this computer.`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('to which there is no way says that one seems to be offline', async () => {
    const nowhere = (): Promise<never> =>
      Promise.reject(
        new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }) }),
      );
    assert.equal(
      await reads('github.example.org', { fetch: nowhere }),
      'There is no way to github.example.org: you seem to be offline.',
    );
  });

  it('that never answers says that it did not in time', async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
      });
    assert.equal(
      await reads('github.example.org', { fetch: never, timeout: 20 }),
      'github.example.org did not answer in time.',
    );
  });
});
