import assert from 'node:assert/strict';
import { listAll } from '../../../../src/github/paging';
import { SMALL } from '../../../github/seed/names';
import type { RequestRecord } from '../../../github/site';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { createPackagesApi } from '../../../../src/github/packagesApi';
import type { Owner, Package, PackageType } from '../../../../src/github/resources';
import { examplePackage } from '../support/examples';
import { useLocalGitHub } from '../support/localGitHub';

const ORG: Owner = { kind: 'organization', login: SMALL.org, id: 6811672 };
const SELF: Owner = { kind: 'self', login: SMALL.user };
const JSON_TYPE = { 'content-type': 'application/json' };
const signal = new AbortController().signal;

describe('The packages API', () => {
  const github = useLocalGitHub();

  async function find(owner: Owner, type: PackageType, name: string): Promise<Package> {
    const { items } = await github.api().packages(owner, type, 1, signal);
    const found = items.find((pkg) => pkg.name === name);
    assert.ok(found, name);
    return found;
  }

  function lastRequest(): RequestRecord {
    const request = github.server.requests.at(-1);
    assert.ok(request);
    return request;
  }

  function failsWith(reason: Reason, promise: Promise<unknown>): Promise<void> {
    return assert.rejects(promise, (error) => error instanceof ApiError && error.reason === reason);
  }

  describe('reading', () => {
    it('lists the organizations of the person', async () => {
      const listing = await github.api().organizations(1, signal);
      assert.deepEqual(listing, { items: [ORG], unreadable: 0, next: undefined, last: undefined });
      assert.deepEqual(lastRequest().scopes, ['read:org', 'read:packages']);
    });

    for (const [owner, base, name] of [
      [SELF, '/api/v3/user', SMALL.personal],
      [ORG, `/api/v3/orgs/${SMALL.org}`, SMALL.container],
      [{ kind: 'user', login: SMALL.user }, `/api/v3/users/${SMALL.user}`, SMALL.personal],
    ] as const) {
      it(`reads packages and versions of a ${owner.kind} owner below ${base}`, async () => {
        const pkg = await find(owner, 'container', name);
        assert.equal(lastRequest().path, `${base}/packages`);
        assert.deepEqual(lastRequest().query, { package_type: 'container', per_page: '100', page: '1' });
        assert.deepEqual(pkg.owner, owner);

        const page = await github.api().versions(pkg, 'active', 1, signal);
        assert.equal(lastRequest().path, `${base}/packages/container/${name}/versions`);
        assert.deepEqual(lastRequest().query, { state: 'active', per_page: '100', page: '1' });
        assert.deepEqual(lastRequest().scopes, ['read:org', 'read:packages']);
        assert.equal(page.items.length, pkg.versionCount);
        assert.equal(page.next, undefined);
      });
    }

    it('reads deleted versions apart from active ones', async () => {
      const pkg = await find(ORG, 'npm', SMALL.npm);
      const active = await github.api().versions(pkg, 'active', 1, signal);
      const deleted = await github.api().versions(pkg, 'deleted', 1, signal);
      assert.equal(active.items.length, 3);
      assert.equal(deleted.items.length, 1);
      assert.ok(deleted.items[0]?.deletedAt);
      assert.equal(
        active.items.some(({ deletedAt }) => deletedAt !== undefined),
        false,
      );
    });

    it('names the API version and itself with each request', async () => {
      await github.api().organizations(1, signal);
      assert.equal(lastRequest().headers['x-github-api-version'], '2022-11-28');
      assert.match(lastRequest().headers['user-agent'] ?? '', /^github-packages-explorer\/test/);
    });

    it('reads a list page by page', async () => {
      const packages = github.server.world.packages;
      const [model] = packages.filter(({ type }) => type === 'npm');
      assert.ok(model);
      for (let n = 1; n <= 249; n++) packages.push({ ...model, id: n, name: `library-${n}` });
      const api = github.api();
      const listing = await listAll(
        (page) => api.packages(ORG, 'npm', page, signal),
        ({ id }) => id,
        100,
      );
      assert.equal(listing.items.length, 250);
      assert.equal(listing.complete, true);
      assert.deepEqual(github.server.requests.map(({ query, status }) => `${query['page']}: ${status}`).sort(), [
        '1: 200',
        '1: 304',
        '2: 200',
        '3: 200',
        '3: 304',
      ]);
    });

    it('shows nothing where there is nothing', async () => {
      assert.deepEqual(await github.api().packages(ORG, 'rubygems', 1, signal), {
        items: [],
        unreadable: 0,
        next: undefined,
        last: undefined,
      });
    });

    it('logs each request without the token', async () => {
      await github.api().organizations(1, signal);
      assert.equal(github.log.length, 1);
      assert.match(github.log[0] ?? '', /^GET \/user\/orgs\?per_page=100&page=1 - 200 in \d+ ms, request [0-9A-F:]+$/);
      assert.equal(github.log.join().includes('gho_'), false);
    });

    it('logs a request that nobody answered as what it is', async () => {
      const lines: string[] = [];
      const api = createPackagesApi({
        host: github.account.host,
        token: () => Promise.resolve('token'),
        fetch: () => Promise.reject(new TypeError('fetch failed')),
        now: Date.now,
        log: (line) => lines.push(line),
        userAgent: 'test',
      });
      await failsWith('unreachable', api.deleteVersion(examplePackage(), 1, signal)); // a change is not tried again
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /^DELETE \/\S+\/versions\/1 - no answer \(unreachable: fetch failed\) in \d+ ms$/);
    });
  });

  describe('with names that are hard to put into an address', () => {
    for (const name of [
      'tools/cli',
      'two  words ',
      'a%2Fb',
      '100%',
      'what?now=1#here',
      'c++ & more',
      '📦',
      '__proto__',
    ]) {
      it(`reaches ${JSON.stringify(name)} and nothing else`, async () => {
        const { packages } = github.server.world;
        const index = packages.findIndex((pkg) => pkg.name === SMALL.container);
        const model = packages[index];
        assert.ok(model);
        packages[index] = { ...model, name };
        const pkg = await find(ORG, 'container', name);
        const { items } = await github.api().versions(pkg, 'active', 1, signal);
        const [version] = items.filter(({ tags }) => tags.length === 0);
        assert.ok(version);
        await github.api().deleteVersion(pkg, version.id, signal);
        const path = `/api/v3/orgs/${SMALL.org}/packages/container/${encodeURIComponent(name)}/versions/${version.id}`;
        assert.equal(lastRequest().path, path);
        assert.equal(lastRequest().status, 204);
      });
    }

    for (const name of ['.', '..']) {
      it(`never sends ${JSON.stringify(name)}, which would reach something else`, async () => {
        const pkg = examplePackage({ name });
        await failsWith('refused', github.api().versions(pkg, 'active', 1, signal));
        await failsWith('refused', github.api().version(pkg, 1, 'delete', signal));
        await failsWith('refused', github.api().deleteVersion(pkg, 1, signal));
        await failsWith('refused', github.api().restoreVersion(pkg, 1, signal));
        assert.deepEqual(github.server.requests, []);
      });
    }
  });

  describe('changing', () => {
    it('deletes a version and restores it, each with exactly the scopes for it', async () => {
      const pkg = await find(ORG, 'npm', SMALL.npm);
      const [version] = (await github.api().versions(pkg, 'active', 1, signal)).items;
      assert.ok(version);

      await github.api().deleteVersion(pkg, version.id, signal);
      assert.deepEqual(lastRequest().scopes, ['delete:packages', 'read:packages', 'repo']);
      await failsWith('not-found', github.api().version(pkg, version.id, 'delete', signal));
      await failsWith('not-found', github.api().deleteVersion(pkg, version.id, signal));

      await github.api().restoreVersion(pkg, version.id, signal);
      assert.deepEqual(lastRequest().scopes, ['repo', 'write:packages']); // which includes read:packages
      const restored = await github.api().version(pkg, version.id, 'restore', signal);
      assert.equal(restored.name, version.name);
    });

    it('is told by the rules of GitHub', async () => {
      const pkg = await find(SELF, 'container', SMALL.personal);
      const tagged = (await github.api().versions(pkg, 'active', 1, signal)).items.filter(
        ({ tags }) => tags.length > 0,
      );
      const last = tagged.pop();
      assert.ok(last);
      for (const { id } of tagged) await github.api().deleteVersion(pkg, id, signal);
      await failsWith('last-tagged-version', github.api().deleteVersion(pkg, last.id, signal));
    });

    it('does not believe another version than the one it asked for', async () => {
      const pkg = examplePackage();
      for (const body of [{ id: 2, name: '1.0.0' }, { id: 1, name: null }, [], 'text']) {
        github.server.clearFaults();
        github.server.addFault({ fault: { kind: 'status', status: 200, headers: JSON_TYPE, body } });
        await failsWith(
          typeof body === 'string' ? 'broken-answer' : 'unexpected-answer',
          github.api().version(pkg, 1, 'delete', signal),
        );
      }
    });
  });

  describe('when something is wrong', () => {
    it('asks for nothing without a session', async () => {
      const api = createPackagesApi({
        host: github.account.host,
        token: () => Promise.resolve(undefined),
        fetch,
        now: Date.now,
        log: () => undefined,
        userAgent: 'test',
      });
      await failsWith('signed-out', api.organizations(1, signal));
      await failsWith('signed-out', api.packages(SELF, 'npm', 1, signal));
      await failsWith('signed-out', api.versions(examplePackage(), 'active', 1, signal));
      await failsWith('signed-out', api.version(examplePackage(), 1, 'restore', signal));
      await failsWith('signed-out', api.deleteVersion(examplePackage(), 1, signal));
      await failsWith('signed-out', api.restoreVersion(examplePackage(), 1, signal));
      assert.deepEqual(github.server.requests, []);
    });

    it('stops when it is told to', async () => {
      await failsWith('cancelled', github.api().organizations(1, AbortSignal.abort()));
    });

    it('knows an owner that does not exist', async () => {
      await failsWith('not-found', github.api().packages({ kind: 'organization', login: 'nobody' }, 'npm', 1, signal));
    });

    it('counts entries that cannot be read', async () => {
      const pkg = await find(ORG, 'npm', SMALL.npm);
      github.server.addFault({ fault: { kind: 'json', as: 'null-item' } });
      const page = await github.api().versions(pkg, 'active', 1, signal);
      assert.equal(page.items.length, 3);
      assert.equal(page.unreadable, 1);
      assert.equal((await github.api().packages(ORG, 'npm', 1, signal)).unreadable, 1);
    });

    it('takes neither an object nor a text for a list', async () => {
      for (const as of ['object', 'string'] as const) {
        github.server.clearFaults();
        github.server.addFault({ fault: { kind: 'json', as } });
        await failsWith('unexpected-answer', github.api().packages(ORG, 'npm', 1, signal));
      }
    });

    for (const [what, fault] of [
      ['breaks in the body', { kind: 'reset', at: 'body' }],
      ['breaks before it begins', { kind: 'reset', at: 'start' }],
      ['is cut in half', { kind: 'truncate' }],
      ['is bad gzip', { kind: 'bad-gzip' }],
      ['is a 502', { kind: 'status', status: 502 }],
    ] as const) {
      it(`still has the whole list when an answer ${what}`, async () => {
        github.server.addFault({ nth: 1, fault });
        const listing = await github.api().packages(ORG, 'npm', 1, signal);
        assert.equal(listing.items.length, 1);
        assert.equal(github.server.requests.length, 2);
      });

      it(`fails, and never shortens the list, when every answer ${what}`, async () => {
        github.server.addFault({ fault });
        await assert.rejects(github.api().packages(ORG, 'npm', 1, signal), ApiError);
        assert.equal(github.server.requests.length, 3);
      });
    }

    it('fails on an answer without a body, and on one nobody asked for', async () => {
      for (const status of [200, 204, 304] as const) {
        github.server.clearFaults();
        github.server.addFault({ fault: { kind: 'empty', status } });
        await failsWith('unexpected-answer', github.api().packages(ORG, 'npm', 1, signal));
      }
    });

    it('does not follow a Link to another server', async () => {
      github.server.addFault({
        fault: { kind: 'link', set: { next: 'http://127.0.0.1:1/?page=2', last: 'http://127.0.0.1:1/?page=2' } },
      });
      const api = github.api();
      const listing = await listAll(
        (page) => api.packages(ORG, 'npm', page, signal),
        ({ id }) => id,
        100,
      );
      assert.equal(listing.items.length, 1);
      assert.equal(listing.complete, false);
    });

    it('stops where a Link leads round in circles', async () => {
      github.server.addFault({ fault: { kind: 'link', set: { next: '{self}' } } });
      const api = github.api();
      const listing = await listAll(
        (page) => api.packages(ORG, 'npm', page, signal),
        ({ id }) => id,
        100,
      );
      assert.equal(listing.complete, false);
      assert.equal(github.server.requests.length, 1);
    });

    it('tells when the limit is lifted', async () => {
      github.server.addFault({
        fault: {
          kind: 'status',
          status: 403,
          headers: { 'retry-after': '60' },
          body: { message: 'secondary rate limit' },
        },
      });
      await assert.rejects(github.api().organizations(1, signal), (error) => {
        assert.ok(error instanceof ApiError);
        assert.equal(error.reason, 'rate-limited');
        const wait = (error.details.retryAt ?? 0) - github.server.clock.now();
        return wait > 55_000 && wait <= 60_000;
      });
    });

    it('keeps what GitHub said for the log, with the id of the request', async () => {
      github.server.addFault({ fault: { kind: 'status', status: 404, body: { message: 'Package not found.' } } });
      await assert.rejects(github.api().packages(ORG, 'npm', 1, signal), { message: 'Package not found.' });
      github.server.clearFaults();
      await assert.rejects(github.api().version(examplePackage(), 1, 'delete', signal), (error) => {
        return error instanceof ApiError && /^[0-9A-F]+:/.test(error.details.requestId ?? '');
      });
    });
  });
});
