import assert from 'node:assert/strict';
import { exactTime, relativeTime } from '../../../../src/model/relativeTime';
import { DAY, NOW } from '../support/examples';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('Relative time', () => {
  for (const [ago, words] of [
    [0, 'this minute'],
    [59_999, 'this minute'],
    [MINUTE, '1 minute ago'],
    [HOUR - 1, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [DAY - 1, '23 hours ago'],
    [DAY, 'yesterday'],
    [6 * DAY, '6 days ago'],
    [7 * DAY, 'last week'],
    [29 * DAY, '4 weeks ago'],
    [30 * DAY, 'last month'],
    [364 * DAY, '12 months ago'],
    [365 * DAY, 'last year'],
    [3 * 365 * DAY, '3 years ago'],
    [-2 * HOUR, 'in 2 hours'],
  ] as const) {
    it(`says "${words}" for ${ago / 1000} s`, () => {
      assert.equal(relativeTime(NOW - ago, NOW, 'en'), words);
    });
  }

  it('speaks the person’s language', () => {
    assert.equal(relativeTime(NOW - 3 * DAY, NOW, 'de'), 'vor 3 Tagen');
  });
});

describe('Exact time', () => {
  it('has date and time', () => {
    const noon = new Date(2026, 0, 2, 12, 34).getTime();
    assert.match(exactTime(noon, 'en'), /Jan 2, 2026.*12:34/);
    assert.match(exactTime(noon, 'de'), /02\.01\.2026.*12:34/);
  });
});
