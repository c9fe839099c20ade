import { createClock } from '../../github/clock';
import { startGitHub, type GitHub, type GitHubOptions } from '../../github/server';
import type { Package } from '../../github/state';
import { makeWorld, NOW } from './world';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, when it is JSON. */
  readonly body: unknown;
  readonly message: string | undefined;
}

export type Call = (method: string, path: string, headers?: Record<string, string>) => Promise<Answer>;

/** Scopes that allow everything that can be done with packages. */
export const ALL = ['read:packages', 'write:packages', 'delete:packages', 'read:org', 'repo'];

/** Starts and stops local GitHubs around the tests of the suite it is called in. Their clock stands still. */
export function useGitHub(): (packages?: Package[], options?: Partial<GitHubOptions>) => Promise<GitHub> {
  const running: GitHub[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((github) => github.close()));
  });
  return async (packages = [], options = {}) => {
    const github = await startGitHub({ world: makeWorld(packages), clock: createClock(() => NOW), ...options });
    running.push(github);
    return github;
  };
}

/** A client of the REST API with a token of its own. */
export function signedIn(github: GitHub, login: string, scopes: readonly string[] = ALL): Call {
  return withToken(github, github.issueToken(login, scopes));
}

/** A client with a given token, or with none. */
export function withToken(github: GitHub, token: string | undefined): Call {
  return async (method, path, headers = {}) => {
    const response = await fetch(github.apiUrl + path, {
      method,
      redirect: 'manual',
      headers: { ...(token === undefined ? {} : { authorization: `token ${token}` }), ...headers },
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    const body: unknown = json ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body, message: messageOf(body) };
  };
}

/** One field of every item of a list. */
export function pluck(answer: Answer, field: string): unknown[] {
  return (answer.body as Record<string, unknown>[]).map((item) => item[field]);
}

function messageOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : undefined;
}
