import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { HUBOT, MONA, OCTO_ORG, OCTO_PACKAGES, SAML_CORP } from '../github/seed/names';
import { useGitHub } from './harness';

const SHOW_PRIVATE = 'Show private packages of repositories too...';

describe('accounts', () => {
  const { person, requests, children, labels, find } = useGitHub(MONA);

  it('are the first level as soon as there are two, and are forgotten and shown again', async () => {
    person.joins = HUBOT;
    person.picks.push(`Sign in to ${host()} with another account`);
    await vscode.commands.executeCommand('githubPackages.signIn');
    assert.deepEqual(await labels(), [MONA, HUBOT]);
    assert.ok((await labels(HUBOT)).includes(OCTO_ORG));

    person.picks.push(`Stop showing ${MONA}`);
    await vscode.commands.executeCommand('githubPackages.signIn');
    assert.equal((await labels())[0], HUBOT);

    person.picks.push(`Show ${MONA}`);
    await vscode.commands.executeCommand('githubPackages.signIn');
    assert.deepEqual(await labels(), [MONA, HUBOT]);
  });

  it('each read with a token of their own', async () => {
    person.signedIn.push(HUBOT);
    await vscode.commands.executeCommand('githubPackages.refresh');
    await labels(HUBOT, HUBOT);
    await labels(MONA, MONA);
    const logins = (await requests()).filter(({ path }) => path.endsWith('/user/packages')).map(({ login }) => login);
    assert.deepEqual(new Set(logins), new Set([HUBOT, MONA]));
  });

  it('other than the one that is asked leave everything as it was', async () => {
    const version = (await children(OCTO_ORG, OCTO_PACKAGES.history)).find(({ kind }) => kind === 'version');
    person.answersAs = HUBOT;
    await vscode.commands.executeCommand('githubPackages.deleteVersion', version);
    assert.deepEqual(
      person.seen.map(({ kind }) => kind),
      ['confirm', 'sign-in'],
    );
    assert.deepEqual(
      (await requests()).filter(({ method }) => method !== 'GET'),
      [],
    );
  });

  it('are not taken for one another, whatever session the editor answers', async () => {
    person.signedIn.push(HUBOT);
    person.answersAs = HUBOT;
    await vscode.commands.executeCommand('githubPackages.refresh');
    const [first] = await labels();
    assert.equal(first, HUBOT, 'the only account with a session of its own');
  });

  it('that sign out in the middle of a listing leave nothing behind', async () => {
    await find(OCTO_ORG);
    const listing = labels(OCTO_ORG).catch((): string[] => []);
    person.signedIn.length = 0;
    person.tokens.clear();
    await listing;
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.deepEqual(await labels(), []);
  });
});

describe('a session', () => {
  const { github, person, requests, children, labels, item } = useGitHub(MONA);

  it('that expires in the middle of a listing is renewed without a word', async () => {
    await labels();
    const expired = { kind: 'status', status: 401, body: { message: 'Bad credentials' } } as const;
    await github.addFault({ match: { path: `/orgs/${OCTO_ORG}/`, method: 'GET' }, nth: 2, fault: expired });
    const before = new Map(person.tokens);
    const listing = labels(OCTO_ORG);
    person.tokens.clear(); // the editor has renewed it by itself
    assert.ok((await listing).includes(OCTO_PACKAGES.large));
    assert.notDeepEqual(person.tokens, before);
    assert.deepEqual(person.seen, []);
    assert.ok((await requests()).some(({ status }) => status === 401));
  });

  it('that the host no longer accepts is told where it matters, with one step to mend it', async () => {
    await labels();
    const refused = { kind: 'status', status: 401, body: { message: 'Bad credentials' } } as const;
    await github.addFault({ match: { method: 'GET', path: `/orgs/${OCTO_ORG}/` }, fault: refused });
    const [message] = await messages(OCTO_ORG);
    assert.equal(
      message?.accessibilityInformation?.label,
      `Packages could not be listed. ${host()} no longer accepts this sign-in.`,
    );
    await github.clearFaults();
    await run(message);
    assert.match(person.seen[0]?.text ?? '', /^read:org read:packages: To show your packages/);
    assert.ok((await labels(OCTO_ORG)).includes(OCTO_PACKAGES.large));
  });

  it('with fewer permissions than were asked for names the missing one', async () => {
    person.grants = (scopes) => scopes.filter((scope) => scope !== 'read:packages');
    person.tokens.clear(); // those of before have it
    await vscode.commands.executeCommand('githubPackages.refresh');
    const [message] = await messages(OCTO_ORG);
    assert.equal(
      message?.accessibilityInformation?.label,
      'Packages could not be listed. Your sign-in lacks the permission read:packages.',
    );
  });

  async function messages(...path: string[]): Promise<vscode.TreeItem[]> {
    return Promise.all((await children(...path)).filter(({ kind }) => kind === 'message').map(item));
  }
});

