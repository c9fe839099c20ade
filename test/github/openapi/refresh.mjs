// Renews github-packages.json, the part of GitHub's own REST description that the contract check uses.
//   node test/github/openapi/refresh.mjs [version of @octokit/openapi, the newest by default]
// Trimming is mechanical: the operations below with every component they refer to, without the examples.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = '@octokit/openapi';
const FILE = 'generated/api.github.com.json';
const TAG = 'packages';
const HELPERS = ['/user', '/user/orgs', '/users/{username}', '/orgs/{org}', '/rate_limit'];

function main(version = 'latest') {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  try {
    const archive = pack(version, folder);
    execFileSync('tar', ['-xzf', archive, `package/${FILE}`, 'package/LICENSE', 'package/package.json'], {
      cwd: folder,
    });
    const read = (name) => JSON.parse(readFileSync(join(folder, 'package', name), 'utf8'));
    const description = trim(read(FILE), read('package.json').version);
    writeFileSync(join(import.meta.dirname, 'github-packages.json'), `${JSON.stringify(description, null, 1)}\n`);
    copyFileSync(join(folder, 'package', 'LICENSE'), join(import.meta.dirname, 'LICENSE'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Downloads the package with npm, which checks its integrity; answers the archive's name. */
function pack(version, folder) {
  const output = execFileSync('npm', ['pack', `${PACKAGE}@${version}`, '--json'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32', // npm is a .cmd file there
  });
  return JSON.parse(output)[0].filename;
}

function trim(full, version) {
  const paths = {};
  for (const [path, operations] of Object.entries(full.paths)) {
    const kept = Object.entries(operations).filter(
      ([method, operation]) => operation.tags?.includes(TAG) || (method === 'get' && HELPERS.includes(path)),
    );
    if (kept.length > 0) paths[path] = withoutExamples(Object.fromEntries(kept));
  }
  return {
    openapi: full.openapi,
    info: {
      ...full.info,
      version,
      title: 'GitHub Packages, a part of the GitHub REST API',
      description: `Every operation tagged "${TAG}" and GET ${HELPERS.join(', ')}, with every component they refer to.`,
      'x-source': { package: PACKAGE, version, file: FILE, upstream: 'https://github.com/github/rest-api-description' },
    },
    servers: full.servers,
    paths,
    components: components(paths, full.components),
  };
}

/** The components that `paths` refers to, and those that these refer to, in a stable order. */
function components(paths, all) {
  const found = new Map();
  const pending = [paths];
  while (pending.length > 0) {
    for (const [, kind, name] of JSON.stringify(pending.pop()).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)) {
      const key = `${kind}/${name}`;
      if (found.has(key)) continue;
      const component = withoutExamples(all[kind][name]);
      found.set(key, component);
      pending.push(component);
    }
  }
  const kept = {};
  for (const key of [...found.keys()].sort()) {
    const [kind, name] = key.split('/');
    (kept[kind] ??= {})[name] = found.get(key);
  }
  return kept;
}

/** Drops `example` and `examples`, but not a property that happens to have such a name. */
function withoutExamples(value, isPropertyList = false) {
  if (Array.isArray(value)) return value.map((item) => withoutExamples(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isPropertyList || (key !== 'example' && key !== 'examples'))
      .map(([key, item]) => [key, withoutExamples(item, key === 'properties' && !isPropertyList)]),
  );
}

main(process.argv[2]);
