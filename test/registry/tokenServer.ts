import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenSigner, SERVICE, TOKEN_LIFE } from './tokenSigner';

/** Where a registry sends its clients for a token. */
export interface TokenServer {
  readonly realm: string;
  /** What the registry checks the tokens by, as PEM. */
  readonly certificate: string;
  /** Names that tokens were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param password the only one that is given a token, whatever the user's name */
export async function startTokenServer(password: string): Promise<TokenServer> {
  const asked: string[] = [];
  const { certificate, tokenFor } = createTokenSigner();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const scopes = url.searchParams.getAll('scope').flatMap((scope) => scope.split(' '));
    asked.push(...scopes);
    const given = atob(/^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '').replace(/^[^:]*:/, '');
    const allowed = given === password && url.searchParams.get('service') === SERVICE;
    response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(allowed ? { token: tokenFor(scopes), expires_in: TOKEN_LIFE } : { errors: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    realm: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/token`,
    certificate,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
