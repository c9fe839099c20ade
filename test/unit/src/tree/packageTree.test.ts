import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import { createPageCache } from '../../../../src/github/pageCache';
import { PACKAGE_TYPES } from '../../../../src/github/resources';
import { DEFAULT_ARRANGEMENT } from '../../../../src/model/arrangement';
import { NO_FILTER } from '../../../../src/model/filter';
import { createLists, type Lists } from '../../../../src/model/lists';
import type { Node } from '../../../../src/tree/nodes';
import type { PackageTree } from '../../../../src/tree/packageTree';
import { summarize } from '../../../../src/tree/summaries';
import { treeOver } from '../support/treeOver';
import { useLocalGitHub } from '../support/localGitHub';
import { setVersionCount } from '../support/versions';
import { growTree, titleOf, versionNames, type TestTree } from '../support/testTree';

describe('The tree', () => {
  const github = useLocalGitHub();
  let view: TestTree;

  beforeEach(() => {
    view = growTree(github);
  });

  /** How many requests there were since the last time. */
  function requests(): number {
    return github.server.requests.splice(0).length;
  }

  /** A tree whose filter can be set, and the lists it shows. */
  function filterable(): { lists: Lists; tree: PackageTree; set: (text: string) => void } {
    let arrangement = DEFAULT_ARRANGEMENT;
    const now = (): number => github.server.clock.now();
    const cache = createPageCache();
    const lists = createLists({ api: () => github.api(), cache: () => Promise.resolve(cache), now });
    const tree = treeOver(
      {
        accounts: () => Promise.resolve([github.account]),
        api: () => github.api(),
        seesRepositories: () => Promise.resolve(true),
        now,
      },
      { lists, arrangement: () => arrangement },
    );
    return {
      lists,
      tree,
      set: (text) => (arrangement = { ...arrangement, filter: { ...NO_FILTER, text } }),
    };
  }

  describe('of one account', () => {
    it('begins with the person and their organizations', async () => {
      assert.deepEqual(await view.titles(), [`owner ${SMALL.user}`, `owner ${SMALL.org}`]);
    });

    it('has the packages of all types below an owner, by name', async () => {
      assert.deepEqual(await view.titles(await view.organization()), [
        `package ${SMALL.maven}`,
        `package ${SMALL.npm}`,
        `package ${SMALL.container}`,
      ]);
    });

    it('has the deleted versions first below a package, then the versions, newest first', async () => {
      const children = await view.tree.children(await view.npmPackage());
      assert.deepEqual(
        children.map(({ kind }) => kind),
        ['deletedVersions', 'version', 'version', 'version'],
      );
      const times = children.flatMap((node) => (node.kind === 'version' ? [node.version.createdAt] : []));
      assert.deepEqual(
        times,
        [...times].sort((a, b) => b - a),
      );
    });

    it('has only what was deleted below that group', async () => {
      const [only, ...others] = await view.tree.children(await view.deletedGroup());
      assert.equal(only?.kind, 'version');
      assert.equal(only.state, 'deleted');
      assert.deepEqual(others, []);
    });

    it('says so where there is nothing', async () => {
      github.server.world.packages.length = 0;
      const [only, ...others] = await view.tree.children(await view.organization());
      assert.equal(only?.kind === 'message' && only.notice.kind, 'empty');
      assert.deepEqual(others, []);
    });

    it('ends at versions', async () => {
      assert.deepEqual(await view.tree.children(await view.child(await view.npmPackage(), 'version')), []);
    });
  });

  describe('of other numbers of accounts', () => {
    it('has nothing when nobody is signed in, so that the view can welcome', async () => {
      assert.deepEqual(await growTree(github, []).tree.children(), []);
    });

    it('has the accounts first when there are two', async () => {
      const { tree } = growTree(github, [github.account, { ...github.account, id: '2' }]);
      const [first, second] = await tree.children();
      assert.equal(first?.kind, 'account');
      assert.equal(second?.kind, 'account');
      const owners = await tree.children(first);
      assert.deepEqual(owners.map(titleOf), [`owner ${SMALL.user}`, `owner ${SMALL.org}`]);
      assert.equal(owners[0]?.parent, first);
    });
  });

  describe('reading', () => {
    it('asks once for what is looked at twice, also at the same time', async () => {
      const owner = await view.organization();
      requests();
      const [one, two] = await Promise.all([view.tree.children(owner), view.tree.children(owner)]);
      assert.equal(one, two);
      assert.equal(await view.tree.children(owner), one);
      assert.equal(requests(), PACKAGE_TYPES.length);
    });

    it('asks for nothing before it is looked at', async () => {
      await view.organization();
      assert.equal(requests(), 1);
    });

    it('reads the packages of all owners for a filter, looked into or not, and counts its hits there', async () => {
      const { lists, tree, set } = filterable();
      await tree.rows();
      requests();
      set('npm');
      tree.redraw();
      while (lists.knownPackages().length === 0) await new Promise(setImmediate);
      await Promise.all(lists.knownPackages().map(({ reader }) => reader.ended()));
      assert.equal(requests(), 2 * PACKAGE_TYPES.length);
      const { hits, total } = summarize(lists, { ...NO_FILTER, text: SMALL.npm }, {}) ?? {};
      assert.deepEqual([hits, total], [1, 4]);
    });

    it('goes on with that when an owner is closed', async () => {
      const { lists, tree, set } = filterable();
      set('npm');
      const owner = (await tree.rows()).find(({ kind }) => kind === 'owner');
      const opened = tree.rows(owner);
      tree.leave(owner);
      await opened;
      await Promise.all(lists.knownPackages().map(({ reader }) => reader.ended()));
      assert.ok(lists.knownPackages().every(({ reader }) => reader.current().complete));
    });

    it('gives that up when nobody sees the tree, and goes on when somebody does', async () => {
      const { lists, tree, set } = filterable();
      set('npm');
      await tree.rows();
      const isReading = (): boolean => lists.knownPackages().some(({ reader }) => reader.isReading());
      assert.ok(isReading());
      tree.leave();
      await Promise.all(lists.knownPackages().map(({ reader }) => reader.ended()));
      const isWhole = (): boolean => lists.knownPackages().every(({ reader }) => reader.current().complete);
      assert.ok(!isWhole());
      tree.look();
      while (!isWhole()) await new Promise(setImmediate);
    });

    it('has other packages below This workspace once another repository is open', async () => {
      let name = 'app';
      const { host } = new URL(github.account.host.webUrl);
      const tree = treeOver(
        {
          accounts: () => Promise.resolve([github.account]),
          api: () => github.api(),
          seesRepositories: () => Promise.resolve(true),
          now: () => github.server.clock.now(),
        },
        { repositories: () => [{ host, owner: SMALL.org, name }] },
      );
      const packages = async (): Promise<string[]> => {
        const [workspace] = await tree.rows();
        assert.equal(workspace?.kind, 'workspace');
        return (await tree.rows(workspace)).flatMap((node) => (node.kind === 'package' ? [node.pkg.name] : []));
      };
      while (!(await packages()).includes(SMALL.npm)) await new Promise(setImmediate);
      name = 'none';
      tree.redraw();
      while ((await packages()).length > 0) await new Promise(setImmediate);
    });

    it('asks again after a refresh, below the refreshed element only', async () => {
      const pkg = await view.npmPackage();
      const first = await view.tree.children(pkg);
      requests();
      view.tree.refresh(pkg);
      assert.deepEqual(view.changed, [pkg.id]);
      assert.equal(await view.tree.children(pkg), first, 'nothing has changed');
      await view.tree.children(pkg.parent);
      assert.equal(requests(), 1);
    });

    it('asks for everything again after a refresh of everything', async () => {
      await view.tree.children(await view.npmPackage());
      requests();
      view.tree.refresh();
      assert.deepEqual(view.changed, [undefined]);
      await view.tree.children(await view.npmPackage());
      assert.equal(requests(), 1 + PACKAGE_TYPES.length + 1);
    });

    it('tells of a change with the newest object of the element, which is the one the editor knows', async () => {
      const old = await view.npmPackage();
      setVersionCount(github.server, { owner: SMALL.org, type: 'npm', name: SMALL.npm }, 20);
      view.tree.refresh(old.parent);
      const newest = await view.npmPackage();
      assert.notEqual(newest, old);
      const told: (Node | undefined)[] = [];
      view.tree.onDidChange((node) => told.push(node));
      view.tree.refresh(old);
      assert.ok(told.includes(newest) && !told.includes(old));
    });

    it('gives up a request that a refresh has overtaken, and answers with what is read then', async () => {
      const pkg = await view.npmPackage();
      const hung = github.server.requests.length + 1;
      github.server.addFault({ nth: 1, fault: { kind: 'hang' } });
      const waiting = view.tree.children(pkg);
      while (github.server.requests.length < hung) await new Promise(setImmediate);
      view.tree.refresh(pkg);
      const [fresh, late] = await Promise.all([view.tree.children(pkg), waiting]);
      assert.equal(late, fresh);
      assert.equal(versionNames(fresh).length, 3);
      assert.equal(github.server.requests.length, hung + 1);
    });
  });

  describe('when something fails', () => {
    const refused = { kind: 'status', status: 403, body: { message: 'Forbidden' } } as const;

    it('shows the person, and what went wrong, when the organizations cannot be listed', async () => {
      github.server.addFault({ match: { path: '/user/orgs' }, fault: refused });
      assert.deepEqual(await view.titles(), [`owner ${SMALL.user}`, 'failure refused: organizations']);
    });

    it('shows the packages of the other types when one type fails', async () => {
      github.server.addFault({ match: { path: 'package_type=rubygems' }, fault: refused });
      assert.deepEqual(await view.titles(await view.organization()), [
        'failure refused: rubygems',
        `package ${SMALL.maven}`,
        `package ${SMALL.npm}`,
        `package ${SMALL.container}`,
      ]);
    });

    it('says once what all types fail of', async () => {
      const owner = await view.organization();
      github.server.addFault({ fault: { kind: 'status', status: 401, body: { message: 'Bad credentials' } } });
      assert.deepEqual(await view.titles(owner), ['failure bad-credentials: packages']);
    });

    it('says of each type why, when the reasons differ', async () => {
      const owner = await view.organization();
      github.server.addFault({ match: { path: 'package_type=npm' }, fault: { kind: 'status', status: 404 } });
      github.server.addFault({ fault: refused });
      const messages = await view.tree.children(owner);
      assert.equal(messages.length, PACKAGE_TYPES.length);
      assert.equal(new Set(messages.map(({ id }) => id)).size, PACKAGE_TYPES.length);
    });

    it('says that a list may be incomplete', async () => {
      github.server.addFault({ match: { path: 'package_type=npm' }, fault: { kind: 'json', as: 'null-item' } });
      assert.equal((await view.titles(await view.organization()))[0], 'incomplete');
    });

    it('says it of versions and of organizations too', async () => {
      github.server.addFault({ match: { path: '/versions' }, fault: { kind: 'json', as: 'null-item' } });
      github.server.addFault({ match: { path: '/user/orgs' }, fault: { kind: 'json', as: 'null-item' } });
      assert.ok((await view.titles()).includes('incomplete'));
      const titlesOfVersions = await view.titles(await view.npmPackage());
      assert.ok(titlesOfVersions.includes('incomplete'));
      assert.equal(titlesOfVersions.length, 5);
    });

    it('recovers on a refresh when the server is back', async () => {
      const pkg = await view.npmPackage();
      github.server.addFault({ fault: { kind: 'reset', at: 'start' } });
      assert.deepEqual(await view.titles(pkg), ['deletedVersions', 'failure unreachable: versions']);
      github.server.clearFaults();
      view.tree.refresh(pkg);
      assert.equal(versionNames(await view.tree.children(pkg)).length, 3);
    });

    it('never rejects, even when asking itself fails', async () => {
      const broken = treeOver({
        accounts: () => Promise.resolve([github.account]),
        api: () => {
          throw new Error('broken');
        },
        seesRepositories: () => Promise.reject(new Error('broken')),
        now: Date.now,
      });
      assert.equal((await broken.children())[1]?.kind, 'message');
    });
  });
});
