import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Fault, FaultRule } from '../github/faults';
import { BIG_ORG, MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { useGitHub } from './harness';

const NPM = { method: 'GET', path: `/orgs/${BIG_ORG}/packages?package_type=npm` };
const INCOMPLETE = 'This list may be incomplete';
const FAILED = 'npm not listed';
const REFUSED: Fault = { kind: 'status', status: 403, body: { message: 'Forbidden' } };

/** What meets the pages of one type, and whether the list comes out whole, says that it may not be, or has failed. */
const CASES: readonly (readonly [string, FaultRule, 'whole' | typeof INCOMPLETE | typeof FAILED])[] = [
  ['a 500 once', { match: NPM, nth: 1, fault: { kind: 'status', status: 500 } }, 'whole'],
  [
    'a 502 on the second page once',
    { match: { ...NPM, page: 2 }, nth: 1, fault: { kind: 'status', status: 502 } },
    'whole',
  ],
  ['a reset before the headers once', { match: NPM, nth: 1, fault: { kind: 'reset', at: 'start' } }, 'whole'],
  [
    'a reset in the body of the second page once',
    { match: { ...NPM, page: 2 }, nth: 1, fault: { kind: 'reset', at: 'body' } },
    'whole',
  ],
  ['half of a page once', { match: NPM, nth: 1, fault: { kind: 'truncate' } }, 'whole'],
  ['bad gzip once', { match: NPM, nth: 1, fault: { kind: 'bad-gzip' } }, 'whole'],
  [
    'a 503 once that says when to come back',
    { match: NPM, nth: 1, fault: { kind: 'status', status: 503, headers: { 'retry-after': '1' } } },
    'whole',
  ],
  ['a wrong content type', { match: NPM, fault: { kind: 'headers', set: { 'content-type': 'text/plain' } } }, FAILED],
  ['a slow page', { match: NPM, fault: { kind: 'latency', ms: 200 } }, 'whole'],
  ['no last page in the Link', { match: NPM, fault: { kind: 'link', set: { last: null } } }, 'whole'],
  [
    'a next page on another host',
    { match: NPM, fault: { kind: 'link', set: { next: 'https://evil.example/?page=2' } } },
    INCOMPLETE,
  ],
  ['a 502 on the second page for ever', { match: { ...NPM, page: 2 }, fault: { kind: 'status', status: 502 } }, FAILED],
  ['a page cut for ever', { match: { ...NPM, page: 2 }, fault: { kind: 'truncate' } }, FAILED],
  ['a captive portal', { match: NPM, fault: { kind: 'html' } }, FAILED],
  ['a captive portal labelled JSON', { match: NPM, fault: { kind: 'html', labelledJson: true } }, FAILED],
  ['an empty 200', { match: NPM, fault: { kind: 'empty', status: 200 } }, FAILED],
  ['a 304 nobody asked for', { match: NPM, fault: { kind: 'empty', status: 304 } }, FAILED],
  ['an empty 204', { match: NPM, fault: { kind: 'empty', status: 204 } }, FAILED],
  ['a text for a list', { match: NPM, fault: { kind: 'json', as: 'string' } }, FAILED],
  ['an object for a list', { match: NPM, fault: { kind: 'json', as: 'object' } }, FAILED],
  ['a redirect to another host', { match: NPM, fault: { kind: 'redirect', to: 'http://127.0.0.1:1/x' } }, FAILED],
  ['a redirect to itself', { match: NPM, fault: { kind: 'redirect', to: '{self}' } }, FAILED],
  ['a refusal', { match: NPM, fault: REFUSED }, FAILED],
  ['a null in the list', { match: NPM, fault: { kind: 'json', as: 'null-item' } }, INCOMPLETE],
  ['overlapping pages', { match: NPM, fault: { kind: 'overlap', by: 1 } }, INCOMPLETE],
  [
    'a Link that names its own page as the next',
    { match: NPM, fault: { kind: 'link', set: { next: '{self}' } } },
    INCOMPLETE,
  ],
  ['an absurd last page', { match: NPM, fault: { kind: 'link', set: { last: '{page:9999999}' } } }, 'whole'],
  ['no Link at all', { match: { ...NPM, page: 1 }, fault: { kind: 'headers', set: { link: '<nonsense' } } }, 'whole'],
];

describe('listing in the face of faults', () => {
  const { github, children, labels, requests } = useGitHub(MONA);

  const npm = async (): Promise<string[]> =>
    (await children(BIG_ORG)).flatMap((node) =>
      node.kind === 'package' && node.pkg.type === 'npm' ? [node.pkg.name] : [],
    );

  for (const [what, rule, outcome] of CASES) {
    it(`with ${what} is ${outcome === 'whole' ? 'whole' : 'told'}, and nothing else is touched`, async () => {
      await github.configure({ uncertainties: { etags: false } }); // what has not changed has no body to spoil
      const all = await npm();
      assert.ok(all.length > 100);
      const others = (await labels(BIG_ORG)).length - all.length;
      await vscode.commands.executeCommand('githubPackages.refresh');
      await github.addFault(rule);
      const shown = await labels(BIG_ORG);
      const said = shown.filter((label) => [INCOMPLETE, FAILED].includes(label));
      if (outcome === 'whole' && what !== 'no Link at all') {
        assert.deepEqual(said, []);
        assert.deepEqual(await npm(), all);
      } else if (outcome !== 'whole') {
        assert.ok(said.includes(outcome), shown.slice(0, 5).join());
      }
      assert.ok(shown.length - (await npm()).length >= others, 'the other types are all there');
      assert.equal(new Set((await children(BIG_ORG)).map(({ id }) => id)).size, shown.length, 'nothing is there twice');

      await github.clearFaults();
      await vscode.commands.executeCommand('githubPackages.refresh');
      assert.deepEqual(await npm(), all, 'recovers');
    });
  }

  it('is right when packages come while their pages are read', async () => {
    await github.addFault({ match: { ...NPM, page: 2 }, nth: 1, fault: { kind: 'overlap', by: 3 } });
    const names = await npm();
    assert.equal(new Set(names).size, names.length);
    assert.equal((await labels(BIG_ORG)).includes(INCOMPLETE), false);
  });

  it('is quiet about types that an enterprise host has switched off', async () => {
    const all = await labels(OCTO_ORG);
    await vscode.commands.executeCommand('githubPackages.refresh');
    const off = { kind: 'status', status: 404, body: { message: 'Not Found' } } as const;
    await github.addFault({
      match: { method: 'GET', path: `/orgs/${OCTO_ORG}/packages?package_type=docker` },
      fault: off,
    });
    const labelsLeft = await labels(OCTO_ORG);
    assert.ok(labelsLeft.length < all.length && labelsLeft.every((label) => all.includes(label)), labelsLeft.join());
  });

  it('shares one request between those who look at the same versions', async () => {
    await children(OCTO_ORG);
    await github.clearRequests();
    await Promise.all([children(OCTO_ORG, OCTO_PACKAGES.large), children(OCTO_ORG, OCTO_PACKAGES.large)]);
    assert.equal((await requests()).filter(({ path }) => path.endsWith('/versions')).length, 1);
  });
});
