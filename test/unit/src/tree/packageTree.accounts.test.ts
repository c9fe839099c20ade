import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { Play } from '../../../github/site';
import type { Account } from '../../../../src/model/accounts';
import type { AccountNode } from '../../../../src/tree/nodes';
import { treeOver } from '../support/treeOver';
import { useLocalGitHub, WITHOUT_REPOSITORIES } from '../support/localGitHub';
import { growTree, versionNames, type TestTree } from '../support/testTree';

const HINT = 'repositories';

describe('The tree of several accounts', () => {
  const github = useLocalGitHub();
  /** The same id at another provider is another account. */
  const twins = (): Account[] => [github.account, { ...github.account, provider: 'github' }];

  async function roots(view: TestTree): Promise<[AccountNode, AccountNode]> {
    const [one, two, ...others] = await view.tree.children();
    assert.ok(one?.kind === 'account' && two?.kind === 'account');
    assert.deepEqual(others, []);
    return [one, two];
  }

  it('has the accounts first, each with owners of its own', async () => {
    const view = growTree(github, twins());
    const [one, two] = await roots(view);
    const owners = [...(await view.tree.children(one)), ...(await view.tree.children(two))];
    assert.equal(new Set(owners.map(({ id }) => id)).size, 4);
    assert.deepEqual(
      owners.map(({ parent }) => parent),
      [one, one, two, two],
    );
  });

  it('reads one account again without the other', async () => {
    const view = growTree(github, twins());
    const [one, two] = await roots(view);
    const before = [await view.tree.children(one), await view.tree.children(two)];
    view.tree.refresh(one);
    github.server.requests.length = 0;
    assert.deepEqual([await view.tree.children(one), await view.tree.children(two)], before);
    assert.equal(github.server.requests.length, 1);
  });

  it('keeps what we changed in one account when the other is refreshed', async () => {
    github.server.configure({ listLag: 3_600_000 });
    const view = growTree(github, twins());
    const [one, two] = await roots(view);
    const org = await view.child(one, 'owner', `owner ${SMALL.org}`);
    const pkg = await view.child(org, 'package', `package ${SMALL.npm}`);
    const [first, second] = (await view.tree.children(pkg)).filter((node) => node.kind === 'version');
    assert.ok(first && second);
    const deleted = { account: one.account, pkg: pkg.pkg, state: 'deleted' } as const;
    view.tree.apply([{ ...deleted, version: first.version }]);
    view.tree.refresh(two);
    view.tree.refresh(await view.child(two, 'owner', `owner ${SMALL.org}`));
    view.tree.apply([{ ...deleted, version: second.version }]);
    const names = versionNames(await view.tree.children(pkg));
    assert.deepEqual([names.includes(first.version.name), names.includes(second.version.name)], [false, false]);
  });

  it('has one account’s failure below that account', async () => {
    const view = growTree(github, twins());
    github.server.addFault({ match: { path: '/user/orgs' }, nth: 1, fault: { kind: 'status', status: 403 } });
    const [one, two] = await roots(view);
    const message = await view.child(one, 'message', 'failure refused: organizations');
    assert.equal(message.parent, one);
    assert.deepEqual(await view.titles(two), [`owner ${SMALL.user}`, `owner ${SMALL.org}`]);
  });

  it('is empty, and does not fail, when nobody can say who is signed in', async () => {
    const tree = treeOver({
      accounts: () => Promise.reject(new Error('broken')),
      api: (account) => github.api(account),
      seesRepositories: () => Promise.resolve(true),
      now: Date.now,
    });
    assert.deepEqual(await tree.children(), []);
  });
});

describe('The tree and a folder that overrules the enterprise host', () => {
  const github = useLocalGitHub();

  it('says so below everything else', async () => {
    const person = {
      accounts: () => Promise.resolve([github.account]),
      api: (account: Account) => github.api(account),
      seesRepositories: () => Promise.resolve(true),
      now: Date.now,
    };
    const tree = treeOver(person, { isHostOverruled: () => true });
    const last = (await tree.children()).at(-1);
    assert.ok(last?.kind === 'message');
    assert.equal(last.notice.kind, 'host-overruled');
  });
});

