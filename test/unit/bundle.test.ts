import assert from 'node:assert/strict';
import fs from 'node:fs';
import vm from 'node:vm';
import type { Metafile } from 'esbuild';
import { COMMANDS } from '../../src/ids';
import { inProject } from '../vscode/project';

/** What runs along with the file that has it; `dynamic-import` runs later. */
const EAGER = ['import-statement', 'require-call'];

/** What the extension takes from the editor when it starts, besides what the tests look at. */
const PARTS = [
  'ConfigurationTarget',
  'Disposable',
  'env',
  'EventEmitter',
  'extensions',
  'TreeItemCollapsibleState',
  'Uri',
  'window',
  'workspace',
];

for (const { name, file } of [
  { name: 'node', file: 'dist/extension.js' },
  { name: 'web', file: 'dist/web/extension.js' },
]) {
  describe(`The bundle for the ${name} extension host`, () => {
    let meta: Metafile;
    let code: string;

    before(() => {
      // Written by every build; `npm test` builds first.
      meta = JSON.parse(fs.readFileSync(inProject('out', 'meta', `${name}.json`), 'utf8')) as Metafile;
      code = fs.readFileSync(inProject(file), 'utf8');
    });

    it('is one file that requires nothing but the editor', () => {
      const [[output, { imports }] = ['', { imports: [] }], ...others] = Object.entries(meta.outputs).filter(([path]) =>
        path.endsWith('.js'),
      );
      assert.equal(output, file);
      assert.deepEqual(others, []);
      assert.deepEqual(
        imports.filter(({ path }) => path !== 'vscode').map(({ path }) => path),
        [],
      );
    });

    it('has Octokit in it, and loads it when it is first needed, not at the start', () => {
      const isOctokit = (path: string): boolean => path.includes('node_modules/@octokit/');
      assert.ok(Object.keys(meta.inputs).some(isOctokit));
      assert.deepEqual([...reachable(meta, 'src/extension.ts')].filter(isOctokit), []);
    });

    it('holds no source map and no test', () => {
      assert.doesNotMatch(code, /sourceMappingURL=data:/);
      assert.deepEqual(
        Object.keys(meta.inputs).filter((path) => path.startsWith('test/')),
        [],
      );
    });

    it('activates without a request, and registers every command', async () => {
      const { context, registered, requests } = editor(name);
      const exports = load(code, context) as { activate: (context: unknown) => unknown };
      const subscriptions: unknown[] = [];
      const extension = { packageJSON: { version: '0.0.0' } };
      const globalState = { get: (_: string, otherwise: unknown) => otherwise, update: () => Promise.resolve() };
      const returned = exports.activate({
        subscriptions,
        extension,
        globalState,
        extensionMode: 1,
        globalStorageUri: {},
      });
      await new Promise(setImmediate);
      assert.equal(returned, undefined, 'only tests inside the editor get a hook');
      assert.deepEqual(registered.sort(), Object.values(COMMANDS).sort());
      assert.ok(subscriptions.length > 0);
      assert.deepEqual(requests, []);
    });
  });
}

/** Every file that runs when the first one does. */
function reachable(meta: Metafile, start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const imports = meta.inputs[path]?.imports ?? [];
    queue.push(...imports.filter(({ kind, external }) => EAGER.includes(kind) && !external).map((found) => found.path));
  }
  return seen;
}

/** A place to load a bundle in: an editor that agrees to everything, and a network that notes what is asked of it. */
function editor(host: string): { context: vm.Context; registered: string[]; requests: unknown[] } {
  const registered: string[] = [];
  const requests: unknown[] = [];
  const anything: unknown = new Proxy(class {}, {
    get: (target, key): unknown =>
      typeof key === 'symbol' || key === 'prototype' ? Reflect.get(target, key) : anything,
    apply: () => anything,
    construct: () => anything as object,
  });
  const commands = {
    registerCommand(id: string) {
      registered.push(id);
      return anything;
    },
    executeCommand: () => Promise.resolve(),
  };
  const authentication = {
    getAccounts: () => Promise.resolve([]),
    getSession: () => Promise.resolve(undefined),
    onDidChangeSessions: () => anything,
  };
  const ExtensionMode = { Production: 1, Development: 2, Test: 3 };
  const vscode = {
    ...Object.fromEntries(PARTS.map((part) => [part, anything])),
    ...{ authentication, commands, ExtensionMode, l10n: {} },
  };
  const globals: Record<string, unknown> = {
    fetch: (...request: unknown[]) => {
      requests.push(request);
      return Promise.reject(new Error('There is no network'));
    },
    setTimeout,
    clearTimeout,
    crypto,
    AbortController,
    AbortSignal,
    DOMException,
    Headers,
    Request,
    Response,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
  };
  const allow = (id: string): unknown => {
    assert.equal(id, 'vscode', 'required');
    return vscode;
  };
  if (host === 'node') Object.assign(globals, { process, Buffer });
  return { context: vm.createContext({ ...globals, require: allow }), registered, requests };
}

function load(code: string, context: vm.Context): unknown {
  const module = { exports: {} };
  const run = vm.runInContext(`(function (module, exports, require) {${code}\n})`, context) as (
    ...args: unknown[]
  ) => void;
  run(module, module.exports, context['require']);
  return module.exports;
}
