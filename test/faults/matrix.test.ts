import type { Fault } from '../github/faults';
import { memoryFiles } from '../unit/src/support/memoryFiles';
import { useDesk } from './desk';
import { assertTruth } from './truth';

const COUNT = 50;

function status(code: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'status', status: code, headers, body: { message } };
}

const after = (code: number): Fault => ({ kind: 'status', status: code, after: true });
const PAST = new Date(Date.UTC(2020, 0, 1)).toUTCString();

/** Everything that can go wrong with a request, by what a person would call it. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'status 500': { kind: 'status', status: 500 },
  'status 502': { kind: 'status', status: 502 },
  'status 503 with a time to come back': { kind: 'status', status: 503, headers: { 'retry-after': '2' } },
  'status 504': { kind: 'status', status: 504 },
  'status 500 although it is done': after(500),
  'status 502 although it is done': after(502),
  'status 504 although it is done': after(504),
  'a broken connection': { kind: 'reset', at: 'start' },
  'a broken connection although it is done': { kind: 'reset', at: 'start', after: true },
  'a connection that breaks in the answer': { kind: 'reset', at: 'body' },
  'no answer': { kind: 'hang' },
  'an answer that is cut off': { kind: 'truncate' },
  'an answer in the wrong form': status(200, 'nonsense'),
  'an empty answer': { kind: 'empty', status: 200 },
  'an unasked "not modified"': { kind: 'empty', status: 304 },
  'the page of a network': { kind: 'html' },
  'the page of a network labelled JSON': { kind: 'html', labelledJson: true },
  'bad compression': { kind: 'bad-gzip' },
  'a redirect to itself': { kind: 'redirect', to: '{self}' },
  'a redirect to another host': { kind: 'redirect', to: 'http://127.0.0.1:9/' },
  'a redirect for good': { kind: 'redirect', to: '{self}', status: 301 },
  'a session that ended': status(401, 'Bad credentials'),
  'a missing scope': status(403, 'You need at least delete:packages and read:packages scope.'),
  'single sign-on': status(403, 'Resource protected by organization SAML enforcement.', {
    'x-github-sso': 'required; url=https://github.example/orgs/x/sso',
  }),
  'an app that is not let in': status(403, 'The organization has enabled OAuth App access restrictions.'),
  'a token of another kind': status(403, 'Resource not accessible by integration'),
  'a refusal without a reason': status(403, 'Forbidden'),
  'a limit, in seconds (403)': status(403, 'secondary rate limit', { 'retry-after': '1' }),
  'a limit, in seconds (429)': status(429, 'secondary rate limit', { 'retry-after': '1' }),
  'a limit, by a date that is past': status(429, 'slow down', { 'retry-after': PAST }),
  'a limit, in words that mean nothing': status(429, 'slow down', { 'retry-after': 'soon' }),
  'a limit without a time': status(403, 'You have exceeded a secondary rate limit.'),
  'the hourly limit': status(403, 'API rate limit exceeded', {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1',
  }),
  'somebody who is no admin': status(404, 'Package not found.'),
  'a version that is gone': status(404, 'Package version not found.'),
  gone: status(410, 'Gone'),
  'the last version': status(400, 'You cannot delete the last version of a package.'),
  'the last tagged version': status(400, 'You cannot delete the last tagged version of a package.'),
  'too many downloads': status(400, 'This has more than 5000 downloads.'),
  unprocessable: status(422, 'Validation failed'),
  'legal reasons': status(451, 'Unavailable for legal reasons'),
  'an answer that is late': { kind: 'latency', ms: 60 },
  'one byte at a time': { kind: 'trickle', everyMs: 40 },
};

/** GitHub hides what one may not see, from reads too; but it does not say of one version, for a moment, that it is gone. */
const WAVERING: ReadonlySet<string> = new Set(['somebody who is no admin', 'a version that is gone', 'gone']);

/** Which requests of a run meet it. */
const TIMES = {
  'one request': { nth: 20 },
  'three requests in a row': { nth: 20, times: 3 },
  'every request from the middle on': { nth: 25, times: 100_000 },
  'every request': {},
} as const;

const WAYS = [
  { action: 'delete', state: 'active', method: 'DELETE', undo: false },
  { action: 'restore', state: 'deleted', method: 'POST', undo: false },
  { action: 'restore', state: 'active', method: 'POST', undo: true },
] as const;

describe('The truth about 50 versions', () => {
  const desk = useDesk();

  for (const { action, state, method, undo } of WAYS) {
    describe(undo ? 'when a deletion is undone' : `when they are to be ${action}d`, () => {
      for (const [name, fault] of Object.entries(FAULTS)) {
        it(`is told and noted in spite of ${name}`, async () => {
          for (const times of Object.values(TIMES)) {
            for (const match of [{ method }, {}]) {
              if (WAVERING.has(name) && !('method' in match) && times === TIMES['three requests in a row']) continue;
              if (undo && !('method' in match)) continue; // that would be the deletion's own faults
              // A fault that every read meets makes reads fail; only changes are limited by it.
              const targets = await desk.lay(COUNT, state);
              const before = desk.active();
              const window = desk.open({ confirm: true, presses: undo ? ['Undo'] : [] }, memoryFiles());
              desk.github.addFault({ match, ...times, fault });
              if (state === 'active') await window.changes.delete(targets, true);
              else await window.changes.restore(targets, false);
              await assertTruth(desk, window, action, targets, before);
            }
          }
        });
      }
    });
  }
});
