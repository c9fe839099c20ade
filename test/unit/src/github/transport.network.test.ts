import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { createTransport } from '../../../../src/github/transport';
import { selfSigned } from '../../../vscode/certificate';

/** What Node's `fetch` throws when it cannot get an answer, by the code it gives. */
const CODES: readonly (readonly [string, Reason, number])[] = [
  ['ENOTFOUND', 'offline', 1],
  ['EAI_AGAIN', 'offline', 1],
  ['ENETUNREACH', 'offline', 1],
  ['ENETDOWN', 'offline', 1],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', 1],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', 1],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate', 1],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', 1],
  ['CERT_HAS_EXPIRED', 'certificate', 1],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', 1],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'certificate', 1],
  ['ECONNREFUSED', 'unreachable', 3],
  ['ECONNRESET', 'unreachable', 3],
  ['UND_ERR_SOCKET', 'unreachable', 3],
  ['', 'unreachable', 3],
];

describe('The transport without a way to the server', () => {
  async function failureOf(url: string, fetcher: typeof fetch): Promise<ApiError> {
    const transport = createTransport({ apiUrl: url, fetch: fetcher, sleep: () => Promise.resolve() });
    try {
      await transport(`${url}/list`);
    } catch (error) {
      assert.ok(error instanceof ApiError);
      return error;
    }
    return assert.fail('there was an answer');
  }

  for (const [code, reason, tries] of CODES) {
    it(`tells ${reason} from ${code || 'a failure that says nothing'}, ${tries === 1 ? 'at once' : 'after three tries'}`, async () => {
      let count = 0;
      const error = await failureOf('https://github.example.org/api/v3', () => {
        count++;
        const cause = Object.assign(new Error(`getaddrinfo ${code}`), { code });
        return Promise.reject(new TypeError('fetch failed', code === '' ? {} : { cause }));
      });
      assert.equal(error.reason, reason);
      assert.equal(count, tries);
      assert.match(error.message, code === '' ? /^fetch failed$/ : new RegExp(`^fetch failed: .*${code}$`));
    });
  }

  describe('whose certificate nobody knows', () => {
    let server: Server;
    let requests = 0;

    before(async () => {
      const { key, certificate } = selfSigned(['localhost']);
      server = createServer({ key, cert: certificate }, (_, response) => {
        requests++;
        response.end('[]');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    after((done) => {
      server.close(done);
      server.closeAllConnections();
    });

    it('sends nothing, and says that it is the certificate', async () => {
      const error = await failureOf(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, fetch);
      assert.equal(error.reason, 'certificate');
      assert.equal(requests, 0);
    });
  });
});
