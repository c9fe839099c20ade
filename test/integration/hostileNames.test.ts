import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { displayText } from '../../src/model/displayText';
import { HOSTILE_NAMES } from '../github/seed/hostile';
import { BIG_ORG, MONA } from '../github/seed/names';
import type { RequestRecord } from '../github/site';
import { useGitHub } from './harness';

const DELETED_VERSIONS = 'Deleted versions';
const RECENTLY_DELETED = 'Recently deleted';
/** Packages whose names no registry of images takes. */
const NO_IMAGES: readonly string[] = ['plus', 'emoji', 'prototype'];
/** A browser may not read a registry that has not agreed to it. */
const isInBrowser = typeof process === 'undefined';
const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`githubPackages.${command}`, ...args);
const clipboard = (): Thenable<string> => vscode.env.clipboard.readText();

/** Everything that can be done with a package, done to one of which the name alone is a trap. */
describe('a hostile name', () => {
  const { github, person, requests, labels, children, find, tooltip } = useGitHub(MONA);

  afterEach(() => run('clearFilter'));

  for (const [what, name] of Object.entries({ ...HOSTILE_NAMES, slash: 'accounts/sidecar' })) {
    const label = displayText(name);
    it(`is shown as text, and nothing is opened, copied or found in its place: ${what}`, async () => {
      const node = await find(BIG_ORG, label);
      assert.ok(node.kind === 'package' && node.pkg.name === name);
      const { type } = node.pkg;
      const said = await tooltip(node);
      assert.ok(typeof said === 'string', 'a tooltip of plain text runs nothing');
      assert.ok(said.startsWith(`${displayText(`${BIG_ORG}/${name}`)}\n`));

      await run('copyName', node);
      assert.equal(await clipboard(), name);
      await run('copyUrl', node);
      assert.equal(await clipboard(), node.pkg.htmlUrl);
      await run('openOnGitHub', node);
      assert.deepEqual(person.seen.at(-1), { kind: 'page', text: node.pkg.htmlUrl });
      await run('copyInstallCommand', node);
      if (what === 'newline') assert.equal(person.seen.at(-1)?.text, 'No command can hold this name.');
      else assert.ok((await clipboard()).toLowerCase().includes(name.toLowerCase()), await clipboard());

      person.picks.push(label);
      await run('findPackage');
      assert.ok(person.found.includes(`${label} ${BIG_ORG} · ${TYPES[type] ?? ''}`));
      person.picks.push('Name...');
      person.texts.push(name);
      await run('filter');
      const hits = (await children(BIG_ORG)).flatMap((child) => (child.kind === 'package' ? [child.pkg.name] : []));
      assert.ok(hits.includes(name) && hits.every((hit) => hit.includes(name.trim())), hits.join());
      await run('clearFilter');
    });

    it(`is deleted and restored, and nothing in its place: ${what}`, async () => {
      const node = await find(BIG_ORG, label);
      assert.ok(node.kind === 'package');
      const { type } = node.pkg;
      const version = (await children(BIG_ORG, label)).find((child) => child.kind === 'version');
      assert.ok(version?.kind === 'version');
      const { id } = version.version;
      // Without its manifests nobody knows what a version of a container would take along, so it stays.
      const isRefused = type === 'container' && (isInBrowser || NO_IMAGES.includes(what));
      await run('deleteVersion', version);
      if (isRefused) {
        assert.match(person.seen.at(-1)?.text ?? '', /^Refused: .* was not deleted/);
        assert.equal(await isDeleted(), false);
      } else {
        assert.ok(await isDeleted(), 'the version');
        const group = await children(BIG_ORG, label, DELETED_VERSIONS);
        await run(
          'restoreVersion',
          group.find((child) => child.kind === 'version' && child.version.id === id),
        );
        assert.equal(await isDeleted(), false);
      }

      person.types = name;
      await run('deletePackage', await find(BIG_ORG, label));
      assert.ok((await state()).deletedAt, 'the package');
      assert.equal((await labels(BIG_ORG)).includes(label), false);
      await run('restorePackage', await find(BIG_ORG, RECENTLY_DELETED, label));
      assert.equal((await state()).deletedAt, undefined);

      const route = ['', 'orgs', BIG_ORG, 'packages', type, name];
      const ofVersion = [
        ['DELETE', ...route, 'versions', String(id)],
        ['POST', ...route, 'versions', String(id), 'restore'],
      ];
      const changes = (await requests()).filter(({ method }) => method !== 'GET');
      assert.deepEqual(changes.map(segments), [
        ...(isRefused ? [] : ofVersion),
        ['DELETE', ...route],
        ['POST', ...route, 'restore'],
      ]);

      async function state(): Promise<NonNullable<Awaited<ReturnType<typeof github.packageState>>>> {
        const found = await github.packageState({ owner: BIG_ORG, type, name });
        assert.ok(found);
        return found;
      }
      async function isDeleted(): Promise<boolean> {
        return (await state()).versions.some((one) => one.id === id && one.deletedAt !== undefined);
      }
    });
  }
});

const TYPES: Readonly<Record<string, string>> = {
  container: 'Container',
  npm: 'npm',
  nuget: 'NuGet',
  rubygems: 'RubyGems',
};

/** What a request was about, by the route it came on. */
function segments({ method, path }: RequestRecord): string[] {
  return [
    method,
    ...path
      .replace(/^\/api\/v3/, '')
      .split('/')
      .map(decodeURIComponent),
  ];
}
