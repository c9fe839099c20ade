import assert from 'node:assert/strict';
import { menuRows } from '../../../../src/commands/menuRows';
import { accountNode, ownerNode } from '../../../../src/tree/nodes';
import { MONA } from '../support/examples';

const ONE = accountNode(MONA);
const TWO = ownerNode(MONA, { kind: 'self', login: 'mona' }, undefined);
const THREE = ownerNode(MONA, { kind: 'organization', login: 'org' }, undefined);

describe('The rows of a menu', () => {
  it('are those it names', () => {
    for (const args of [[ONE], [ONE, undefined], [ONE, [ONE, TWO]], [ONE, []]]) {
      assert.equal(menuRows(args, [THREE]), args);
    }
  });

  it('are none where a command is called without any, as from the palette', () => {
    assert.deepEqual(menuRows([], [ONE]), []);
  });

  it('are not known where the one row is gone, whatever is selected: a menu opens on other rows too', () => {
    for (const selection of [[], [ONE], [ONE, TWO]]) {
      assert.equal(menuRows([undefined], selection), undefined);
      assert.equal(menuRows([undefined, undefined], selection), undefined);
      assert.equal(menuRows([null, null], selection), undefined);
    }
  });

  it('are the selected ones where several are gone, as many as are selected', () => {
    assert.deepEqual(menuRows([undefined, [undefined, undefined]], [ONE, TWO]), [ONE, [ONE, TWO]]);
    assert.deepEqual(menuRows([undefined, [undefined, TWO]], [ONE, TWO]), [ONE, [ONE, TWO]]);
    assert.deepEqual(menuRows([TWO, [undefined, TWO]], [ONE, TWO]), [ONE, [ONE, TWO]]);
  });

  it('are not known where the selection is another one', () => {
    assert.equal(menuRows([undefined, [undefined, undefined]], [ONE]), undefined);
    assert.equal(menuRows([undefined, [undefined, undefined]], [ONE, TWO, THREE]), undefined);
    assert.equal(menuRows([undefined, [undefined, THREE]], [ONE, TWO]), undefined);
    assert.equal(menuRows([ONE, [ONE, undefined]], []), undefined);
  });
});
