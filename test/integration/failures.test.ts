import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Fault } from '../github/faults';
import { MONA, OCTO_ORG, OCTO_PACKAGES } from '../github/seed/names';
import { useGitHub } from './harness';

interface Row {
  readonly when: string;
  readonly fault: Fault;
  /** What the person reads; `HOST` stands for the host's name. */
  readonly reads: string | RegExp;
  /** The same in a browser, which does not let its pages see the answer of a server that has not agreed to it. */
  readonly readsInBrowser?: string;
  /** Nothing more is sent to the host for a while, whatever is looked at. */
  readonly pauses?: true;
  /** The command behind the one button that helps. */
  readonly offers: string;
}

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'status', status, headers, body: { message } };
}

const inBrowser = typeof process === 'undefined';
const SOON = String(Math.floor(Date.now() / 1000) + 600);

/** How each failure of a list reads in the tree (GitHub's messages as people have reported them). */
const LISTING: readonly Row[] = [
  {
    when: 'the token is no longer good',
    fault: refusal(401, 'Bad credentials'),
    reads: 'HOST no longer accepts this sign-in.',
    offers: 'githubPackages.signIn',
  },
  {
    when: 'a scope is missing',
    fault: refusal(403, 'You need at least read:packages scope to list packages.', { 'x-oauth-scopes': 'read:org' }),
    reads: 'Your sign-in lacks the permission read:packages.',
    offers: 'githubPackages.signIn',
  },
  {
    when: 'single sign-on is required',
    fault: refusal(403, 'Resource protected by organization SAML enforcement.', {
      'x-github-sso': 'required; url=https://github.example/orgs/x/sso?authorization_request=secret',
    }),
    reads: 'This organization wants you to authorize single sign-on.',
    offers: 'githubPackages.authorizeSso',
  },
  {
    when: 'the organization restricts apps',
    fault: refusal(
      403,
      'Although you appear to have the correct authorization credentials, the `x` organization has enabled OAuth App access restrictions.',
    ),
    reads: 'This organization does not let the editor’s GitHub app see it; its owners can approve the app.',
    offers: 'githubPackages.openOnGitHub',
  },
  {
    when: 'the token is of another kind',
    fault: refusal(403, 'Resource not accessible by integration'),
    reads: 'GitHub Packages does not accept this kind of token.',
    offers: 'githubPackages.signIn',
  },
  {
    when: 'the token is fine-grained',
    fault: refusal(400, 'Invalid argument.'),
    reads: 'GitHub Packages does not accept this kind of token.',
    offers: 'githubPackages.signIn',
  },
  {
    when: 'there is nothing, or nothing that may be seen',
    fault: refusal(404, 'Not Found'),
    reads: 'It does not exist, or you may not see it; HOST does not say which.',
    offers: 'githubPackages.refresh',
  },
  {
    when: 'the hourly limit is used up',
    pauses: true,
    fault: refusal(403, 'API rate limit exceeded for user ID 1.', {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': SOON,
    }),
    reads: /^HOST asks for a pause until \d/,
    offers: 'githubPackages.refresh',
  },
  {
    when: 'a secondary limit says for how long',
    pauses: true,
    fault: refusal(429, 'You have exceeded a secondary rate limit.', { 'retry-after': '60' }),
    reads: /^HOST asks for a pause until \d/,
    offers: 'githubPackages.refresh',
  },
  {
    when: 'a secondary limit says nothing more',
    pauses: true,
    fault: refusal(403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'),
    reads: 'HOST asks for a pause; try again in a minute.',
    offers: 'githubPackages.refresh',
  },
  {
    when: 'it is refused without a known reason',
    fault: refusal(403, 'Forbidden'),
    reads: 'HOST refused this.',
    offers: 'githubPackages.showLog',
  },
  {
    when: 'the server has a problem',
    fault: refusal(503, 'Unavailable'),
    reads: 'HOST has a problem of its own just now.',
    offers: 'githubPackages.refresh',
  },
  {
    when: 'the connection breaks',
    fault: { kind: 'reset', at: 'start' },
    reads: 'HOST cannot be reached.',
    offers: 'githubPackages.refresh',
  },
  {
    when: 'the answer is cut off',
    fault: { kind: 'truncate' },
    reads: 'The answer of HOST arrived incomplete.',
    offers: 'githubPackages.refresh',
  },
  {
    when: 'a captive portal answers',
    fault: { kind: 'html' },
    reads: 'Something other than HOST answered; a network may be asking you to log in.',
    readsInBrowser: 'HOST cannot be reached.',
    offers: 'githubPackages.refresh',
  },
  {
    when: 'it is sent on to another server',
    fault: { kind: 'redirect', to: 'http://127.0.0.1:9/' },
    reads: 'HOST pointed to another server, which was not asked.',
    // A browser does not tell its pages where they were sent.
    readsInBrowser: 'Something other than HOST answered; a network may be asking you to log in.',
    offers: 'githubPackages.showLog',
  },
  {
    when: 'the answer is no list',
    fault: { kind: 'json', as: 'object' },
    reads: 'Something other than HOST answered; a network may be asking you to log in.',
    offers: 'githubPackages.refresh',
  },
];

describe('a list that fails', () => {
  const { github, labels, children, item } = useGitHub(MONA);

  for (const { when, fault, offers, pauses, ...texts } of LISTING) {
    const reads = (inBrowser ? texts.readsInBrowser : undefined) ?? texts.reads;
    it(`reads well when ${when}, and the rest stays`, async () => {
      await labels();
      await github.addFault({ match: { method: 'GET', path: `/orgs/${OCTO_ORG}/` }, fault });
      const [message] = await children(OCTO_ORG);
      assert.ok(message?.kind === 'message');
      const looks = await item(message);
      const isSso = offers === 'githubPackages.authorizeSso';
      assert.equal(looks.label, isSso ? 'Authorize single sign-on...' : 'Packages not listed');
      const spoken = looks.accessibilityInformation?.label ?? '';
      const said = spoken.replace('Packages could not be listed. ', '').replace(host(), 'HOST');
      if (typeof reads === 'string') assert.equal(said, reads);
      else assert.match(said, reads);
      if (texts.readsInBrowser === undefined || !inBrowser) assert.equal(looks.command?.command, offers);
      assert.ok((await labels()).includes(MONA));
      if (pauses) {
        await github.clearRequests();
        assert.deepEqual(await labels(MONA), ['Packages not listed']);
        assert.deepEqual(await github.requests(), []);
        return;
      }
      assert.ok((await children(MONA)).some(({ kind }) => kind === 'package'));
      await github.clearFaults();
      await vscode.commands.executeCommand('githubPackages.refresh', message);
      assert.ok((await labels(OCTO_ORG)).includes(OCTO_PACKAGES.large));
    });
  }
});

/** How each refusal of a deletion reads. */
const DELETING: readonly (readonly [when: string, name: string, reads: string])[] = [
  [
    'the last tagged version',
    OCTO_PACKAGES.oneTagged,
    'GitHub keeps the last tagged version of a package; the package can be deleted instead.',
  ],
  [
    'the last version',
    OCTO_PACKAGES.oneVersion,
    'GitHub keeps the last version of a package; the package can be deleted instead.',
  ],
  [
    'more than 5,000 downloads',
    OCTO_PACKAGES.popular,
    'What is public and has more than 5,000 downloads can only be deleted by GitHub Support.',
  ],
];

describe('a deletion that GitHub refuses', () => {
  const { github, person, children } = useGitHub(MONA);

  for (const [when, name, reads] of DELETING) {
    it(`is told in one sentence: ${when}`, async () => {
      const owner = OCTO_ORG;
      const repositories = ['read:packages', 'read:org', 'repo'];
      person.tokens.set(`${MONA} ${repositories.sort().join(' ')}`, await github.issueToken(MONA, repositories));
      const node = (await children(owner)).find((child) => child.kind === 'package' && child.pkg.name === name);
      assert.ok(node?.kind === 'package', name);
      const state = await github.packageState({ owner, type: node.pkg.type, name });
      const stored = state?.versions.find(({ downloads, tags, deletedAt }) =>
        deletedAt !== undefined
          ? false
          : when.includes('downloads')
            ? downloads > 5000
            : when.includes('tagged')
              ? tags.length > 0
              : true,
      );
      const version = (await children(owner, name)).find(
        (child) => child.kind === 'version' && child.version.id === stored?.id,
      );
      await vscode.commands.executeCommand('githubPackages.deleteVersion', version);
      const text = person.seen.at(-1)?.text ?? '';
      assert.match(text, /^Refused: .+ was not deleted\. /);
      assert.ok(text.endsWith(reads), text);
    });
  }
});

function host(): string {
  return new URL(vscode.workspace.getConfiguration('github-enterprise').get<string>('uri') ?? '').host;
}