describe('The tree and single sign-on', () => {
  const github = useLocalGitHub();

  function hide(...ids: number[]): void {
    const set = { 'x-github-sso': `partial-results; organizations=${ids.join()}` };
    github.server.addFault({ fault: { kind: 'headers', set } });
  }
  const idOf = (login: string): number => github.server.world.owners.find((owner) => owner.login === login)?.id ?? 0;

  it('says by number which organizations are hidden, where no list has ever named them', async () => {
    hide(21955855, 20582480);
    assert.deepEqual(await growTree(github).titles(), [
      `owner ${SMALL.user}`,
      `owner ${SMALL.org}`,
      'hidden #21955855,#20582480',
    ]);
  });

  it('says by name which it has seen before', async () => {
    const view = growTree(github);
    await view.titles();
    hide(idOf(SMALL.org), 7);
    view.tree.refresh();
    assert.ok((await view.titles()).includes(`hidden ${SMALL.org},#7`));
  });

  it('says it of packages once, however many types lack some', async () => {
    const view = growTree(github);
    const owner = await view.organization();
    hide(idOf(SMALL.org));
    assert.deepEqual(
      (await view.titles(owner)).filter((title) => title.startsWith('hidden')),
      [`hidden ${SMALL.org}`],
    );
  });

  it('names the organizations below the account that lacks them', async () => {
    hide(7);
    const view = growTree(github, [github.account, { ...github.account, id: '2' }]);
    const [first] = await view.tree.children();
    assert.equal((await view.child(first, 'message', 'hidden #7')).parent, first);
  });
});

describe('The hint that private packages of repositories are not shown', () => {
  for (const play of ['ghes', 'github.com'] as Play[]) {
    describe(`on ${play}`, () => {
      const github = useLocalGitHub(play);
      const hinted = async (view: TestTree): Promise<boolean> =>
        (await view.titles(await view.organization())).at(-1) === HINT;

      /** Makes the package of the registry that belongs to repositories everywhere visible to all. */
      function publishMaven(): void {
        const { packages } = github.server.world;
        const index = packages.findIndex(({ type }) => type === 'maven');
        const maven = packages[index];
        assert.ok(maven);
        packages[index] = { ...maven, visibility: 'public' };
      }

      it('is there where a package of such a registry is listed', async () => {
        publishMaven();
        assert.equal(await hinted(growTree(github, undefined, WITHOUT_REPOSITORIES)), true);
      });

      it(`is ${play === 'ghes' ? '' : 'not '}there where none is listed`, async () => {
        const view = growTree(github, undefined, WITHOUT_REPOSITORIES);
        assert.equal(await hinted(view), play === 'ghes');
        const titles = await view.titles(await view.organization());
        assert.equal(titles.includes(`package ${SMALL.maven}`), false);
      });

      it('is not there once repositories are allowed, and the packages are', async () => {
        const view = growTree(github);
        const titles = await view.titles(await view.organization());
        assert.equal(titles.includes(HINT), false);
        assert.ok(titles.includes(`package ${SMALL.maven}`));
      });

      it('does not hide that there is nothing else', async () => {
        github.server.world.packages.length = 0;
        const view = growTree(github, undefined, WITHOUT_REPOSITORIES);
        assert.deepEqual(await view.titles(await view.organization()), play === 'ghes' ? ['empty', HINT] : ['empty']);
      });

      it('is left out, and nothing fails, where it cannot be known', async () => {
        const tree = treeOver({
          accounts: () => Promise.resolve([github.account]),
          api: (account) => github.api(account),
          seesRepositories: () => Promise.reject(new Error('broken')),
          now: Date.now,
        });
        const packages = await tree.children((await tree.children())[1]);
        assert.equal(
          packages.every(({ kind }) => kind === 'package'),
          true,
        );
      });
    });
  }
});
