import type { IncomingMessage, ServerResponse } from 'node:http';
import { MEDIA_TYPES } from './oci/mediaTypes';
import { createRegistryAccess, type AccessContext } from './registryAccess';
import { RegistryError } from './registryErrors';
import type { Package, PackageVersion, World } from './state';

/** What the registry needs of the GitHub around it. */
export interface RegistryContext extends AccessContext {
  /** Does it send CORS headers? */
  readonly cors: () => boolean;
  /** While it answers true, everything is refused with 429. */
  readonly throttled?: () => boolean;
}

/** Answers whether the request was one for the registry; if not, the response was not touched. */
export type RegistryHandler = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request for something in one image: `/v2/<name>/<kind>/<reference>`. */
interface Target {
  readonly name: string;
  readonly kind: string;
  readonly reference: string;
}

/** The grammar of names in the OCI distribution specification: lower case only. */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAGS_PER_PAGE = 100;

/**
 * The container registry of GitHub (ghcr.io, containers.HOSTNAME): reading under `/v2/`, and `/token`. As there, one
 * deletes through the REST API only, there is no referrers API, and every manifest read counts as a download.
 */
export function createRegistry(context: RegistryContext): RegistryHandler {
  const access = createRegistryAccess(context);

  function answer(req: IncomingMessage, path: string, query: URLSearchParams): Answer {
    if (context.throttled?.()) {
      throw new RegistryError(429, 'TOOMANYREQUESTS', 'Too many requests; wait a moment.', { 'retry-after': '1' });
    }
    if (req.method === 'OPTIONS' && context.cors()) return { status: 204, headers: PREFLIGHT, body: Buffer.alloc(0) };
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      throw new RegistryError(405, 'UNSUPPORTED', 'This registry is only read from; delete with the REST API.');
    }
    const { authorization } = req.headers;
    if (path === '/token') return json(access.exchange(query.getAll('scope'), authorization));
    if (path === '/v2' || path === '/v2/') {
      access.check(authorization);
      return json({});
    }
    const target = parseTarget(path);
    const pkg = access.open(target.name, authorization);
    switch (target.kind) {
      case 'manifests':
        return manifest(req, pkg, context.world(), target.reference);
      case 'blobs':
        return blob(pkg, context.world(), target.reference);
      default:
        return tags(pkg, target.name, query);
    }
  }

  function reply(req: IncomingMessage, res: ServerResponse, { status, headers, body }: Answer): void {
    res.writeHead(status, {
      'docker-distribution-api-version': 'registry/2.0',
      'content-length': String(body.length),
      ...(context.cors() ? CORS : {}),
      ...headers,
    });
    res.end(req.method === 'HEAD' ? undefined : body);
  }

  function handle(req: IncomingMessage, res: ServerResponse): boolean {
    const [path = '', search = ''] = (req.url ?? '').split('?', 2);
    if (path !== '/token' && !/^\/v2(\/|$)/.test(path)) return false;
    try {
      reply(req, res, answer(req, path, new URLSearchParams(search)));
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const { status, code, message, headers } = error;
      reply(req, res, json({ errors: [{ code, message }] }, status, headers));
    }
    return true;
  }

  return (req, res) => Promise.resolve().then(() => handle(req, res));
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Docker-Content-Digest, Link, Retry-After, WWW-Authenticate',
};

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'Authorization, Accept',
};

function parseTarget(path: string): Target {
  const match = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(path);
  const [, name = '', kind = '', encoded = ''] = match ?? [];
  const reference = decodeReference(encoded);
  if (!match || (kind === 'tags' && reference !== 'list')) {
    throw new RegistryError(404, 'UNSUPPORTED', 'The registry has nothing at this path.');
  }
  if (!NAME.test(name)) throw new RegistryError(400, 'NAME_INVALID', 'This is not the name of an image.');
  return { name, kind, reference };
}

function decodeReference(encoded: string): string {
  try {
    return decodeURIComponent(encoded); // clients encode the colon of a digest, or do not
  } catch {
    return encoded;
  }
}

function manifest(req: IncomingMessage, pkg: Package, world: World, reference: string): Answer {
  const version = activeVersions(pkg).find(({ name, tags }) =>
    DIGEST.test(reference) ? name === reference : tags.includes(reference),
  );
  const found = version && world.blobs.get(version.name);
  if (!found) {
    throw new RegistryError(404, 'MANIFEST_UNKNOWN', 'There is no such manifest.');
  }
  if (!accepts(req.headers.accept ?? '*/*', found.mediaType)) {
    throw new RegistryError(404, 'MANIFEST_UNKNOWN', `The Accept header does not list ${found.mediaType}.`);
  }
  if (req.method === 'GET') version.downloads += 1;
  return content(found.bytes, version.name, found.mediaType);
}

/** A media type has to be listed in so many words; a wildcard stands for Docker's oldest manifest alone. */
function accepts(header: string, mediaType: string): boolean {
  const listed = header.split(',').map((entry) => entry.split(';', 1)[0]?.trim());
  return listed.includes(mediaType) || (mediaType === MEDIA_TYPES.dockerManifest && listed.includes('*/*'));
}

function blob(pkg: Package, world: World, digest: string): Answer {
  const found = world.blobs.get(digest);
  const refersToIt = ({ name }: PackageVersion): boolean => {
    const bytes = world.blobs.get(name)?.bytes;
    return bytes !== undefined && Buffer.from(bytes).includes(`"${digest}"`);
  };
  if (!found || !activeVersions(pkg).some(refersToIt)) {
    throw new RegistryError(404, 'BLOB_UNKNOWN', 'The image has no such blob.');
  }
  return content(found.bytes, digest, 'application/octet-stream');
}

/** In lexical order, with `n` and `last` as the OCI distribution specification has them. */
function tags(pkg: Package, name: string, query: URLSearchParams): Answer {
  const size = query.get('n') ?? String(TAGS_PER_PAGE);
  if (!/^\d+$/.test(size)) throw new RegistryError(400, 'PAGINATION_NUMBER_INVALID', 'n is not a number.');
  const after = query.get('last') ?? '';
  const rest = activeVersions(pkg)
    .flatMap((version) => version.tags)
    .filter((tag) => tag > after)
    .sort();
  const page = rest.slice(0, Number(size));
  const last = page.at(-1);
  const more = last !== undefined && page.length < rest.length;
  const next = new URLSearchParams({ n: size, last: last ?? '' }).toString();
  return json({ name, tags: page }, 200, more ? { link: `</v2/${name}/tags/list?${next}>; rel="next"` } : {});
}

function activeVersions(pkg: Package): PackageVersion[] {
  return pkg.versions.filter(({ deletedAt }) => deletedAt === undefined);
}

function content(body: Uint8Array, digest: string, mediaType: string): Answer {
  const headers = { 'content-type': mediaType, 'docker-content-digest': digest, etag: `"${digest}"` };
  return { status: 200, headers, body };
}

function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}
