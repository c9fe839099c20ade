import assert from 'node:assert/strict';
import { COMMANDS, CONTEXT_KEYS, CONTEXT_VALUES, VIEW } from '../../src/ids';
import { manifest, whenClauses, type MenuEntry } from './manifest';
import { holds, type Context } from './whenClause';

const { commands, menus } = manifest.contributes;
const viewItems: readonly string[] = Object.values(CONTEXT_VALUES);

function entries(menu: string): readonly MenuEntry[] {
  return menus[menu] ?? [];
}

function isInline({ group = '' }: MenuEntry): boolean {
  return group.startsWith('inline');
}

/** Everything the editor may know: each value the code gives an element, with each state of every key. */
function contexts(): Context[] {
  const flags = [...Object.values(CONTEXT_KEYS), 'listMultiSelection'];
  return ['', ...viewItems].flatMap((viewItem) =>
    Array.from({ length: 2 ** flags.length }, (_, bits) => ({
      view: VIEW,
      viewItem,
      focusedView: VIEW,
      ...Object.fromEntries(flags.map((key, index) => [key, Boolean(bits & (1 << index))])),
    })),
  );
}

describe('The menus in the manifest', () => {
  it('have declared commands only', () => {
    const declared = new Set(commands.map(({ command }) => command));
    for (const { command } of Object.values(menus).flat()) assert.ok(declared.has(command), command);
  });

  it('have no clause that can never hold, but for commands that the palette must not offer', () => {
    for (const clause of whenClauses().filter((when) => when !== 'false')) {
      assert.ok(
        contexts().some((context) => holds(clause, context)),
        clause,
      );
    }
  });

  it('offer everything in the palette that works without an element', () => {
    const hidden = entries('commandPalette').filter(({ when }) => when === 'false');
    assert.deepEqual(
      hidden.map(({ command }) => command),
      [COMMANDS.authorizeSso, COMMANDS.loadMore],
    );
  });

  it('offer nothing in the palette that needs a session while there is none', () => {
    const signedOut = { [CONTEXT_KEYS.ready]: true, [CONTEXT_KEYS.signedIn]: false };
    const restricted = entries('commandPalette').filter(({ when = 'true' }) => !holds(when, signedOut));
    const free = commands.map(({ command }) => command).filter((id) => !restricted.some((e) => e.command === id));
    assert.deepEqual(free.sort(), [COMMANDS.refresh, COMMANDS.showLog, COMMANDS.signIn]);
  });

  it('tie every entry to our view, and those of elements to an element', () => {
    for (const { when = '', command } of [...entries('view/title'), ...entries('view/item/context')]) {
      assert.ok(when.startsWith(`view == ${VIEW}`), command);
    }
    for (const { when = '', command } of entries('view/item/context')) {
      assert.match(when, /viewItem (==|=~)/, command);
      const anything = { view: VIEW, viewItem: 'something else', listMultiSelection: false };
      assert.equal(holds(when, anything), false, `${command} shows on everything`);
    }
  });

  it('have something for every kind of element but groups, and "Load more", which acts when it is chosen', () => {
    const without = viewItems.filter(
      (viewItem) =>
        !entries('view/item/context').some(({ when = '' }) =>
          holds(when, { view: VIEW, viewItem, listMultiSelection: false }),
        ),
    );
    assert.deepEqual(without, [CONTEXT_VALUES.group, CONTEXT_VALUES.loadMore]);
  });

  it('offer deletion and restoration where they can be done, and nowhere else', () => {
    const offered = (command: string): string[] =>
      viewItems.filter((viewItem) =>
        entries('view/item/context').some(
          ({ command: id, when = '' }) => id === command && holds(when, { view: VIEW, viewItem }),
        ),
      );
    assert.deepEqual(offered(COMMANDS.deleteVersion), [CONTEXT_VALUES.activeVersion, CONTEXT_VALUES.activeImage]);
    assert.deepEqual(offered(COMMANDS.restoreVersion), [CONTEXT_VALUES.deletedVersion, CONTEXT_VALUES.deletedImage]);
  });

  it('show few actions on the view, and few and harmless ones on an element', () => {
    for (const context of contexts()) {
      const navigation = entries('view/title').filter(
        ({ group = '', when = '' }) => group.startsWith('navigation') && holds(when, context),
      );
      assert.ok(navigation.length <= 3);
    }
    for (const viewItem of viewItems) {
      const context = { view: VIEW, viewItem, listMultiSelection: false };
      const shown = entries('view/item/context').filter((entry) => isInline(entry) && holds(entry.when ?? '', context));
      assert.ok(shown.length <= 3, viewItem);
      for (const { command } of shown) assert.doesNotMatch(command, /delete/i);
    }
  });

  it('repeat every action of an element’s row in its context menu, with an icon of its own', () => {
    const [rows, menu] = [entries('view/item/context').filter(isInline), entries('view/item/context')];
    for (const { command, when } of rows) {
      assert.ok(
        menu.some((entry) => !isInline(entry) && entry.command === command && entry.when === when),
        command,
      );
      assert.ok(commands.find((declared) => declared.command === command)?.icon, command);
    }
  });

  it('go from opening to deleting', () => {
    const order = entries('view/item/context')
      .filter((entry) => !isInline(entry))
      .sort((a, b) => (a.group ?? '').localeCompare(b.group ?? ''));
    for (const { group = '' } of order) assert.match(group, /^\d_[a-z]+@\d+$/);
    assert.equal(order[0]?.command, COMMANDS.openOnGitHub);
    assert.equal(order.at(-1)?.command, COMMANDS.deleteVersion);
  });
});
