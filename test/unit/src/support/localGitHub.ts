import assert from 'node:assert/strict';
import { makeSmallWorld } from '../../../github/seed';
import { SMALL } from '../../../github/seed/names';
import { startGitHub, type GitHub } from '../../../github/server';
import type { Play } from '../../../github/site';
import { enterpriseHost, GITHUB_COM, type Host } from '../../../../src/github/hosts';
import { createPackagesApi, type PackagesApi } from '../../../../src/github/packagesApi';
import { scopesFor, type Need } from '../../../../src/github/scopes';
import type { Account } from '../../../../src/model/accounts';

/** A running local GitHub with its small world, and the way of the extension's client to it. */
export interface LocalGitHub {
  readonly server: GitHub;
  readonly account: Account;
  /** A client with a token of its own for each need. The account's owner has allowed everything unless said otherwise. */
  api(account?: Account, grants?: Grants): PackagesApi;
  /** What the clients logged since the test began. */
  readonly log: readonly string[];
}

/** What a person has allowed. What they have not is served with a token that has, or lacks, `repo`, as in the editor. */
export type Grants = (need: Need) => boolean;

/** Somebody who has not let their repositories be seen. */
export const WITHOUT_REPOSITORIES: Grants = (need) => !need.repository;

/**
 * Starts a local GitHub for the tests of the enclosing `describe`. After each test everything that was asked and
 * answered must have been within GitHub's own description, and the server is as new.
 * @param play which GitHub it is; an enterprise host unless said otherwise
 */
export function useLocalGitHub(play: Play = 'ghes'): LocalGitHub {
  let running: GitHub | undefined;
  const log: string[] = [];
  /** As the editor keeps them: the same token for the same account and scopes. */
  const tokens = new Map<string, string>();
  const server = (): GitHub => {
    assert.ok(running, 'the local GitHub runs only while tests do');
    return running;
  };
  const host = (): Host => {
    const { url } = server();
    const found = play === 'ghes' ? enterpriseHost(url) : { ...GITHUB_COM, apiUrl: url, webUrl: url };
    assert.ok(found);
    return found;
  };

  const tokenFor = (login: string, scopes: readonly string[]): string => {
    const key = [login, ...scopes].join(' ');
    const token = tokens.get(key) ?? server().issueToken(login, scopes);
    tokens.set(key, token);
    return token;
  };

  before(async () => {
    running = await startGitHub({ world: makeSmallWorld, play });
  });
  afterEach(() => {
    const violations = [...server().violations];
    server().reset();
    log.length = 0;
    tokens.clear();
    assert.deepEqual(violations, []);
  });
  after(() => running?.close());

  return {
    get server() {
      return server();
    },
    get account() {
      const provider = play === 'ghes' ? 'github-enterprise' : 'github';
      return { provider, id: '583231', login: SMALL.user, host: host() } as const;
    },
    api: (account, grants = () => true) => {
      const login = account?.login ?? SMALL.user;
      return createPackagesApi({
        host: host(),
        token(need) {
          const granted = [need, { ...need, repository: !need.repository }].find(grants);
          return Promise.resolve(granted && tokenFor(login, scopesFor(host().kind, granted)));
        },
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