describe('packages that have the permissions of a repository', () => {
  const { github, person, requests, children, labels, find, item } = useGitHub(MONA);

  it('ask for repo when the person wants to see them, and never otherwise', async () => {
    const before = await children(OCTO_ORG);
    const seesPrivateMaven = (nodes: typeof before): boolean =>
      nodes.some((node) => node.kind === 'package' && node.pkg.type === 'maven' && node.pkg.visibility === 'private');
    assert.equal(seesPrivateMaven(before), false);

    await run(await item(await find(OCTO_ORG, SHOW_PRIVATE)));
    assert.match(person.seen[0]?.text ?? '', /^read:org read:packages repo: .*come from a repository/);
    const after = await children(OCTO_ORG);
    assert.equal(seesPrivateMaven(after), true);
    assert.ok(!(await labels(OCTO_ORG)).includes(SHOW_PRIVATE));

    // The container registry has permissions of its own and is read without `repo`.
    await github.clearRequests();
    await vscode.commands.executeCommand('githubPackages.refresh', await find(OCTO_ORG));
    await children(OCTO_ORG);
    for (const { query, scopes } of (await requests()).filter(({ path }) => path.endsWith('/packages'))) {
      assert.equal(scopes?.includes('repo'), query['package_type'] !== 'container', query['package_type']);
    }

    const maven = after.find(
      (node) => node.kind === 'package' && node.pkg.type === 'maven' && node.pkg.visibility === 'private',
    );
    assert.ok(maven?.kind === 'package');
    const version = (await children(OCTO_ORG, maven.pkg.name)).find(({ kind }) => kind === 'version');
    person.seen.length = 0;
    await vscode.commands.executeCommand('githubPackages.deleteVersion', version);
    assert.match(person.seen[1]?.text ?? '', /^delete:packages read:packages repo: /);
    assert.match(person.seen.at(-1)?.text ?? '', /^Deleted \S+ of \S+\.$/);
  });

  it('offer repo after a refusal, and try again with it', async () => {
    const maven = (await children(OCTO_ORG)).find((node) => node.kind === 'package' && node.pkg.type !== 'container');
    assert.ok(maven?.kind === 'package' && maven.pkg.visibility === 'public');
    const version = (await children(OCTO_ORG, maven.pkg.name)).find(({ kind }) => kind === 'version');
    await github.configure({ uncertainties: { repoForPublic: true } });
    person.presses = 'Allow Repository Access...';
    await vscode.commands.executeCommand('githubPackages.deleteVersion', version);
    assert.deepEqual(
      person.seen.filter(({ kind }) => kind === 'sign-in').map(({ text }) => text.split(': ')[0]),
      ['delete:packages read:packages', 'delete:packages read:packages repo'],
    );
    assert.match(person.seen.at(-1)?.text ?? '', /^Deleted \S+ of \S+\.$/);
  });
});

