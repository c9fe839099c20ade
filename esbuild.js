'use strict';
// Builds the extension's two bundles, and with --tests everything under test/ that runs as JavaScript.
//   node esbuild.js [--production] [--watch] [--tests]
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: __dirname,
  bundle: true,
  format: 'cjs',
  target: 'es2022',
  logLevel: 'warning',
  sourcemap: production ? false : 'linked',
  minify: production,
};

/**
 * The extension. In Node what is needed later is a file of its own, so that the editor has the first one at once; a web
 * worker can load no second file, and has all of it in one. Beside that their only `require` is `vscode`.
 */
const extension = [
  {
    platform: 'node',
    entryPoints: { extension: 'src/extension.ts', app: 'src/app/app.ts' },
    outdir: 'dist',
    mainFields: ['module', 'main'],
    plugins: [laterApart()],
  },
  { platform: 'browser', entryPoints: ['src/extension.ts'], outfile: 'dist/web/extension.js', plugins: [] },
].map((target) => ({
  ...common,
  ...target,
  external: ['vscode'],
  alias: { '@vscode/l10n': './node_modules/@vscode/l10n/dist/browser.js' }, // its Node variant requires `fs`
  supported: { 'dynamic-import': false }, // `require`, which the editor gives in every host
  metafile: true,
  plugins: [...target.plugins, writeMetafile()],
}));

/** The unit tests, in one file: what many of them share is then loaded once. */
const unitTests = {
  ...common,
  platform: 'node',
  mainFields: ['module', 'main'],
  stdin: {
    contents: entries('test/unit', (file) => file.endsWith('.test.ts'))
      .sort()
      .map((file) => `import './${file}';`)
      .join('\n'),
    resolveDir: __dirname,
  },
  outfile: 'out/test/unit.js',
  sourcemap: 'inline',
  external: ['mocha'],
};

/** What runs in Node: end-to-end tests, and the programs behind `npm start` and `npm test`. */
const nodeTests = {
  ...common,
  platform: 'node',
  mainFields: ['module', 'main'],
  entryPoints: ['test/e2e', 'test/faults', 'test/registry']
    .flatMap((folder) => entries(folder, (file) => file.endsWith('.test.ts')))
    .concat(
      entries('test/vscode', (file) => /^test\/vscode\/(start|test|section|integration|launcher)\.ts$/.test(file)),
      entries('test/bench', (file) => /^test\/bench\/(deleting|listing)\.ts$/.test(file)),
    ),
  outbase: '.',
  outdir: 'out',
  sourcemap: 'inline',
  external: ['vscode', 'mocha', 'playwright-core', '@vscode/test-electron', 'esbuild', 'typescript'],
};

/** The integration suite, once for each extension host; both find their tests by glob, not by a list. */
const integrationTests = [
  {
    platform: 'node',
    mainFields: ['module', 'main'],
    outfile: 'out/test/integration/node.js',
    external: ['vscode', 'mocha'],
  },
  {
    platform: 'browser',
    outfile: 'out/test/integration/web.js',
    external: ['vscode'],
    plugins: [browserAssert()],
  },
].map((target) => ({
  ...common,
  ...target,
  entryPoints: [`test/integration/${path.basename(target.outfile, '.js')}.ts`],
  sourcemap: 'inline',
  plugins: [globImports(), ...(target.plugins ?? [])],
}));

/** `import { load } from 'glob:PATTERN'`: loads every file that matches, in order of their names, when it is called. */
function globImports() {
  return {
    name: 'glob-imports',
    setup(build) {
      build.onResolve({ filter: /^glob:/ }, ({ path: request, resolveDir }) => ({
        path: path.resolve(resolveDir, request.slice('glob:'.length)),
        namespace: 'glob',
      }));
      build.onLoad({ filter: /.*/, namespace: 'glob' }, ({ path: pattern }) => {
        const folder = path.dirname(pattern);
        const [start, end] = path.basename(pattern).split('*');
        const files = fs.readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith(end));
        const imports = files.sort().map((name) => `  await import(${JSON.stringify(`./${name}`)});`);
        const contents = ['export async function load() {', ...imports, '}'].join('\n');
        return { contents, resolveDir: folder, watchDirs: [folder] };
      });
    },
  };
}

/** Node's assertions where there is no Node: made apart, so that nothing but they themselves sees a `process`. */
function browserAssert() {
  return {
    name: 'browser-assert',
    setup(build) {
      build.onResolve({ filter: /^node:assert\/strict$/ }, () => ({ path: 'strict', namespace: 'browser-assert' }));
      build.onLoad({ filter: /.*/, namespace: 'browser-assert' }, async () => {
        const { outputFiles } = await esbuild.build({
          ...common,
          stdin: { contents: "module.exports = require('assert/').strict;", resolveDir: __dirname },
          platform: 'browser',
          sourcemap: false,
          define: { process: '{ "env": {} }', global: 'globalThis' },
          write: false,
        });
        return { contents: outputFiles[0].text };
      });
    },
  };
}

/** Leaves what is needed later out of the first file, which then requires the second. */
function laterApart() {
  return {
    name: 'later-apart',
    setup(build) {
      build.onResolve({ filter: /^\.\/app\/app$/ }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: './app.js', external: true } : undefined,
      );
    },
  };
}

/** Keeps esbuild's account of what went into a bundle, for the test that looks at it. */
function writeMetafile() {
  return {
    name: 'write-metafile',
    setup(build) {
      build.onEnd((result) => {
        if (!result.metafile) return;
        const name = build.initialOptions.platform === 'node' ? 'node' : 'web';
        fs.mkdirSync(path.join(__dirname, 'out', 'meta'), { recursive: true });
        fs.writeFileSync(path.join(__dirname, 'out', 'meta', `${name}.json`), JSON.stringify(result.metafile));
      });
    },
  };
}

function entries(folder, accept) {
  return fs
    .readdirSync(path.join(__dirname, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(__dirname, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(accept);
}

async function main() {
  if (production) fs.rmSync(path.join(__dirname, 'dist'), { recursive: true, force: true }); // no map left behind
  const builds = tests ? [...extension, unitTests, nodeTests, ...integrationTests] : extension;
  if (watch) {
    const contexts = await Promise.all(builds.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
    await Promise.all(contexts.map((context) => context.watch()));
  } else {
    await Promise.all(builds.map((options) => esbuild.build(options)));
  }
}

main().catch(() => {
  process.exitCode = 1; // esbuild has printed what is wrong
});
