import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MANIFEST_TYPES, MEDIA_TYPES } from '../../github/oci/mediaTypes';
import { createRegistry } from '../../github/registry';
import { makeSmallWorld } from '../../github/seed';
import { SMALL } from '../../github/seed/names';
import type { Package, PackageVersion, World } from '../../github/state';

const NAME = `${SMALL.org}/${SMALL.container}`;
const PUBLIC = `${SMALL.user}/${SMALL.personal}`;
const ACCEPT_ALL = [...MANIFEST_TYPES].join(', ');
const TOKENS: Record<string, { login: string; scopes: string[] }> = {
  gho_reader: { login: 'mona', scopes: ['read:packages'] },
  gho_writer: { login: 'mona', scopes: ['write:packages'] },
  gho_bare: { login: 'mona', scopes: ['read:org'] },
  gho_stranger: { login: 'stranger', scopes: ['read:packages'] },
};

describe('The container registry', () => {
  let world: World;
  let now: number;
  let cors: boolean;
  let throttled: boolean;
  let server: Server;
  let base: string;

  before((done) => {
    const handler = createRegistry({
      world: () => world,
      authenticate: (token) => TOKENS[token],
      canRead: (login, pkg) => pkg.visibility === 'public' || login === 'mona',
      now: () => now,
      cors: () => cors,
      throttled: () => throttled,
      baseUrl: () => base,
    });
    server = createServer((req, res) => {
      void handler(req, res).then((handled) => {
        if (!handled) res.writeHead(421).end();
      });
    });
    server.listen(0, '127.0.0.1', () => {
      base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      done();
    });
  });
  after((done) => {
    server.closeAllConnections();
    server.close(done);
  });
  beforeEach(() => {
    now = Date.UTC(2026, 10, 20);
    world = makeSmallWorld(now);
    cors = false;
    throttled = false;
  });

  const image = (): Package => {
    const found = world.packages.find(({ name }) => name === SMALL.container);
    assert.ok(found);
    return found;
  };
  const latest = (): PackageVersion => {
    const found = image().versions.find(({ tags }) => tags.includes('latest'));
    assert.ok(found);
    return found;
  };
  const basic = (token: string): string => `Basic ${btoa(`anyone:${token}`)}`;
  const short = (token: string): string => `Bearer ${btoa(token)}`;
  const exchange = (scope: string, authorization?: string): Promise<Response> =>
    fetch(`${base}/token?service=${new URL(base).host}&scope=${encodeURIComponent(scope)}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
  async function bearer(name: string, authorization?: string): Promise<string> {
    const response = await exchange(`repository:${name}:pull`, authorization);
    assert.equal(response.status, 200);
    return `Bearer ${((await response.json()) as { token: string }).token}`;
  }
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    fetch(`${base}/v2/${path}`, {
      method,
      headers: { authorization: short('gho_reader'), accept: ACCEPT_ALL, ...headers },
    });
  async function refused(response: Promise<Response>, status: number, code: string): Promise<Response> {
    const answer = await response;
    assert.equal(answer.status, status);
    const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] };
    assert.equal(errors[0]?.code, code);
    return answer;
  }

  it('leaves other paths to others', async () => {
    for (const path of ['/', '/v2x', '/tokens', '/api/v3/user']) assert.equal((await fetch(base + path)).status, 421);
  });

  it('challenges with the scope of the image, and with a placeholder at its root', async () => {
    const challenged = await refused(fetch(`${base}/v2/${NAME}/manifests/latest`), 401, 'UNAUTHORIZED');
    assert.equal(
      challenged.headers.get('www-authenticate'),
      `Bearer realm="${base}/token",service="${new URL(base).host}",scope="repository:${NAME}:pull"`,
    );
    const root = await refused(fetch(`${base}/v2/`), 401, 'UNAUTHORIZED');
    assert.match(root.headers.get('www-authenticate') ?? '', /scope="repository:user\/image:pull"/);
  });

  it('exchanges a GitHub token for one that opens this image only, for a minute', async () => {
    const authorization = await bearer(NAME, basic('gho_reader'));
    assert.equal((await get(`${NAME}/manifests/latest`, { authorization })).status, 200);
    await refused(get(`${PUBLIC}/manifests/latest`, { authorization }), 403, 'DENIED');
    now += 60_000;
    const late = await refused(get(`${NAME}/manifests/latest`, { authorization }), 401, 'UNAUTHORIZED');
    assert.ok(late.headers.has('www-authenticate'));
  });

  it('gives a token for a public image to anybody, and for a private one to those who may read it', async () => {
    const authorization = await bearer(PUBLIC);
    assert.equal((await get(`${PUBLIC}/manifests/latest`, { authorization })).status, 200);
    await refused(exchange(`repository:${NAME}:pull`), 401, 'UNAUTHORIZED');
    await refused(exchange(`repository:${NAME}:pull`, basic('gho_stranger')), 403, 'DENIED');
    await refused(exchange(`repository:${SMALL.org}/nothing:pull`, basic('gho_reader')), 403, 'DENIED');
    assert.ok(await bearer(NAME, basic('gho_writer')), 'writing implies reading');
  });

  it('refuses tokens that are unknown or lack the scope, without a challenge', async () => {
    for (const token of ['gho_unknown', 'gho_bare']) {
      await refused(exchange(`repository:${PUBLIC}:pull`, basic(token)), 403, 'DENIED');
      const response = await refused(get(`${NAME}/manifests/latest`, { authorization: short(token) }), 403, 'DENIED');
      assert.equal(response.headers.get('www-authenticate'), null);
    }
    await refused(get(`${NAME}/manifests/latest`, { authorization: 'Bearer gho_reader' }), 403, 'DENIED');
  });

  it('opens nothing with a token for the placeholder', async () => {
    const authorization = await bearer('user/image', basic('gho_reader'));
    assert.equal((await get('', { authorization })).status, 200);
    await refused(get(`${NAME}/manifests/latest`, { authorization }), 403, 'DENIED');
  });

  it('wants a token that is authorised for single sign-on', async () => {
    world.owners.forEach((owner, index) => {
      if (owner.kind === 'Organization') world.owners[index] = { ...owner, sso: true };
    });
    const ssoAuthorized = new Set<string>();
    world.tokens.push({ value: 'gho_reader', login: 'mona', scopes: [], kind: 'oauth', ssoAuthorized, revoked: false });
    await refused(get(`${NAME}/manifests/latest`), 403, 'DENIED');
    ssoAuthorized.add(SMALL.org);
    assert.equal((await get(`${NAME}/manifests/latest`)).status, 200);
  });

  it('serves the exact bytes of a manifest by tag and by digest', async () => {
    const { name: digest } = latest();
    for (const reference of ['latest', digest, encodeURIComponent(digest)]) {
      const response = await get(`${NAME}/manifests/${reference}`);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('docker-content-digest'), digest);
      assert.equal(response.headers.get('content-type'), MEDIA_TYPES.ociIndex);
      const body = Buffer.from(await response.arrayBuffer());
      assert.ok(body.equals(Buffer.from(world.blobs.get(digest)?.bytes ?? [])));
    }
  });

  it('counts every manifest that is fetched as a download, but not a look at its headers', async () => {
    const version = latest();
    const before = version.downloads;
    const head = await get(`${NAME}/manifests/latest`, {}, 'HEAD');
    assert.equal(head.headers.get('docker-content-digest'), version.name);
    assert.equal(version.downloads, before);
    await get(`${NAME}/manifests/latest`);
    await get(`${NAME}/manifests/${version.name}`);
    assert.equal(version.downloads, before + 2);
  });

  it('hides a manifest whose type the client does not list, as if it were unknown', async () => {
    for (const accept of [MEDIA_TYPES.ociManifest, '*/*', 'application/json']) {
      await refused(get(`${NAME}/manifests/latest`, { accept }), 404, 'MANIFEST_UNKNOWN');
    }
    const accept = `${MEDIA_TYPES.ociManifest}, ${MEDIA_TYPES.ociIndex};q=0.5`;
    assert.equal((await get(`${NAME}/manifests/latest`, { accept })).status, 200);
  });

  it('does not serve what was deleted, and serves it again once it is restored', async () => {
    const version = latest();
    version.deletedAt = now;
    for (const reference of ['latest', version.name]) {
      await refused(get(`${NAME}/manifests/${reference}`), 404, 'MANIFEST_UNKNOWN');
    }
    delete version.deletedAt;
    assert.equal((await get(`${NAME}/manifests/latest`)).status, 200);
    const authorization = await bearer(NAME, basic('gho_reader'));
    image().deletedAt = now;
    await refused(get(`${NAME}/manifests/latest`, { authorization }), 404, 'NAME_UNKNOWN');
  });

  it('knows no manifest by the wrong tag, a digest of something else, or a layer', async () => {
    const [layer] = [...world.blobs].find(([, { mediaType }]) => mediaType === MEDIA_TYPES.ociLayer) ?? [];
    for (const reference of ['nothing', `sha256:${'0'.repeat(64)}`, layer ?? '']) {
      await refused(get(`${NAME}/manifests/${reference}`), 404, 'MANIFEST_UNKNOWN');
    }
  });

  it('serves the blobs of an image, and of no other', async () => {
    const child = image().versions.find(({ tags, deletedAt }) => tags.length === 0 && deletedAt === undefined);
    const manifest = Buffer.from(world.blobs.get(child?.name ?? '')?.bytes ?? []).toString();
    const { config } = JSON.parse(manifest) as { config: { digest: string; size: number } };
    const response = await get(`${NAME}/blobs/${config.digest}`);
    assert.equal((await response.arrayBuffer()).byteLength, config.size);
    await refused(get(`${PUBLIC}/blobs/${config.digest}`), 404, 'BLOB_UNKNOWN');
    await refused(get(`${NAME}/blobs/sha256:${'0'.repeat(64)}`), 404, 'BLOB_UNKNOWN');
  });

  it('lists tags in order, page by page, without the deleted ones', async () => {
    const all = image()
      .versions.filter(({ deletedAt }) => deletedAt === undefined)
      .flatMap(({ tags }) => tags)
      .sort();
    const seen: string[] = [];
    let path: string | undefined = `${NAME}/tags/list?n=2`;
    while (path !== undefined) {
      const response: Response = await get(path);
      seen.push(...((await response.json()) as { tags: string[] }).tags);
      path = /<\/v2\/(.+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    }
    assert.deepEqual(seen, all);
    assert.ok(all.length > 2);
    await refused(get(`${NAME}/tags/list?n=two`), 400, 'PAGINATION_NUMBER_INVALID');
  });

  it('takes names in lower case only, with their slashes', async () => {
    await refused(get(`${NAME.toUpperCase()}/manifests/latest`), 400, 'NAME_INVALID');
    await refused(get(`${NAME.replace('/', '%2F')}/manifests/latest`), 400, 'NAME_INVALID');
    Object.assign(image(), { name: 'tools/cli' });
    assert.equal((await get(`${SMALL.org}/tools/cli/manifests/latest`)).status, 200);
  });

  it('finds the packages of an owner whose login has capitals', async () => {
    Object.assign(image(), { owner: 'Octo-Org' });
    assert.equal((await get(`${NAME}/manifests/latest`)).status, 200);
  });

  it('can only be read, and has no referrers API', async () => {
    await refused(get(`${NAME}/manifests/${latest().name}`, {}, 'DELETE'), 405, 'UNSUPPORTED');
    await refused(get(`${NAME}/referrers/${latest().name}`), 404, 'UNSUPPORTED');
  });

  it('refuses everything while it is told to hold back', async () => {
    throttled = true;
    const response = await refused(get(`${NAME}/manifests/latest`), 429, 'TOOMANYREQUESTS');
    assert.equal(response.headers.get('retry-after'), '1');
  });

  it('answers browsers only when told to', async () => {
    const origin = { origin: 'https://vscode.dev' };
    assert.equal((await get(`${NAME}/manifests/latest`, origin)).headers.get('access-control-allow-origin'), null);
    assert.equal((await get(`${NAME}/manifests/latest`, origin, 'OPTIONS')).status, 405);
    cors = true;
    const preflight = await fetch(`${base}/v2/${NAME}/manifests/latest`, { method: 'OPTIONS', headers: origin });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/i);
    const challenged = await fetch(`${base}/v2/`, { headers: origin });
    assert.equal(challenged.headers.get('access-control-allow-origin'), '*');
    assert.match(challenged.headers.get('access-control-expose-headers') ?? '', /www-authenticate/i);
  });
});
