import assert from 'node:assert/strict';
import fs from 'node:fs';
import vm from 'node:vm';
import type { Metafile } from 'esbuild';
import { COMMANDS } from '../../src/ids';
import { inProject } from '../vscode/project';

/** What runs along with the file that has it; `dynamic-import` runs later. */
const EAGER = ['import-statement', 'require-call'];

/** What the extension takes from the editor when it starts, and then when it is first needed. */
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

for (const { name, files, lazy } of [
  { name: 'node', files: ['dist/app.js', 'dist/extension.js'], lazy: ['./app.js'] },
  { name: 'web', files: ['dist/web/extension.js'], lazy: [] },
]) {
  describe(`The bundle for the ${name} extension host`, () => {
    let meta: Metafile;
    let code: string;

    before(() => {
      // Written by every build; `npm test` builds first.
      meta = JSON.parse(fs.readFileSync(inProject('out', 'meta', `${name}.json`), 'utf8')) as Metafile;
      code = fs.readFileSync(inProject(files.at(-1) ?? ''), 'utf8');
    });

    it('requires nothing but the editor, and in Node the file of what is needed later', () => {
      const outputs = Object.entries(meta.outputs).filter(([path]) => path.endsWith('.js'));
      assert.deepEqual(outputs.map(([path]) => path).sort(), files);
      const required = outputs.flatMap(([, { imports }]) => imports).filter(({ path }) => path !== 'vscode');
      assert.deepEqual(
        required.map(({ path }) => path),
        lazy,
      );
    });

    it('has Octokit in it, and loads it when it is first needed, not at the start', () => {
      const isOctokit = (path: string): boolean => path.includes('node_modules/@octokit/');
      assert.ok(Object.keys(meta.inputs).some(isOctokit));
      assert.deepEqual([...reachable(meta, 'src/app/app.ts')].filter(isOctokit), []);
    });

    it('runs next to nothing at the start', () => {
      assert.deepEqual([...reachable(meta, 'src/extension.ts')].sort(), [
        'src/extension.ts',
        'src/host/lazyView.ts',
        'src/ids.ts',
      ]);
    });

    it('holds no source map and no test', () => {
      for (const file of files) assert.doesNotMatch(fs.readFileSync(inProject(file), 'utf8'), /sourceMappingURL=data:/);
      assert.deepEqual(
        Object.keys(meta.inputs).filter((path) => path.startsWith('test/')),
        [],
      );
    });

    it('activates without a request, and registers every command', () => {
      const { context, registered, required, requests } = editor(name);
      const subscriptions: unknown[] = [];
      const returned = load(code, context).activate(extensionContext(1, subscriptions));
      assert.equal(returned, undefined, 'only tests inside the editor get a hook');
      assert.deepEqual(registered.sort(), Object.values(COMMANDS).sort());
      assert.ok(subscriptions.length > 0);
      assert.deepEqual(required, []);
      assert.deepEqual(requests, []);
    });

    it('builds what is behind the view without a request, and with nothing that the host lacks', async () => {
      const { context, required, requests } = editor(name);
      const hook = (await load(code, context).activate(extensionContext(3, []))) as { provider: unknown };
      await new Promise(setImmediate);
      assert.ok(hook.provider);
      assert.deepEqual(required, lazy);
      assert.deepEqual(requests, []);
    });
  });
}

/** What the editor activates with; mode 3 is for tests inside the editor. */
function extensionContext(extensionMode: number, subscriptions: unknown[]): unknown {
  return {
    subscriptions,
    extension: { packageJSON: { version: '0.0.0' } },
    globalState: { get: (_: string, otherwise: unknown) => otherwise, update: () => Promise.resolve() },
    extensionMode,
    globalStorageUri: {},
  };
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

interface Desk {
  readonly context: vm.Context;
  /** Ids of commands. */
  readonly registered: string[];
  /** Files other than the first. */
  readonly required: string[];
  readonly requests: unknown[];
}

/** A place to load a bundle in: an editor that agrees to everything, and a network that notes what is asked of it. */
function editor(host: string): Desk {
  const registered: string[] = [];
  const required: string[] = [];
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
    if (id === 'vscode') return vscode;
    required.push(id);
    return load(fs.readFileSync(inProject('dist', id), 'utf8'), context);
  };
  if (host === 'node') Object.assign(globals, { process, Buffer });
  const context = vm.createContext({ ...globals, require: allow });
  return { context, registered, required, requests };
}

interface Extension {
  readonly activate: (context: unknown) => unknown;
}

function load(code: string, context: vm.Context): Extension {
  const module = { exports: {} };
  const run = vm.runInContext(`(function (module, exports, require) {${code}\n})`, context) as (
    ...args: unknown[]
  ) => void;
  run(module, module.exports, context['require']);
  return module.exports as Extension;
}
