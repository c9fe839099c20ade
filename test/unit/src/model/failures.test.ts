import assert from 'node:assert/strict';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { explain, type Remedy } from '../../../../src/model/failures';
import { NOW } from '../support/examples';

const REMEDIES: Readonly<Record<Reason, Remedy>> = {
  'signed-out': 'sign-in',
  'bad-credentials': 'sign-in',
  'scope-missing': 'sign-in',
  'sso-required': 'authorize-sso',
  'app-restricted': 'open-on-github',
  'token-kind': 'sign-in',
  'not-found': 'refresh',
  'not-admin': 'open-on-github',
  'not-restorable': 'open-on-github',
  'name-taken': 'open-on-github',
  'last-tagged-version': 'open-on-github',
  'last-version': 'open-on-github',
  'too-many-downloads': 'open-on-github',
  'rate-limited': 'refresh',
  refused: 'show-log',
  'server-error': 'refresh',
  offline: 'refresh',
  certificate: 'show-log',
  unreachable: 'refresh',
  timeout: 'refresh',
  'broken-answer': 'refresh',
  'unexpected-answer': 'refresh',
  'foreign-host': 'show-log',
  'registry-unreadable': 'open-on-github',
  'part-of-image': 'refresh',
  'part-missing': 'open-on-github',
  cancelled: 'refresh',
  'read-only': 'show-log',
  'not-recorded': 'show-log',
};
const REASONS = Object.keys(REMEDIES) as Reason[];

describe('Failures', () => {
  const sentence = (error: ApiError): string => explain(error, 'github.example.org', 'en').sentence;

  for (const reason of REASONS) {
    it(`of the kind ${reason} are one sentence of ours, with one step that helps`, () => {
      const error = new ApiError(reason, 'SERVER MESSAGE', { ssoUrl: 'https://github.com/?SECRET', requestId: 'ID' });
      const explanation = explain(error, 'github.example.org', 'en');
      assert.equal(explanation.remedy, REMEDIES[reason]);
      assert.match(explanation.sentence, /^\p{Lu}?[^\n{}]+\.$/u);
      assert.doesNotMatch(explanation.sentence, /SERVER|SECRET|undefined/);
    });
  }

  it('are told apart', () => {
    assert.equal(new Set(REASONS.map((reason) => sentence(new ApiError(reason, '')))).size, REASONS.length);
  });

  it('name the permission that is missing', () => {
    const error = new ApiError('scope-missing', '', { missingScopes: ['delete:packages', 'read:packages'] });
    assert.match(sentence(error), /delete:packages, read:packages/);
  });

  it('say when a limit ends, in the person’s way of writing times', () => {
    const error = new ApiError('rate-limited', '', { retryAt: NOW });
    const time = (locale: string): string => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(NOW);
    assert.ok(explain(error, 'github.com', 'en').sentence.endsWith(`until ${time('en')}.`));
    assert.ok(explain(error, 'github.com', 'de').sentence.endsWith(`until ${time('de')}.`));
    assert.match(sentence(new ApiError('rate-limited', '')), /in a minute/);
  });
});
