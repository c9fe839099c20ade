import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BIG_ORG, HUBOT, MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { HOSTILE_NAMES } from '../github/seed/hostile';
import { displayText } from '../../src/model/displayText';
import { useGitHub } from './harness';

const SHOW_PRIVATE = 'Show private packages of repositories too...';
const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`githubPackages.${command}`, ...args);
const clipboard = (): Thenable<string> => vscode.env.clipboard.readText();

describe('arranging', () => {
  const { person, labels, children, requests } = useGitHub(MONA);

  afterEach(async () => {
    await run('clearFilter');
    person.picks.push('Packages by Name', 'Newest Versions First', 'Nothing');
    await run('sortBy');
    await run('sortBy');
    await run('groupBy');
  });

  it('narrows packages by name, type and visibility, over all pages', async () => {
    const all = await labels(BIG_ORG);
    person.picks.push('Name...');
    person.texts.push('-UI');
    await run('filter');
    const named = (await labels(BIG_ORG)).filter((label) => label !== SHOW_PRIVATE);
    assert.ok(
      named.length > 3 && named.length < all.length && named.every((name) => name.endsWith('-ui')),
      named.join(),
    );
    person.picks.push('Type...', 'Container, Maven');
    await run('filter');
    assert.deepEqual(await labels(BIG_ORG), ['Nothing matches the filter', SHOW_PRIVATE]);
    await run('clearFilter');
    assert.deepEqual(await labels(BIG_ORG), all);
    person.picks.push('Type...', 'Maven');
    await run('filter');
    const nodes = await children(BIG_ORG);
    assert.ok(nodes.every((node) => node.kind !== 'package' || node.pkg.type === 'maven'));
    assert.equal(nodes.filter(({ kind }) => kind === 'package').length, 32);
  });

  it('narrows versions by tag, reading every page for it', async () => {
    await children(OCTO_ORG, OCTO_PACKAGES.large);
    person.picks.push('Tagged or Untagged...', 'Without Tags');
    await run('filter');
    const nodes = await children(OCTO_ORG, OCTO_PACKAGES.large);
    const versions = nodes.flatMap((node) => (node.kind === 'version' ? [node.version] : []));
    assert.ok(versions.length > 50 && versions.every(({ tags }) => tags.length === 0));
    const pages = (await requests()).filter(({ path }) => path.endsWith('/versions')).map(({ query }) => query['page']);
    assert.deepEqual([...new Set(pages)].sort(), ['1', '2', '3', '4', '5']);
  });

  it('sorts packages and versions', async () => {
    person.picks.push('Packages by Number of Versions');
    await run('sortBy');
    const counts = (await children(OCTO_ORG)).flatMap((node) =>
      node.kind === 'package' ? [node.pkg.versionCount] : [],
    );
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => b - a),
    );
    person.picks.push('Oldest Versions First');
    await run('sortBy');
    const times = (await children(OCTO_ORG, OCTO_PACKAGES.history)).flatMap((node) =>
      node.kind === 'version' ? [node.version.createdAt] : [],
    );
    assert.ok(times.length > 10);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  });

  it('groups packages by what they have in common', async () => {
    for (const [choice, group] of [
      ['Type', 'Maven'],
      ['Visibility', 'public'],
      ['Repository', `${BIG_ORG}/search`],
    ] as const) {
      person.picks.push(choice);
      await run('groupBy');
      const groups = await children(BIG_ORG);
      assert.ok(
        groups.some(({ kind }) => kind === 'group'),
        choice,
      );
      assert.equal(
        groups.some(({ kind }) => kind === 'package'),
        false,
        choice,
      );
      const inside = await children(BIG_ORG, group);
      assert.ok(inside.length > 1 && inside.every(({ kind }) => kind === 'package'), choice);
    }
  });
});

describe('finding', () => {
  const { github, person, labels, children, requests } = useGitHub(MONA);

  it('goes through all packages of all owners, with their type and owner', async () => {
    await run('findPackage');
    assert.ok(person.found.length > 300);
    assert.ok(person.found.includes(`${OCTO_PACKAGES.large} ${OCTO_ORG} · Container`));
    for (const name of Object.values(HOSTILE_NAMES)) {
      assert.ok(
        person.found.some((label) => label.startsWith(displayText(name))),
        name,
      );
    }
  });

  it('asks for nothing that is known already', async () => {
    await children(OCTO_ORG);
    await github.clearRequests();
    await run('findPackage');
    assert.deepEqual(
      (await requests()).filter(({ path }) => path.includes(OCTO_ORG)),
      [],
    );
  });

  it('lets another owner in, and out again', async () => {
    assert.equal((await labels()).includes(HUBOT), false);
    person.texts.push(HUBOT.toUpperCase());
    await run('addOwner');
    assert.ok((await labels()).includes(HUBOT));
    assert.deepEqual(vscode.workspace.getConfiguration('githubPackages').get('owners'), [HUBOT]);
    assert.ok(
      (await children(HUBOT)).some(({ kind }) => kind === 'package'),
      'public packages of somebody else',
    );
    const node = (await children()).find((owner) => owner.kind === 'owner' && owner.added);
    await run('removeOwner', node);
    assert.equal((await labels()).includes(HUBOT), false);
  });

  it('says so when there is no such owner, and adds nothing', async () => {
    person.texts.push('nobody-at-all');
    await run('addOwner');
    assert.match(person.seen.at(-1)?.text ?? '', /nobody-at-all: It does not exist/);
    assert.deepEqual(vscode.workspace.getConfiguration('githubPackages').get('owners'), []);
  });
});