describe('single sign-on', () => {
  const { github, person, children, labels, find, item } = useGitHub(MONA);

  it('names what it hides and shows it after one renewal', async () => {
    const hidden = (await labels()).find((label) => label.startsWith('Authorize to see'));
    assert.ok(hidden);
    assert.ok((await labels()).includes(OCTO_ORG));
    await github.passSso(MONA, SAML_CORP);
    await run(await item(await find(hidden)));
    assert.deepEqual(
      person.seen.map(({ kind }) => kind),
      ['sign-in'],
    );
    assert.ok((await labels()).includes(SAML_CORP));
  });

  it('that ends for one organization is told there, and asked for once', async () => {
    await github.passSso(MONA, SAML_CORP);
    person.tokens.clear(); // those of before are not authorized
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.ok((await labels()).includes(SAML_CORP));
    for (const key of person.tokens.keys()) {
      person.tokens.set(key, await github.issueToken(MONA, ['read:packages', 'read:org'], { sso: [] }));
    }
    await github.clearRequests();
    const node = await find(SAML_CORP, 'Authorize single sign-on...');
    const looks = await item(node);
    assert.equal(
      looks.accessibilityInformation?.label,
      'Packages could not be listed. This organization wants you to authorize single sign-on.',
    );
    assert.ok((await labels(OCTO_ORG)).includes(OCTO_PACKAGES.large));

    person.presses = 'Continue';
    await run(looks);
    assert.deepEqual(
      person.seen.map(({ kind }) => kind),
      ['page', 'inform', 'sign-in'],
    );
    assert.match(person.seen[0]?.text ?? '', new RegExp(`/orgs/${SAML_CORP}/sso\\?authorization_request=`));
    assert.ok((await children(SAML_CORP)).some(({ kind }) => kind === 'package'));
  });

  it('names an organization that it knows from before', async () => {
    await github.passSso(MONA, SAML_CORP);
    person.tokens.clear(); // those of before are not authorized
    await vscode.commands.executeCommand('githubPackages.refresh');
    await labels();
    for (const key of person.tokens.keys()) {
      person.tokens.set(key, await github.issueToken(MONA, ['read:packages', 'read:org'], { sso: [] }));
    }
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.ok((await labels()).includes(`Authorize to see ${SAML_CORP}...`));
  });
});

describe('the enterprise host', () => {
  const { github, person, labels } = useGitHub(MONA);
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('github-enterprise');
  const uri = settings().get<string>('uri');

  afterEach(() => settings().update('uri', uri, vscode.ConfigurationTarget.Global));

  it('that changes while running gets no token of the old one, nor the reverse', async () => {
    await labels();
    await github.clearRequests();
    await settings().update('uri', 'http://127.0.0.1:9', vscode.ConfigurationTarget.Global);
    const listing: string[] = await labels(OCTO_ORG).catch(() => []);
    assert.ok(!listing.includes(OCTO_PACKAGES.large));
    assert.deepEqual(await github.requests(), []);
    assert.deepEqual(person.seen, []);
  });

  it('that changes gets no token that the provider still holds for the old one', async () => {
    await labels();
    await github.clearRequests();
    // The same server under another name; the provider has not noticed the change yet and answers as before.
    await settings().update('uri', uri?.replace('127.0.0.1', 'localhost'), vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.deepEqual(await labels(), []);
    assert.deepEqual(await github.requests(), []);
  });
});

describe('a folder that brings its own enterprise host', () => {
  const { github, person, labels } = useGitHub(MONA);
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('github-enterprise');
  const setInFolder = (value: string | undefined): Thenable<void> =>
    settings().update('uri', value, vscode.ConfigurationTarget.Workspace);

  afterEach(() => setInFolder(undefined));

  it('gets no token, and takes none from the person’s own host for good', async () => {
    assert.ok(vscode.workspace.workspaceFolders);
    await labels();
    await github.clearRequests();
    // The same server by another name, so that whatever would be sent there is seen.
    const other = (settings().get<string>('uri') ?? '').replace('127.0.0.1', 'localhost');
    await setInFolder(other);
    assert.equal(settings().get<string>('uri'), other, 'the folder has its way with everybody who does not look');
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.deepEqual(await labels(), []);
    assert.deepEqual(await github.requests(), []);
    assert.deepEqual(person.seen, []);

    await setInFolder(undefined);
    await vscode.commands.executeCommand('githubPackages.refresh');
    assert.ok((await labels()).includes(OCTO_ORG));
  });
});

function host(): string {
  return new URL(vscode.workspace.getConfiguration('github-enterprise').get<string>('uri') ?? '').host;
}

/** Does what choosing the element does. */
async function run(item: vscode.TreeItem | undefined): Promise<void> {
  assert.ok(item?.command);
  await vscode.commands.executeCommand(item.command.command, ...(item.command.arguments as unknown[]));
}
