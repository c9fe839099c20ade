import assert from 'node:assert/strict';
import { holds, keysOf } from './whenClause';

describe('A when clause', () => {
  const context = { view: 'a.b', viewItem: 'version+deletable', signedIn: true, empty: '' };

  for (const [clause, expected] of [
    ['signedIn', true],
    ['!signedIn', false],
    ['unknown', false],
    ['!unknown', true],
    ['empty', false],
    ['false', false],
    ['true', true],
    ['view == a.b', true],
    ["view == 'a.b'", true],
    ['view == a.c', false],
    ['view != a.c', true],
    ['viewItem =~ /\\+deletable\\b/', true],
    ['viewItem =~ /^(owner|package)\\b/', false],
    ['viewItem =~ /DELETABLE/i', true],
    ['unknown =~ /x/', false],
    ['view == a.b && !signedIn', false],
    ['view == a.b && signedIn', true],
    ['view == a.c || signedIn', true],
  ] as const) {
    it(`${clause} is ${String(expected)}`, () => {
      assert.equal(holds(clause, context), expected);
    });
  }

  it('looks at keys', () => {
    assert.deepEqual(keysOf('view == a.b && !signedIn || viewItem =~ /x/ && false'), ['view', 'signedIn', 'viewItem']);
  });

  it('is refused where it is not understood', () => {
    for (const clause of ['', 'a b', 'a in b', 'a > 3', 'viewItem =~ x', '!a == b', '(a)']) {
      assert.throws(() => holds(clause, context), Error, clause);
    }
  });
});
