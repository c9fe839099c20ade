import assert from 'node:assert/strict';
import { makeSmallWorld } from '../../../github/seed';
import { SMALL } from '../../../github/seed/names';
import { startGitHub, type GitHub } from '../../../github/server';
import { enterpriseHost, type Host } from '../../../../src/github/hosts';
import { createPackagesApi, type PackagesApi } from '../../../../src/github/packagesApi';
import { SCOPES, type Permission } from '../../../../src/github/scopes';
import type { Account } from '../../../../src/model/accounts';

/** A running local GitHub with its small world, and the way of the extension's client to it. */
export interface LocalGitHub {
  readonly server: GitHub;
  readonly account: Account;
  /** A client for an account whose owner has allowed everything, each act with its own token. */
  api(account?: Account): PackagesApi;
  /** What the clients logged since the test began. */
  readonly log: readonly string[];
}

/**
 * Starts a local GitHub for the tests of the enclosing `describe`. After each test everything that was asked and
 * answered must have been within GitHub's own description, and the server is as new.
 */
export function useLocalGitHub(): LocalGitHub {
  let running: GitHub | undefined;
  const log: string[] = [];
  const server = (): GitHub => {
    assert.ok(running, 'the local GitHub runs only while tests do');
    return running;
  };
  const host = (): Host => {
    const found = enterpriseHost(server().url);
    assert.ok(found);
    return found;
  };

  before(async () => {
    running = await startGitHub({ world: makeSmallWorld });
  });
  afterEach(() => {
    const violations = [...server().violations];
    server().reset();
    log.length = 0;
    assert.deepEqual(violations, []);
  });
  after(() => running?.close());

  return {
    get server() {
      return server();
    },
    get account() {
      return { provider: 'github-enterprise', id: '583231', login: SMALL.user, host: host() } as const;
    },
    api: (account) => {
      const login = account?.login ?? SMALL.user;
      return createPackagesApi({
        host: host(),
        token: (permission: Permission) => Promise.resolve(server().issueToken(login, SCOPES[permission])),
        fetch,
        now: () => server().clock.now(),
        log: (line) => log.push(line),
        userAgent: 'github-packages-explorer/test',
        sleep: () => Promise.resolve(),
      });
    },
    log,
  };
}
