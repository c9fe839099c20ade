import type { KnownList, KnownPage } from '../github/pageCache';

/**
 * The lists of one account as they outlive a session: its owners and their packages, never versions, and no more than
 * can be read in a moment. What is in it was private to the account, so it goes when the account goes.
 */

/** Raised when the form of what is kept changes; older snapshots are then not understood, and not missed. */
const FORM = 1;
const MOST_ITEMS = 5000;

/** @param lists the one used last at the end */
export function writeSnapshot(lists: readonly KnownList[]): string {
  const kept: KnownList[] = [];
  let items = 0;
  for (const list of [...lists].reverse()) {
    const [name, pages] = list;
    if (name.includes('/versions?')) continue;
    items += pages.reduce((sum, { page }) => sum + page.items.length, 0);
    if (items > MOST_ITEMS) break;
    kept.unshift(list);
  }
  return JSON.stringify({ form: FORM, lists: kept });
}

/** @returns nothing for a text that is damaged, or of another form */
export function readSnapshot(text: string): readonly KnownList[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (!isRecord(value) || value['form'] !== FORM || !Array.isArray(value['lists'])) return [];
  const lists: readonly unknown[] = value['lists'];
  return lists.every(isKnownList) ? lists : [];
}

function isKnownList(value: unknown): value is KnownList {
  return Array.isArray(value) && typeof value[0] === 'string' && Array.isArray(value[1]) && value[1].every(isKnownPage);
}

function isKnownPage(value: unknown): value is KnownPage {
  if (!isRecord(value) || !isRecord(value['page'])) return false;
  const { items } = value['page'];
  return Array.isArray(items) && items.every((item) => isRecord(item) && (isPackage(item) || isOwner(item)));
}

function isPackage({ id, name, type, owner }: Readonly<Record<string, unknown>>): boolean {
  return Number.isSafeInteger(id) && typeof name === 'string' && typeof type === 'string' && isRecord(owner);
}

function isOwner({ kind, login }: Readonly<Record<string, unknown>>): boolean {
  return typeof kind === 'string' && typeof login === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
