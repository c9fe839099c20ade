import fs from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { selfSigned } from './certificate';
import { temporaryFolder } from './cleanup';

/** Brings a VS Code and a browser that ask for certain hosts to a server on this machine instead, and nowhere else. */
export interface Detour {
  /** For VS Code's server and its extension host. */
  readonly env: NodeJS.ProcessEnv;
  /** User settings that VS Code needs with it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Arguments for Chromium. */
  readonly browserArguments: readonly string[];
  /** Other hosts that VS Code's server asked for, and did not reach. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts a TLS server for the hosts and a proxy that leads there, both on loopback.
 * @param hosts asked for by https on the usual port
 * @param port where the server that answers for all of them listens, by http
 */
export async function startDetour(hosts: readonly string[], port: number): Promise<Detour> {
  const { key, certificate, fingerprint } = selfSigned(hosts);
  const folder = temporaryFolder();
  const trusted = path.join(folder.path, 'certificate.pem');
  fs.writeFileSync(trusted, certificate);
  const refused: string[] = [];
  const sockets = new Set<Duplex>();

  const secure = tls.createServer({ key, cert: certificate }, (socket) => join(socket, port));
  const securePort = await listen(secure);
  const proxy = http.createServer((_, response) => response.writeHead(403).end());
  proxy.on('connect', (request, socket) => {
    if (!hosts.some((host) => request.url === `${host}:443`)) {
      refused.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    join(socket, securePort);
  });
  const proxyPort = await listen(proxy);

  /** Passes on everything in both directions until either side ends. */
  function join(client: Duplex, to: number): void {
    const server = net.connect(to, '127.0.0.1');
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  }

  const rules = [
    ...hosts.map((host) => `MAP ${host}:443 127.0.0.1:${String(securePort)}`),
    'MAP * ~NOTFOUND',
    'EXCLUDE 127.0.0.1',
  ];
  return {
    env: { HTTPS_PROXY: `http://127.0.0.1:${String(proxyPort)}`, NODE_EXTRA_CA_CERTS: trusted },
    // With the system's certificates VS Code's `fetch` trusts no others, those of the environment included.
    settings: { 'http.systemCertificates': false },
    browserArguments: [
      `--host-resolver-rules=${rules.join(', ')}`,
      `--ignore-certificate-errors-spki-list=${fingerprint}`,
    ],
    refused,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([secure, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
      folder.remove();
    },
  };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
