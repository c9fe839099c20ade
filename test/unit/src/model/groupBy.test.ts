import assert from 'node:assert/strict';
import { groupBy } from '../../../../src/model/groupBy';

describe('groups of things', () => {
  it('keep the order of the things, and come in the order of their first', () => {
    const groups = groupBy(['pear', 'apple', 'plum', 'avocado'], (fruit) => fruit[0]);
    assert.deepEqual(
      [...groups],
      [
        ['p', ['pear', 'plum']],
        ['a', ['apple', 'avocado']],
      ],
    );
  });
});
