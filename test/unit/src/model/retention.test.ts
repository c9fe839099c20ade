import assert from 'node:assert/strict';
import { retention } from '../../../../src/model/retention';
import { DAY, exampleVersion, NOW } from '../support/examples';

describe('Retention', () => {
  const after = (age: number): ReturnType<typeof retention> =>
    retention(exampleVersion({ deletedAt: NOW - age, updatedAt: 0 }), NOW);

  it('is thirty days from the deletion', () => {
    assert.deepEqual(after(0), { daysLeft: 30, expired: false, exact: true });
    assert.deepEqual(after(1), { daysLeft: 29, expired: false, exact: true });
    assert.deepEqual(after(29 * DAY), { daysLeft: 1, expired: false, exact: true });
  });

  it('counts whole days only, down to none on the last', () => {
    assert.equal(after(29 * DAY + 1).daysLeft, 0);
    assert.equal(after(29 * DAY + 1).expired, false);
    assert.equal(after(30 * DAY - 1).expired, false);
  });

  it('ends', () => {
    assert.deepEqual(after(30 * DAY), { daysLeft: 0, expired: true, exact: true });
    assert.deepEqual(after(400 * DAY), { daysLeft: 0, expired: true, exact: true });
  });

  it('counts from the last change, and says so, where GitHub does not tell when it was deleted', () => {
    const version = exampleVersion({ updatedAt: NOW - 10 * DAY });
    assert.deepEqual(retention(version, NOW), { daysLeft: 20, expired: false, exact: false });
  });
});
