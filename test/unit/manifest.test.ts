import assert from 'node:assert/strict';
import fs from 'node:fs';
import { COMMANDS, CONTEXT_KEYS, SETTINGS, VIEW, VIEW_CONTAINER } from '../../src/ids';
import { inProject } from '../vscode/project';
import { manifest, readText, sources, strings, translated, whenClauses } from './manifest';
import { holds, keysOf } from './whenClause';

const { commands, views, viewsContainers, viewsWelcome } = manifest.contributes;
const contextKeys: readonly string[] = Object.values(CONTEXT_KEYS);

describe('The manifest', () => {
  describe('names', () => {
    it('the same commands as the code', () => {
      assert.deepEqual(commands.map(({ command }) => command).sort(), Object.values(COMMANDS).sort());
    });

    it('the same container and view as the code', () => {
      assert.deepEqual(Object.keys(viewsContainers), ['activitybar']);
      assert.deepEqual(
        viewsContainers['activitybar']?.map(({ id }) => id),
        [VIEW_CONTAINER],
      );
      assert.match(VIEW_CONTAINER, /^[a-zA-Z0-9_-]+$/);
      assert.deepEqual(Object.keys(views), [VIEW_CONTAINER]);
      assert.deepEqual(
        views[VIEW_CONTAINER]?.map((view) => view['id']),
        [VIEW],
      );
      assert.ok(VIEW.startsWith(`${VIEW_CONTAINER}.`));
    });

    it('the same context keys as the code, and the code sets each of them', () => {
      const used = whenClauses().flatMap(keysOf);
      const builtIn = new Set(['view', 'viewItem', 'focusedView', 'listMultiSelection']);
      assert.deepEqual(new Set(used.filter((key) => !builtIn.has(key))), new Set(contextKeys));
      for (const name of Object.keys(CONTEXT_KEYS)) {
        assert.ok(
          sources.some((source) => source.includes(`contextKey(CONTEXT_KEYS.${name})`)),
          `${name} is not set`,
        );
      }
    });

    it('all with one prefix', () => {
      for (const id of [...Object.values(COMMANDS), ...contextKeys]) assert.ok(id.startsWith('githubPackages.'), id);
    });
  });

  describe('describes commands', () => {
    it('with a category, a title in title case without emoji, and an icon of the editor’s', () => {
      const smallWords = new Set(['on', 'of', 'a', 'the', 'and', 'or', 'by', 'to']);
      for (const { command, title, category, icon } of commands) {
        assert.equal(translated(category), 'GitHub Packages', command);
        for (const word of translated(title).split(' ')) {
          assert.ok(
            smallWords.has(word) || /^[A-Z][A-Za-z]+(-[A-Z][a-z]+)?(\.\.\.)?$/.test(word),
            `${command}: ${word}`,
          );
        }
        if (icon !== undefined) assert.match(icon, /^\$\([a-z-]+\)$/);
      }
    });

    it('with dots where more is asked before anything happens', () => {
      const asking = commands.filter(({ title }) => translated(title).endsWith('...')).map(({ command }) => command);
      assert.deepEqual(asking.sort(), [
        COMMANDS.addOwner,
        COMMANDS.authorizeSso,
        COMMANDS.deletePackage,
        COMMANDS.deleteVersion,
        COMMANDS.filter,
        COMMANDS.findPackage,
        COMMANDS.groupBy,
        COMMANDS.restorePackage,
        COMMANDS.restoreVersion,
        COMMANDS.signIn,
        COMMANDS.sortBy,
      ]);
    });

    it('with nothing that the editor would ignore', () => {
      const known = new Set(['command', 'title', 'shortTitle', 'category', 'icon', 'enablement']);
      for (const command of commands) for (const field of Object.keys(command)) assert.ok(known.has(field), field);
    });

    it('with keys that work in the view only, and that the editor has no use for there', () => {
      const taken = /^(ctrl|cmd)\+[a-z]$|^f\d+$|^(ctrl|cmd)\+alt\+f$/; // `ctrl+alt+f` finds in the rows of any tree
      for (const { command, key, when } of manifest.contributes.keybindings) {
        assert.ok(commands.some((declared) => declared.command === command));
        assert.ok(when.startsWith(`focusedView == ${VIEW}`), key);
        assert.doesNotMatch(key, taken);
      }
    });

    it('and settings that no folder can change', () => {
      const { properties } = manifest.contributes.configuration;
      assert.deepEqual(Object.keys(properties).sort(), [
        `${SETTINGS.section}.${SETTINGS.confirmDelete}`,
        `${SETTINGS.section}.${SETTINGS.containerRegistryUrl}`,
        `${SETTINGS.section}.${SETTINGS.owners}`,
        `${SETTINGS.section}.${SETTINGS.readOnly}`,
      ]);
      for (const [name, { scope, description, ...rest }] of Object.entries(properties)) {
        assert.equal(scope, 'application', name);
        assert.ok('default' in rest && translated(description).length > 20, name);
      }
    });
  });

  describe('describes the view', () => {
    it('with an icon, names without padding, and help for those who cannot see it', () => {
      const [view] = views[VIEW_CONTAINER] ?? [];
      assert.ok(view?.['icon'] && view['contextualTitle']);
      assert.equal(view['type'], undefined, 'a tree, not a web page');
      for (const name of [view['name'], viewsContainers['activitybar']?.[0]?.title]) {
        assert.doesNotMatch(translated(name), /explorer|view/i);
      }
      assert.ok(translated(view['accessibilityHelpContent']).length > 50);
    });

    it('with a welcome for the signed out, once that is certain, and one thing to do', () => {
      const [welcome] = viewsWelcome;
      assert.equal(welcome?.view, VIEW);
      const holdsFor = (ready: boolean, signedIn: boolean): boolean =>
        holds(welcome.when ?? '', { [CONTEXT_KEYS.ready]: ready, [CONTEXT_KEYS.signedIn]: signedIn });
      assert.deepEqual([holdsFor(false, false), holdsFor(true, false), holdsFor(true, true)], [false, true, false]);
      const links = [...translated(welcome.contents).matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id);
      assert.deepEqual(links, [COMMANDS.signIn]);
    });

    it('with a sentence for the signed out whose enterprise host an open folder overrules', () => {
      const [, sentence, ...others] = viewsWelcome;
      assert.equal(sentence?.view, VIEW);
      assert.deepEqual(others, []);
      const holdsFor = (signedIn: boolean, overruled: boolean): boolean =>
        holds(sentence.when ?? '', {
          [CONTEXT_KEYS.ready]: true,
          [CONTEXT_KEYS.signedIn]: signedIn,
          [CONTEXT_KEYS.hostOverruled]: overruled,
        });
      assert.deepEqual([holdsFor(false, true), holdsFor(false, false), holdsFor(true, true)], [true, false, false]);
    });

    it('with an icon of one colour that fits the activity bar', () => {
      const icon = viewsContainers['activitybar']?.[0]?.icon ?? '';
      const svg = readText(icon);
      assert.match(svg, /viewBox="0 0 24 24"/);
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
      assert.equal(new Set(colours.filter((colour) => colour !== 'none')).size, 1);
    });
  });

  describe('speaks every language', () => {
    it('with every text in the translations, and no translation without a text', () => {
      const keys = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);
      for (const key of keys) assert.match(key, /^[\w.]+$/);
      assert.deepEqual(new Set(keys), new Set(Object.keys(strings)));
      for (const value of Object.values(strings)) assert.notEqual(value.trim(), '');
    });

    it('with nothing for a person’s eyes left in it', () => {
      const isKey = (value: unknown): boolean => typeof value === 'string' && /^%.+%$/.test(value);
      for (const { title, category } of commands) assert.ok(isKey(title) && isKey(category), title);
      for (const { contents } of viewsWelcome) assert.ok(isKey(contents));
      assert.ok(isKey(manifest['displayName']) && isKey(manifest['description']));
    });

    it('in the code too: every text is a literal that a tool can collect', () => {
      for (const source of sources) {
        const calls = source.match(/\bl10n\.t\(/g)?.length ?? 0;
        const literal = source.match(/\bl10n\.t\(\s*'(?:[^'\\\n]|\\.)+'\s*[,)]/g)?.length ?? 0;
        assert.equal(literal, calls, source.slice(0, 300));
      }
    });

    it('all of them where translators begin (npm run l10n)', () => {
      const texts = sources.flatMap((source) =>
        [...source.matchAll(/\bl10n\.t\(\s*'((?:[^'\\\n]|\\.)+)'/g)].map(([, text = '']) =>
          text.replace(/\\(.)/g, '$1'),
        ),
      );
      const bundle = JSON.parse(readText(`${String(manifest['l10n'])}/bundle.l10n.json`)) as Record<string, string>;
      assert.deepEqual(new Set(Object.keys(bundle)), new Set(texts));
    });
  });

  describe('tells the editor', () => {
    it('to start it when it is looked at, and not before', () => {
      assert.deepEqual(manifest['activationEvents'], []);
    });

    it('that it runs anywhere: no trust, no files, desktop and web', () => {
      assert.deepEqual(manifest['capabilities'], {
        untrustedWorkspaces: { supported: true },
        virtualWorkspaces: true,
      });
      assert.deepEqual(manifest['extensionKind'], ['ui', 'workspace']);
      assert.equal(manifest['main'], './dist/extension.js');
      assert.equal(manifest['browser'], './dist/web/extension.js');
      assert.equal('extensionDependencies' in manifest, false);
      for (const source of sources) assert.doesNotMatch(source, /\bfsPath\b/);
    });

    it('the lowest version that the types are of', () => {
      assert.equal(manifest.engines.vscode, `^${String(manifest.devDependencies['@types/vscode'])}`);
    });
  });

  describe('is fit for the marketplace', () => {
    it('with all that a listing needs', () => {
      assert.equal(`${String(manifest['publisher'])}.${String(manifest['name'])}`, 'packages-explorer.github-packages');
      assert.equal(translated(String(manifest['displayName'])), 'GitHub Packages Explorer');
      assert.ok(translated(String(manifest['description'])).length > 20);
      assert.equal(manifest['license'], 'MIT');
      assert.match(readText('LICENSE'), /^MIT License/);
      assert.match(String(manifest['version']), /^\d+\.\d+\.\d+$/);
      assert.ok(manifest.keywords.length > 0 && manifest.keywords.length <= 5);
      assert.deepEqual(manifest.categories, ['Other']);
      assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
      assert.ok(['dark', 'light'].includes(manifest.galleryBanner.theme));
    });

    it('with an icon that is sharp on every screen', () => {
      const png = fs.readFileSync(inProject(manifest.icon));
      assert.equal(png.toString('latin1', 1, 4), 'PNG');
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
    });

    it('with only images that the marketplace shows', () => {
      for (const file of ['README.md', 'CHANGELOG.md']) {
        const images = [...readText(file).matchAll(/!\[[^\]]*\]\(([^)\s]+)|<img[^>]+src="([^"]+)/g)];
        for (const [, markdown, html] of images) assert.match(markdown ?? html ?? '', /^https:\/\/(?!.*\.svg$)/);
        assert.doesNotMatch(readText(file), /<svg/);
      }
    });

    it('with nothing in the package but what runs, and what is read', () => {
      assert.equal('files' in manifest, false, 'vsce takes either files or .vscodeignore');
      const [all, ...kept] = readText('.vscodeignore').trim().split('\n');
      assert.equal(all, '**');
      assert.deepEqual(kept.sort(), [
        '!CHANGELOG.md',
        '!LICENSE',
        '!README.md',
        '!dist/**/*.js',
        '!media/**',
        '!package.json',
        '!package.nls*.json',
      ]);
    });

    it('from dependencies that any registry can serve', () => {
      assert.doesNotMatch(
        readText('package-lock.json'),
        /"resolved"|https?:\/\/(?!github\.com\/sponsors)[^"]*registry/,
      );
    });
  });
});
