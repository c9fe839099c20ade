import assert from 'node:assert/strict';
import { HUBOT, SMALL } from '../../../github/seed/names';
import { listAll } from '../../../../src/github/paging';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { createPackagesApi, type PackagesApi } from '../../../../src/github/packagesApi';
import { PACKAGE_TYPES, type Owner, type PackageType } from '../../../../src/github/resources';
import { scopesFor, type Need } from '../../../../src/github/scopes';
import { examplePackage } from '../support/examples';
import { useLocalGitHub } from '../support/localGitHub';

const ORG: Owner = { kind: 'organization', login: SMALL.org };
const signal = new AbortController().signal;
const EXPIRED = { kind: 'status', status: 401, body: { message: 'Bad credentials' } } as const;

function failsWith(reason: Reason, promise: Promise<unknown>): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof ApiError && error.reason === reason);
}

describe('The packages API and the session', () => {
  const github = useLocalGitHub();
  /** What was asked of the sessions, in order. */
  let needs: Need[];

  beforeEach(() => {
    needs = [];
  });

  /** A client whose sessions hand out these tokens one after the other, and the last one from then on. */
  function client(...tokens: readonly (string | undefined)[]): PackagesApi {
    const next = [...tokens];
    return createPackagesApi({
      host: github.account.host,
      token(need) {
        needs.push(need);
        return Promise.resolve(next.length > 1 ? next.shift() : next[0]);
      },
      fetch,
      now: () => github.server.clock.now(),
      log: () => undefined,
      userAgent: 'test',
      sleep: () => Promise.resolve(),
    });
  }

  function issue(login: string = SMALL.user): string {
    return github.server.issueToken(login, scopesFor('ghes', { operation: 'read', repository: false }));
  }

  /** A list of three pages and more than two lanes. */
  function fillPages(pages: number): void {
    const { packages } = github.server.world;
    const model = packages.find(({ type }) => type === 'npm');
    assert.ok(model);
    for (let n = 1; n < pages * 100; n++) packages.push({ ...model, id: n, name: `library-${n}` });
  }

  describe('that expires in the middle of a list', () => {
    it('goes on in all lanes with one renewed token', async () => {
      fillPages(9);
      github.server.world.owners.push({ kind: 'User', id: 480938, login: HUBOT, name: 'Hubot' });
      const renewed = issue(HUBOT);
      // All six lanes have asked with the old token before any of them is refused.
      for (const page of [9, 2, 3, 4, 5, 6]) github.server.addFault({ match: { page }, nth: 1, fault: EXPIRED });
      const old = issue();
      const api = client(old, old, renewed);
      const listing = await listAll(
        (page) => api.packages(ORG, 'npm', page, signal),
        ({ id }) => id,
        100,
      );
      assert.equal(listing.items.length, 900);
      assert.equal(listing.complete, true);
      assert.equal(needs.length, 4, 'one for the first page, the lanes and the check, and one when it was refused');
      const requests = github.server.requests.map(({ query, status, login }) => [query['page'], status, login]);
      assert.equal(requests.length, 9 + 6 + 2);
      for (const page of ['2', '3', '4', '5', '6']) {
        assert.deepEqual(
          requests.filter(([asked]) => asked === page),
          [
            [page, 401, SMALL.user],
            [page, 200, HUBOT],
          ],
        );
      }
      for (const page of ['7', '8', '9'])
        assert.ok(requests.some(([asked, , login]) => asked === page && login === HUBOT));
    });

    it('says so when the session is still the same, after one look', async () => {
      github.server.addFault({ fault: EXPIRED });
      await failsWith('bad-credentials', client(issue()).packages(ORG, 'npm', 1, signal));
      assert.equal(github.server.requests.length, 1, 'the same token is not tried twice');
      assert.equal(needs.length, 2);
    });

    it('says so when there is no session any more', async () => {
      github.server.addFault({ fault: EXPIRED });
      await failsWith('bad-credentials', client(issue(), undefined).packages(ORG, 'npm', 1, signal));
      assert.equal(github.server.requests.length, 1);
    });

    it('says so when the renewed token is refused too, and asks no more', async () => {
      github.server.addFault({ fault: EXPIRED });
      await failsWith('bad-credentials', client(issue(), issue(), issue()).packages(ORG, 'npm', 1, signal));
      assert.equal(github.server.requests.length, 2);
      assert.equal(needs.length, 2);
    });

    it('repeats a change that was refused for the token alone', async () => {
      const [pkg] = (await github.api().packages(ORG, 'npm', 1, signal)).items;
      assert.ok(pkg);
      const [version] = (await github.api().versions(pkg, 'active', 1, signal)).items;
      assert.ok(version);
      const scopes = scopesFor('ghes', { operation: 'delete', repository: false });
      const token = github.server.issueToken(SMALL.user, scopes);
      await client('gho_revoked', token).deleteVersion(pkg, version.id, signal);
      const changes = github.server.requests.filter(({ method }) => method === 'DELETE');
      assert.deepEqual(
        changes.map(({ status }) => status),
        [401, 204],
      );
    });
  });

  it('is asked anew for each batch, and its token is not kept', async () => {
    const api = client(issue());
    await api.packages(ORG, 'npm', 1, signal);
    await api.packages(ORG, 'npm', 1, signal);
    assert.equal(needs.length, 2);
  });

  describe('is asked for what the act and the registry need', () => {
    const server = new Set<PackageType>(['npm', 'maven', 'nuget', 'rubygems', 'docker']);

    for (const type of PACKAGE_TYPES) {
      it(`with packages of the type ${type}`, async () => {
        const api = client(undefined);
        const pkg = examplePackage({ type });
        await failsWith('signed-out', api.packages(ORG, type, 1, signal));
        await failsWith('signed-out', api.versions(pkg, 'active', 1, signal));
        await failsWith('signed-out', api.version(pkg, 1, 'delete', signal));
        await failsWith('signed-out', api.version(pkg, 1, 'restore', signal));
        await failsWith('signed-out', api.deleteVersion(pkg, 1, signal));
        await failsWith('signed-out', api.restoreVersion(pkg, 1, signal));
        const repository = server.has(type);
        assert.deepEqual(
          needs,
          (['read', 'read', 'delete', 'restore', 'delete', 'restore'] as const).map((operation) => ({
            operation,
            repository,
          })),
        );
      });
    }

    it('with organizations, which are no packages', async () => {
      await failsWith('signed-out', client(undefined).organizations(1, signal));
      assert.deepEqual(needs, [{ operation: 'read', repository: false }]);
    });
  });

  describe('that lacks single sign-on', () => {
    async function hidden(header: string): Promise<readonly number[]> {
      github.server.clearFaults();
      github.server.addFault({ fault: { kind: 'headers', set: { 'x-github-sso': header } } });
      const listing = await github.api().organizations(1, signal);
      assert.deepEqual(
        listing.items.map(({ login }) => login),
        [SMALL.org],
        'what is there is shown',
      );
      return listing.hidden ?? [];
    }

    it('tells the ids of the organizations that are missing', async () => {
      assert.deepEqual(await hidden('partial-results; organizations=21955855,20582480'), [21955855, 20582480]);
      assert.deepEqual(await hidden('partial-results; organizations= 1, 2'), [1, 2]);
    });

    it('believes only ids', async () => {
      assert.deepEqual(await hidden('partial-results; organizations='), []);
      assert.deepEqual(await hidden('partial-results; organizations=0,99999999999999999999'), []);
      assert.deepEqual(await hidden('required; url=https://github.example/orgs/1/sso'), []);
    });

    it('tells them of each page, and for packages as well', async () => {
      fillPages(3);
      const set = (ids: string): Readonly<Record<string, string>> => ({
        'x-github-sso': `partial-results; organizations=${ids}`,
      });
      github.server.addFault({ match: { page: 1 }, fault: { kind: 'headers', set: set('7') } });
      github.server.addFault({ match: { page: 3 }, fault: { kind: 'headers', set: set('7,8') } });
      const api = github.api();
      const hiddenOn = async (page: number): Promise<unknown> => (await api.packages(ORG, 'npm', page, signal)).hidden;
      assert.deepEqual([await hiddenOn(1), await hiddenOn(2), await hiddenOn(3)], [[7], undefined, [7, 8]]);
    });
  });
});
