import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { makeSmallWorld } from '../../github/seed';
import { SMALL } from '../../github/seed/names';
import { startGitHub, type GitHub } from '../../github/server';
import { startDetour, type Detour } from '../../vscode/detour';

const HOSTS = ['github.com', 'api.github.com'];

describe('The detour to a local server', () => {
  let github: GitHub;
  let detour: Detour;

  beforeEach(async () => {
    const addresses = { web: 'https://github.com', api: 'https://api.github.com' };
    github = await startGitHub({ world: makeSmallWorld, play: 'github.com', addresses });
    detour = await startDetour(HOSTS, github.port);
  });

  afterEach(async () => {
    await detour.close();
    await github.close();
  });

  /** Asks the proxy for a way to a host. */
  async function connect(target: string): Promise<{ status: number | undefined; socket: Socket }> {
    const request = http.request(detour.env['HTTPS_PROXY'] ?? '', { method: 'CONNECT', path: target }).end();
    const [response, socket] = (await once(request, 'connect')) as [http.IncomingMessage, Socket];
    return { status: response.statusCode, socket };
  }

  /** As a client does that trusts what VS Code is told to trust, and checks the name. */
  async function get(url: string, headers: Record<string, string>): Promise<{ body: string; link: string }> {
    const { hostname } = new URL(url);
    const { socket } = await connect(`${hostname}:443`);
    const ca = fs.readFileSync(detour.env['NODE_EXTRA_CA_CERTS'] ?? '');
    const agent = new https.Agent({ ca, socket });
    const request = https.get(url, { agent, headers: { 'user-agent': 'test', ...headers } });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const chunks = await response.toArray();
    return { body: chunks.join(''), link: String(response.headers['link'] ?? '') };
  }

  it('answers for both hosts over TLS, with the addresses of the hosts and nothing of its own', async () => {
    const token = github.issueToken(SMALL.user, ['read:packages', 'read:org']);
    const authorization = `token ${token}`;
    const versions = `/orgs/${SMALL.org}/packages/npm/${SMALL.npm}/versions?per_page=1`;
    const api = await get(`https://api.github.com${versions}`, { authorization });
    assert.match(api.link, /^<https:\/\/api\.github\.com\/orgs\/.*page=2>; rel="next"/);
    assert.match(api.body, /"html_url":"https:\/\/github\.com\//);
    assert.doesNotMatch(api.link + api.body, /127\.0\.0\.1/);

    const page = await get(`https://github.com/orgs/${SMALL.org}/sso`, {});
    assert.match(page.body, /Single sign-on to/);
    const owner = await get(`https://github.com/${SMALL.org}`, { accept: 'application/json' });
    assert.match(owner.body, /<!doctype html>/, 'what is no API host is never the API');
  });

  it('leads nowhere else, and remembers who wanted to go there', async () => {
    const { status, socket } = await connect('example.com:443');
    socket.destroy();
    assert.equal(status, 403);
    assert.deepEqual(detour.refused, ['example.com:443']);
    assert.deepEqual(github.requests, []);
  });
});
