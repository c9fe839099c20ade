import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { atExit } from '../vscode/cleanup';
import { ISSUER, SERVICE } from './tokenSigner';

/** The CNCF's own registry, as Debian packages it, on the loopback interface. */
export interface Distribution {
  readonly url: string;
  /** `127.0.0.1:PORT`, as image names begin. */
  readonly host: string;
  /** The manifests that it was asked for, in order: the client's user agent, and the path. */
  readonly reads: readonly { readonly agent: string; readonly path: string }[];
  close(): Promise<void>;
}

export interface DistributionOptions {
  /** Where it keeps everything. */
  readonly folder: string;
  /** Where clients are sent for a token. */
  readonly realm: string;
  /** What it checks tokens by, as PEM. */
  readonly certificate: string;
}

/** A line of its access log, in Apache's combined format. */
const MANIFEST_READ = /"GET (\/v2\/\S+\/manifests\/\S+) HTTP[^"]*" \d+ \d+ "[^"]*" "([^"]*)"/;

/** @throws Error when it ends before it answers */
export async function startDistribution({ folder, realm, certificate }: DistributionOptions): Promise<Distribution> {
  const port = await freePort();
  const host = `127.0.0.1:${String(port)}`;
  fs.writeFileSync(path.join(folder, 'root.pem'), certificate);
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
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none' },
  });
  const forget = atExit(() => child.kill());
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const reads: Distribution['reads'][number][] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, asked, agent = ''] = MANIFEST_READ.exec(line) ?? [];
    if (asked !== undefined) reads.push({ agent, path: asked });
  });
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
    reads,
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
