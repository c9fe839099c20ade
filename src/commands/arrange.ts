import * as l10n from '@vscode/l10n';
import { PACKAGE_TYPES } from '../github/resources';
import type { Choice, Dialogs } from '../host/dialogs';
import type { Prompts } from '../host/prompts';
import { GROUPINGS, PACKAGE_ORDERS, VERSION_ORDERS } from '../model/arrangement';
import type { Arrangement, Grouping, PackageOrder, VersionOrder } from '../model/arrangement';
import { describeFilter, isFiltered, NO_FILTER, type Filter } from '../model/filter';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import { VISIBILITIES, visibilityWord } from '../model/visibility';

export interface ArrangeOptions {
  readonly arrangement: () => Arrangement;
  /** Remembers it and shows the tree so. */
  readonly arrange: (arrangement: Arrangement) => void;
  readonly dialogs: Dialogs;
  readonly prompts: Prompts;
}

/** The commands that order, group and narrow the tree. */
export interface ArrangeCommands {
  filter(): Promise<void>;
  clearFilter(): Promise<void>;
  sortBy(): Promise<void>;
  groupBy(): Promise<void>;
}

type Facet = keyof Filter | 'clear';
type Order = Pick<Arrangement, 'packages'> | Pick<Arrangement, 'versions'>;

const AGES = [7, 30, 90, 180, 365];

export function createArrangeCommands({ arrangement, arrange, dialogs, prompts }: ArrangeOptions): ArrangeCommands {
  const title = l10n.t('Filter Packages and Versions');

  function set(change: Partial<Filter>): void {
    arrange({ ...arrangement(), filter: { ...arrangement().filter, ...change } });
  }

  async function setText(facet: 'text' | 'version', prompt: string): Promise<void> {
    const text = await prompts.input(title, prompt, arrangement().filter[facet]);
    if (text !== undefined) set({ [facet]: text.trim() });
  }

  async function setMany<K extends 'types' | 'visibilities'>(
    facet: K,
    values: readonly Filter[K][number][],
    word: (value: Filter[K][number]) => string,
    placeholder: string,
  ): Promise<void> {
    const chosen: readonly string[] = arrangement().filter[facet];
    const choices = values.map((value) => ({ label: word(value), value, picked: chosen.includes(value) }));
    const picked = await prompts.pickMany(title, placeholder, choices);
    if (picked) set({ [facet]: picked.length === values.length ? [] : picked });
  }

  /** Undefined in a choice means "all"; the same from the dialog means that the person has left. */
  async function setOne<K extends 'tagged' | 'olderThanDays'>(
    facet: K,
    choices: readonly Choice<{ readonly value: Filter[K] }>[],
    placeholder: string,
  ): Promise<void> {
    const picked = await dialogs.pick(title, placeholder, Promise.resolve(choices));
    if (picked) set({ [facet]: picked.value });
  }

  function facets({ filter }: Arrangement): Choice<Facet>[] {
    const now = (part: Partial<Filter>): string => describeFilter({ ...NO_FILTER, ...part });
    const { text, types, visibilities, version, tagged, olderThanDays } = filter;
    return [
      { label: l10n.t('Name...'), description: now({ text }), icon: 'search', value: 'text' },
      { label: l10n.t('Type...'), description: now({ types }), icon: 'package', value: 'types' },
      { label: l10n.t('Visibility...'), description: now({ visibilities }), icon: 'eye', value: 'visibilities' },
      { label: l10n.t('Version or Tag...'), description: now({ version }), icon: 'tag', value: 'version' },
      { label: l10n.t('Tagged or Untagged...'), description: now({ tagged }), icon: 'circle-outline', value: 'tagged' },
      { label: l10n.t('Older Than...'), description: now({ olderThanDays }), icon: 'history', value: 'olderThanDays' },
      ...(isFiltered(filter) ? [{ label: l10n.t('Clear Filter'), icon: 'clear-all', value: 'clear' } as const] : []),
    ];
  }

  return {
    async filter() {
      const facet = await dialogs.pick(title, l10n.t('Narrow by'), Promise.resolve(facets(arrangement())));
      switch (facet) {
        case undefined:
          return;
        case 'text':
          return setText('text', l10n.t('Part of the name of a package or of its repository; empty for all'));
        case 'version':
          return setText('version', l10n.t('Part of a version or a tag; empty for all'));
        case 'types':
          return setMany('types', PACKAGE_TYPES, (type) => PACKAGE_TYPE_FACTS[type].label, l10n.t('Types to show'));
        case 'visibilities':
          return setMany('visibilities', VISIBILITIES, visibilityWord, l10n.t('Visibilities to show'));
        case 'tagged':
          return setOne(
            'tagged',
            [
              { label: l10n.t('All'), value: { value: undefined } },
              { label: l10n.t('With Tags'), value: { value: 'tagged' } },
              { label: l10n.t('Without Tags'), value: { value: 'untagged' } },
            ],
            l10n.t('Versions to show'),
          );
        case 'olderThanDays':
          return setOne(
            'olderThanDays',
            [
              { label: l10n.t('Any Age'), value: { value: undefined } },
              ...AGES.map((days) => ({ label: l10n.t('Older Than {0} Days', days), value: { value: days } })),
            ],
            l10n.t('Versions to show'),
          );
        case 'clear':
          set(NO_FILTER);
      }
    },

    clearFilter() {
      set(NO_FILTER);
      return Promise.resolve();
    },

    async sortBy() {
      const { packages, versions } = arrangement();
      const choices = [
        ...PACKAGE_ORDERS.map((order) => choice(packageOrder(order), { packages: order }, order === packages)),
        ...VERSION_ORDERS.map((order) => choice(versionOrder(order), { versions: order }, order === versions)),
      ];
      const picked = await dialogs.pick<Order>(l10n.t('Sort By'), l10n.t('Order'), Promise.resolve(choices));
      if (picked) arrange({ ...arrangement(), ...picked });
    },

    async groupBy() {
      const { grouping } = arrangement();
      const choices = GROUPINGS.map((one) => choice(groupingWord(one), one, one === grouping));
      const picked = await dialogs.pick(l10n.t('Group By'), l10n.t('Packages together by'), Promise.resolve(choices));
      if (picked) arrange({ ...arrangement(), grouping: picked });
    },
  };
}

function choice<T>(label: string, value: T, isCurrent: boolean): Choice<T> {
  return { label, value, icon: isCurrent ? 'check' : 'blank', ...(isCurrent && { description: l10n.t('now') }) };
}

function packageOrder(order: PackageOrder): string {
  switch (order) {
    case 'name':
      return l10n.t('Packages by Name');
    case 'updated':
      return l10n.t('Packages by Last Update');
    case 'created':
      return l10n.t('Packages by Creation');
    case 'versions':
      return l10n.t('Packages by Number of Versions');
  }
}

function versionOrder(order: VersionOrder): string {
  switch (order) {
    case 'newest':
      return l10n.t('Newest Versions First');
    case 'oldest':
      return l10n.t('Oldest Versions First');
    case 'name':
      return l10n.t('Versions by Name');
  }
}

function groupingWord(grouping: Grouping): string {
  switch (grouping) {
    case 'none':
      return l10n.t('Nothing');
    case 'type':
      return l10n.t('Type');
    case 'visibility':
      return l10n.t('Visibility');
    case 'repository':
      return l10n.t('Repository');
  }
}
