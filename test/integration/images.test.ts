import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import type { Node } from '../../src/tree/nodes';
import { useGitHub } from './harness';

describe('images', () => {
  const { github, person, requests, children, item } = useGitHub(MONA);
  /** Where there is no Node, a browser decides what may be read. */
  const isBrowser = typeof process === 'undefined';
  const reads = async (): Promise<number> =>
    (await requests()).filter(({ path }) => path.includes('/manifests/')).length;
  const looks = async (nodes: readonly Node[]): Promise<string[]> => {
    const items = await Promise.all(nodes.map(item));
    return items.map(({ label, description = '' }) => `${nameOf(label)} | ${String(description)}`);
  };
  const nameOf = (label: vscode.TreeItem['label']): string =>
    typeof label === 'string' ? label : (label?.label ?? '');
  const image = async (): Promise<Node> => {
    const rows = await children(OCTO_ORG, OCTO_PACKAGES.slash);
    const found = rows.find((node) => node.kind === 'version' && node.version.tags.includes('latest'));
    assert.ok(found);
    return found;
  };
  const below = async (node: Node): Promise<Node[]> => {
    return children(OCTO_ORG, OCTO_PACKAGES.slash, nameOf((await item(node)).label));
  };

  it('are listed without a single download', async () => {
    await children(OCTO_ORG, OCTO_PACKAGES.large);
    assert.equal(await reads(), 0);
  });

  it('open to what is in them, where the registry lets the editor read it', async () => {
    await github.configure({ uncertainties: { registryCors: true } });
    const rows = await looks(await below(await image()));
    assert.ok(rows.length > 0);
    for (const row of rows) assert.doesNotMatch(row, /Image not read/);
    const before = await reads();
    await vscode.commands.executeCommand('githubPackages.refresh');
    await below(await image());
    assert.equal(await reads(), before, 'what was read is kept');
  });

  it('say so in a browser that the registry does not let read, below a list that is whole', async () => {
    await github.configure({ uncertainties: { registryCors: false } });
    const list = await children(OCTO_ORG, OCTO_PACKAGES.large);
    const node = list.find((each) => each.kind === 'version' && each.version.tags.length > 0);
    assert.ok(node);
    const rows = await looks(await children(OCTO_ORG, OCTO_PACKAGES.large, nameOf((await item(node)).label)));
    const says = rows.some((row) => row.startsWith('Image not read | not from here'));
    assert.equal(says, isBrowser);
    assert.ok((await children(OCTO_ORG, OCTO_PACKAGES.large)).length >= list.length - rows.length);
  });

  it('are read in spite of the registry in Node; in a browser nothing of the container is deleted then', async () => {
    await github.configure({ uncertainties: { registryCors: false } });
    person.confirms = false;
    const node = (await children(OCTO_ORG, OCTO_PACKAGES.large)).find(({ kind }) => kind === 'version');
    assert.ok(node);
    await vscode.commands.executeCommand('githubPackages.deleteVersion', node);
    const closed = person.seen.some(({ text }) => text.includes('could not be read, so nobody knows what would break'));
    const asked = person.seen.some(({ kind }) => kind === 'confirm');
    assert.deepEqual({ closed, asked }, { closed: isBrowser, asked: !isBrowser });
    assert.ok((await requests()).every(({ method }) => method !== 'DELETE'));
  });
});
