import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { BIG_ORG, MONA, OCTO_ORG, OCTO_PACKAGES, SAML_CORP } from '../github/seed/names';
import type { Node } from '../../src/tree/nodes';
import { useGitHub } from './harness';

describe('browsing, signed out', () => {
  const { person, requests, labels } = useGitHub(undefined);

  it('shows nothing, asks nothing and sends nothing', async () => {
    assert.deepEqual(await labels(), []);
    assert.deepEqual(person.seen, []);
    assert.deepEqual(await requests(), []);
  });
});

describe('browsing', () => {
  const { person, requests, children, labels, find, item } = useGitHub(MONA);

  it('lists the person first and then their organizations, without asking anything', async () => {
    const owners = await labels();
    assert.deepEqual(owners.slice(0, 3), [MONA, BIG_ORG, OCTO_ORG]);
    assert.deepEqual(person.seen, []);
  });

  it('lists packages of all six types below an owner', async () => {
    const nodes = await children(OCTO_ORG);
    const types = new Set(nodes.flatMap((node) => (node.kind === 'package' ? [node.pkg.type] : [])));
    assert.deepEqual([...types].sort(), ['container', 'docker', 'maven', 'npm', 'nuget', 'rubygems']);
  });

  it('reads with the read permission only', async () => {
    await children(OCTO_ORG, OCTO_PACKAGES.history);
    const scopes = new Set((await requests()).map((request) => request.scopes?.join(' ')));
    assert.deepEqual([...scopes], ['read:org read:packages']);
  });

  it('gives every element an icon, a spoken label and an id of its own', async () => {
    const nodes = [await children(), await children(OCTO_ORG), await children(OCTO_ORG, OCTO_PACKAGES.large)].flat();
    const items = await Promise.all(nodes.map(item));
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
    for (const { iconPath, accessibilityInformation, contextValue } of items) {
      assert.ok(iconPath instanceof vscode.ThemeIcon);
      assert.ok(accessibilityInformation?.label);
      assert.ok(contextValue);
    }
  });

  it('shows a hundred versions and loads more when asked', async () => {
    const before = await children(OCTO_ORG, OCTO_PACKAGES.large);
    assert.equal(countVersions(before), 100);
    await vscode.commands.executeCommand('githubPackages.loadMore', before.at(-1));
    const after = await children(OCTO_ORG, OCTO_PACKAGES.large);
    assert.equal(countVersions(after), 200);
    const pages = (await requests()).filter(({ path }) => path.endsWith('/versions')).map(({ query }) => query['page']);
    assert.deepEqual(pages, ['1', '2'], 'nothing is read twice');
  });

  it('lists every package of a large organization', async () => {
    const nodes = await children(BIG_ORG);
    const { total } = { total: nodes.filter(({ kind }) => kind === 'package').length };
    assert.ok(total > 300, String(total));
  });

  it('shares one request between those who look at the same time', async () => {
    await Promise.all([children(), children()]);
    assert.equal((await requests()).filter(({ path }) => path.endsWith('/user/orgs')).length, 1);
  });

  it('copies the name of a package', async () => {
    await vscode.commands.executeCommand('githubPackages.copyName', await find(OCTO_ORG, OCTO_PACKAGES.slash));
    assert.equal(await vscode.env.clipboard.readText(), OCTO_PACKAGES.slash);
  });
});

describe('browsing when something fails', () => {
  const { github, children, labels, item } = useGitHub(MONA);

  it('tells it for one type and shows the others', async () => {
    await github.addFault({ match: { path: 'package_type=npm' }, fault: { kind: 'status', status: 500 } });
    const nodes = await children(OCTO_ORG);
    const [message] = nodes;
    assert.ok(message?.kind === 'message');
    assert.equal((await item(message)).label, 'npm not listed');
    assert.ok(nodes.some((node) => node.kind === 'package' && node.pkg.type === 'container'));
  });

  it('tells it for one owner and shows the others', async () => {
    const owners = await labels();
    await github.addFault({
      match: { method: 'GET', path: `/orgs/${OCTO_ORG}/` },
      fault: { kind: 'status', status: 502 },
    });
    assert.deepEqual(await labels(OCTO_ORG), ['Packages not listed']);
    assert.ok((await children(MONA)).some(({ kind }) => kind === 'package'));
    assert.deepEqual(await labels(), owners);
  });

  it('recovers on refresh after the network was gone', async () => {
    await labels();
    await github.addFault({ fault: { kind: 'reset', at: 'start' } });
    await vscode.commands.executeCommand('githubPackages.refresh');
    const known = await labels();
    assert.ok(known.includes('Organizations not listed') && known.includes(OCTO_ORG), 'as it was last time');
    assert.deepEqual(await labels(MONA), ['Packages not listed']);
    await github.clearFaults();
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.ok((await labels()).includes(OCTO_ORG));
    assert.ok((await children(MONA)).some(({ kind }) => kind === 'package'));
  });

  it('never shows a list that was cut off as if it were whole', async () => {
    await github.addFault({ match: { path: `/orgs/${BIG_ORG}/` }, fault: { kind: 'reset', at: 'body' } });
    assert.deepEqual(await labels(BIG_ORG), ['Packages not listed']);
  });

  it('says what an organization with single sign-on wants', async () => {
    await github.passSso(MONA, SAML_CORP);
    await vscode.commands.executeCommand('githubPackages.refresh');
    const owners = await labels();
    assert.ok(owners.includes(OCTO_ORG));
  });
});

/** Those in groups included. */
function countVersions(nodes: readonly Node[]): number {
  return nodes.reduce(
    (sum, node) => sum + (node.kind === 'version' ? 1 : node.kind === 'versionGroup' ? node.versions.length : 0),
    0,
  );
}
