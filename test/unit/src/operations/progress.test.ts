import assert from 'node:assert/strict';
import { progressText, type Progress } from '../../../../src/operations/progress';
import { NOW } from '../support/examples';

function say(part: Partial<Progress>): string {
  return progressText({ done: 40, total: 500, since: undefined, now: NOW, pause: undefined, ...part }, 'en');
}

describe('The progress of a change', () => {
  it('counts, and says no more before there is a pace', () => {
    assert.equal(say({}), '40 of 500');
    assert.equal(say({ since: { at: NOW - 2000, done: 20 } }), '40 of 500');
    assert.equal(say({ since: { at: NOW - 20_000, done: 40 } }), '40 of 500');
  });

  it('tells the pace and the time left', () => {
    assert.equal(say({ since: { at: NOW - 15_000, done: 0 } }), '40 of 500 · 160 a minute · about 3 minutes left');
    assert.equal(
      say({ done: 300, since: { at: NOW - 30_000, done: 220 } }),
      '300 of 500 · 160 a minute · about a minute left',
    );
    assert.equal(
      say({ done: 450, since: { at: NOW - 30_000, done: 370 } }),
      '450 of 500 · 160 a minute · less than a minute left',
    );
  });

  it('tells what it waits for, and until when', () => {
    const until = NOW + 60_000;
    assert.match(
      say({ pause: { why: 'hourly-limit', until } }),
      /^40 of 500 · .* hourly limit .* reset at \d+:\d\d:\d\d/,
    );
    assert.match(say({ pause: { why: 'refused', until } }), /^40 of 500 · GitHub asks for a pause until \d+:\d\d:\d\d/);
  });
});
