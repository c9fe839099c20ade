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

/** The extension: one file per extension host, whose only `require` is `vscode`. */
const extension = [
  { platform: 'node', outfile: 'dist/extension.js', mainFields: ['module', 'main'] },
  { platform: 'browser', outfile: 'dist/web/extension.js' },
].map((target) => ({
  ...common,
  ...target,
  entryPoints: ['src/extension.ts'],
  external: ['vscode'],
  metafile: true,
  plugins: [writeMetafile()],
}));

/** What runs in Node: unit and end-to-end tests, and the programs behind `npm start` and `npm test`. */
const nodeTests = {
  ...common,
  platform: 'node',
  mainFields: ['module', 'main'],
  entryPoints: entries('test', (file) => /\.test\.ts$/.test(file) && !file.startsWith('test/integration/')).concat(
    entries('test/vscode', (file) => /^test\/vscode\/(start|test|launcher)\.ts$/.test(file)),
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
  { platform: 'browser', outfile: 'out/test/integration/web.js', external: ['vscode'] },
].map((target) => ({
  ...common,
  ...target,
  entryPoints: [`test/integration/${path.basename(target.outfile, '.js')}.ts`],
  sourcemap: 'inline',
}));

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
  const builds = tests ? [...extension, nodeTests, ...integrationTests] : extension;
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
