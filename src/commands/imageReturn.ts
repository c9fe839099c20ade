import type { Package } from '../github/resources';
import type { Account } from '../model/accounts';
import { groupBy } from '../model/groupBy';
import type { Reading } from '../model/imageReader';
import type { Outcome } from '../operations/change';
import type { Plan, PlanItem } from '../operations/plan';
import { lacking, unreadable } from '../operations/restorationText';
import { packageKey, targetKey, type Target } from '../operations/targets';

export interface ImageReturnOptions {
  /** Reads manifests, and keeps them. */
  readonly read: (account: Account, pkg: Package, digests: readonly string[], signal: AbortSignal) => Promise<Reading>;
  /** The plan to restore these with what is still deleted of them. @returns undefined when the person called it off */
  readonly plan: (targets: readonly Target[]) => Promise<Plan | undefined>;
  /** @returns undefined where nothing could be sent */
  readonly carryOut: (plan: Plan) => Promise<readonly Outcome[] | undefined>;
}

/** What came of it. */
export interface ImageReturn {
  readonly items: readonly PlanItem[];
  readonly outcomes: readonly Outcome[];
  /** What a person has to know beside. */
  readonly notes: readonly string[];
}

/** Of an index in an index; nobody nests deeper. */
const DEPTH = 4;
const PATIENCE = 120_000;

/**
 * Goes on where images are back of which nobody knew what they consist of: now they can be read, and what is still
 * deleted of them is restored.
 */
export async function bringPartsBack(
  { items }: Pick<Plan, 'items'>,
  outcomes: readonly Outcome[],
  { read, plan, carryOut }: ImageReturnOptions,
): Promise<ImageReturn> {
  const added: { items: PlanItem[]; outcomes: Outcome[]; notes: string[] } = { items: [], outcomes: [], notes: [] };
  let waiting = backOf(
    items.filter(({ opaque, along }) => opaque && !along),
    outcomes,
  );
  for (let depth = 0; waiting.length > 0 && depth < DEPTH; depth++) {
    const readable: Target[] = [];
    for (const group of groupBy(waiting, packageKey).values()) {
      const [first] = group;
      if (!first) continue;
      const { account, pkg } = first;
      const digests = group.flatMap(({ version }) => version?.name ?? []);
      const { manifests } = await read(account, pkg, digests, AbortSignal.timeout(PATIENCE));
      for (const target of group) {
        if (manifests.has(target.version?.name ?? '')) readable.push(target);
        else added.notes.push(unreadable({ target }));
      }
    }
    if (readable.length === 0) break;
    const made = await plan(readable);
    if (!made) break;
    for (const item of made.items) if (item.missing && !item.along) added.notes.push(lacking(item, item.missing));
    const parts = made.items.filter(({ along }) => along);
    if (parts.length === 0) break;
    const came = await carryOut({ ...made, items: parts });
    if (!came) break;
    added.items.push(...parts);
    added.outcomes.push(...came);
    waiting = backOf(
      parts.filter(({ opaque }) => opaque),
      came,
    );
  }
  return added;
}

function backOf(items: readonly PlanItem[], outcomes: readonly Outcome[]): readonly Target[] {
  const back = outcomes.filter(({ result }) => result === 'done' || result === 'already');
  const keys = new Set(back.map(({ target }) => targetKey(target)));
  return items.map(({ target }) => target).filter((target) => keys.has(targetKey(target)));
}
