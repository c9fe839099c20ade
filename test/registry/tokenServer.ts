import { sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SELF_SIGNED } from './selfSigned';

/** What a registry trusts for its tokens: the CNCF distribution's "Token Authentication Specification". */
export interface TokenServer {
  readonly realm: string;
  /** Names that tokens were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export const ISSUER = 'github-packages-tests';
export const SERVICE = 'registry';

/** @param password the only one that is given a token, whatever the user's name */
export async function startTokenServer(password: string): Promise<TokenServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const scopes = url.searchParams.getAll('scope').flatMap((scope) => scope.split(' '));
    asked.push(...scopes);
    const given = atob(/^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '').replace(/^[^:]*:/, '');
    const allowed = given === password && url.searchParams.get('service') === SERVICE;
    response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(allowed ? { token: tokenFor(scopes), expires_in: 60 } : { errors: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    realm: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/token`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tokenFor(scopes: readonly string[]): string {
  const now = Math.floor(Date.now() / 1000);
  const access = scopes.map((scope) => {
    const [type, name, actions = ''] = scope.split(':');
    return { type, name, actions: actions.split(',') };
  });
  const certificate = SELF_SIGNED.cert.replace(/-----[A-Z ]+-----|\n/g, '');
  const head = encode({ typ: 'JWT', alg: 'ES256', x5c: [certificate] });
  const body = encode({ iss: ISSUER, aud: SERVICE, sub: '', iat: now, nbf: now - 10, exp: now + 60, access });
  const key = { key: SELF_SIGNED.key, dsaEncoding: 'ieee-p1363' } as const;
  return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
