import assert from 'node:assert/strict';
import { displayText, isTyped, withoutIcons } from '../../../../src/model/displayText';
import { HOSTILE_NAMES } from '../../../github/seed/hostile';

describe('Text from outside', () => {
  it('stays as it is when it is harmless', () => {
    for (const text of [
      'left-align',
      '@octo/größe',
      'sha256:abc',
      'two  words',
      HOSTILE_NAMES.emoji,
      HOSTILE_NAMES.html,
    ]) {
      assert.equal(displayText(text), text);
    }
  });

  it('stays on one line', () => {
    assert.equal(displayText('a\r\nb\tc\u2028d\u0000e\u001b[31m'), 'a��b�c�d�e�[31m');
  });

  it('cannot turn the text around it, or hide in it', () => {
    for (const character of ['\u202e', '\u2066', '\u200f', '\u061c', '\u200b', '\u2060', '\ufeff', '\u00ad']) {
      assert.equal(displayText(`safe${character}gpj.exe`), 'safe�gpj.exe');
    }
  });

  it('is not drawn as an icon where the editor knows them, and otherwise stays as it is', () => {
    assert.equal(withoutIcons('$(trash)$(sync~spin) $(git-merge)'), '\\$(trash)\\$(sync~spin) \\$(git-merge)');
    assert.equal(withoutIcons('\\$(trash)'), '\\\\$(trash)', 'the backslash of a name stays one');
    for (const text of ['$(not an icon)', '$()', '$5 (five)', 'left-align']) assert.equal(withoutIcons(text), text);
  });

  it('is cut where it would fill the screen', () => {
    assert.equal(displayText('x'.repeat(200)), 'x'.repeat(200));
    assert.equal(displayText('x'.repeat(1000)), `${'x'.repeat(200)}…`);
  });
});

describe('Typing a name', () => {
  it('is enough for every name, as it is pasted or as it is read', () => {
    for (const name of [...Object.values(HOSTILE_NAMES), '\u200b', ' ']) {
      assert.ok(isTyped(name, name), name);
      if (name.trim().length > 1) assert.ok(isTyped(displayText(name).trim(), name), name);
    }
    assert.ok(isTyped('linebreak', 'line\nbreak'), 'a box for one line drops the line break');
  });

  it('is not enough when it is another name, or nothing', () => {
    assert.equal(isTyped('left-alig', 'left-align'), false);
    assert.equal(isTyped('Left-align', 'left-align'), false);
    for (const name of ['left-align', '\u200b', ' ']) assert.equal(isTyped('', name), false);
  });
});
