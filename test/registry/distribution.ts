import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { atExit } from '../vscode/cleanup';
import { SELF_SIGNED } from './selfSigned';
import { ISSUER, SERVICE, type TokenServer } from './tokenServer';

/** The CNCF's own registry, as Debian packages it, on the loopback interface. */
export interface Distribution {
  readonly url: string;
  /** `127.0.0.1:PORT`, as image names begin. */
  readonly host: string;
  close(): Promise<void>;
}

/** @param folder where it keeps everything */
export async function startDistribution(folder: string, { realm }: TokenServer): Promise<Distribution> {
  const port = await freePort();
  const host = `127.0.0.1:${String(port)}`;
  fs.writeFileSync(path.join(folder, 'root.pem'), SELF_SIGNED.cert);
  const config = {
    version: '0.1',
    log: { level: 'error' },
    storage: {
      filesystem: { rootdirectory: path.join(folder, 'registry') },
      delete: { enabled: true },
      cache: { blobdescriptor: 'inmemory' },
    },
    http: { addr: host },
    auth: { token: { realm, service: SERVICE, issuer: ISSUER, rootcertbundle: path.join(folder, 'root.pem') } },
  };
  fs.writeFileSync(path.join(folder, 'config.yml'), JSON.stringify(config)); // JSON is YAML
  const child = spawn('docker-registry', ['serve', path.join(folder, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
  });
  const forget = atExit(() => child.kill());
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(forget);

  const url = `http://${host}`;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    host,
    async close() {
      child.kill();
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/v2/`)).status === 401;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