describe('this workspace', () => {
  const { person, labels, children, requests } = useGitHub(MONA);
  const host = (): string =>
    new URL(vscode.workspace.getConfiguration('github-enterprise').get<string>('uri') ?? '').host;

  it('comes first, with the packages of the open repository only', async () => {
    person.repositories.push(
      { host: host(), owner: OCTO_ORG, name: 'API-Gateway' },
      { host: 'elsewhere.example', owner: 'x', name: 'y' },
    );
    await run('refresh');
    const [first] = await children();
    assert.ok(first?.kind === 'workspace');
    assert.deepEqual(first.repositories, [`${OCTO_ORG}/API-Gateway`]);
    const linked = (await children(OCTO_ORG)).flatMap((node) =>
      node.kind === 'package' && node.pkg.repository?.fullName === `${OCTO_ORG}/api-gateway` ? [node.pkg.name] : [],
    );
    assert.ok(linked.length > 0);
    const more = 'Show private packages of repositories too...';
    assert.deepEqual(await labels('This workspace'), [...linked, more]);
  });

  it('is not there without one, and reads nothing for it', async () => {
    assert.equal((await labels()).includes('This workspace'), false);
    assert.deepEqual(
      (await requests()).filter(({ path }) => path.endsWith('/packages')),
      [],
    );
  });
});

describe('frugality', () => {
  const { github, children, labels, requests } = useGitHub(MONA);

  it('asks again without spending anything when nothing has changed', async () => {
    const first = [await labels(), await labels(BIG_ORG), await labels(OCTO_ORG, OCTO_PACKAGES.large)];
    await run('refresh');
    await github.clearRequests();
    assert.deepEqual([await labels(), await labels(BIG_ORG), await labels(OCTO_ORG, OCTO_PACKAGES.large)], first);
    const statuses = (await requests()).map(({ status }) => status);
    assert.ok(statuses.length > 10);
    assert.deepEqual([...new Set(statuses)], [304]);
  });

  it('is right where the server sends no ETags', async () => {
    await github.configure({ uncertainties: { etags: false } });
    const first = await labels(BIG_ORG);
    await run('refresh');
    await github.clearRequests();
    assert.deepEqual(await labels(BIG_ORG), first);
    const read = (await requests()).filter(({ path }) => path.includes(BIG_ORG));
    assert.deepEqual([...new Set(read.map(({ status }) => status))], [200]);
  });

  it('shows what is new after a refresh', async () => {
    const version = (await children(OCTO_ORG, OCTO_PACKAGES.history)).find(({ kind }) => kind === 'version');
    assert.ok(version?.kind === 'version');
    await run('deleteVersion', version);
    await run('refresh');
    const after = await labels(OCTO_ORG, OCTO_PACKAGES.history);
    assert.equal(after.includes(version.version.name), false);
  });

  it('has the newest first even where the server gives the oldest first', async () => {
    const newest = await labels(OCTO_ORG, OCTO_PACKAGES.large);
    await github.configure({ uncertainties: { newestFirst: false } });
    await run('refresh');
    assert.deepEqual((await labels(OCTO_ORG, OCTO_PACKAGES.large)).slice(0, 100), newest.slice(0, 100));
  });
});

describe('copying and opening', () => {
  const { person, find, children } = useGitHub(MONA);

  it('copies install commands with registry, owner and version', async () => {
    const { host } = new URL(vscode.workspace.getConfiguration('github-enterprise').get<string>('uri') ?? '');
    await run('copyInstallCommand', await find(OCTO_ORG, OCTO_PACKAGES.slash));
    assert.match(await clipboard(), new RegExp(`^docker pull ${host}/${OCTO_ORG}/tools/cli:[\\w.]+$`));
    const versions = await children(OCTO_ORG, OCTO_PACKAGES.large);
    const untagged = versions.find((node) => node.kind === 'version' && node.version.tags.length === 0);
    await run('copyInstallCommand', untagged);
    assert.match(await clipboard(), /^docker pull .*api-gateway@sha256:[0-9a-f]{64}$/);
    await run('copyInstallCommand', await find(OCTO_ORG, OCTO_PACKAGES.popular));
    assert.match(
      await clipboard(),
      new RegExp(
        `^npm install @${OCTO_ORG}/hello-world-npm@[\\w.-]+ --@${OCTO_ORG}:registry=http://${host}/_registry/npm$`,
      ),
    );
  });

  it('copies digests and links', async () => {
    const version = (await children(OCTO_ORG, OCTO_PACKAGES.large)).find((node) => node.kind === 'version');
    assert.ok(version?.kind === 'version');
    await run('copyDigest', version);
    assert.equal(await clipboard(), version.version.name);
    await run('copyUrl', version);
    assert.equal(await clipboard(), version.version.htmlUrl);
  });

  it('opens the repository and the settings of a package', async () => {
    const node = await find(OCTO_ORG, OCTO_PACKAGES.large);
    assert.ok(node.kind === 'package');
    await run('openRepository', node);
    assert.equal(person.seen.at(-1)?.text, node.pkg.repository?.htmlUrl);
    await run('openPackageSettings', node);
    assert.match(person.seen.at(-1)?.text ?? '', /\/orgs\/octo-org\/packages\/container\/api-gateway\/settings$/);
  });

  it('copies from the palette alone', async () => {
    person.picks.push(OCTO_ORG, OCTO_PACKAGES.popular);
    await run('copyName');
    assert.equal(await clipboard(), OCTO_PACKAGES.popular);
  });
});
