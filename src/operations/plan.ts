import type { ApiError } from '../github/errors';
import type { Package, PackageVersion } from '../github/resources';
import { groupBy } from '../model/groupBy';
import { retention } from '../model/retention';
import type { PackageState, Survey } from './survey';
import { isVersion, packageKey, targetKey, type Action, type Target, type VersionTarget } from './targets';

/** Why something does not happen. */
export type Why =
  /** It is already as it should be. */
  | 'gone'
  | 'already-active'
  /** Its whole package goes. */
  | 'with-package'
  /** What GitHub is known to refuse. */
  | 'last-tagged-version'
  | 'last-version'
  | 'expired'
  | 'name-taken'
  /** Parts of images, and what is about them. */
  | 'part-of-image'
  | 'shared'
  | 'tagged'
  | 'about'
  /** What is part of what cannot be known, so nothing is touched. */
  | 'images-unread'
  | 'old-registry'
  | 'list-incomplete';

export interface PlanItem {
  readonly target: Target;
  /** `stay`: there is nothing to do. `refused`: GitHub would not do it. Only what says `go` is sent. */
  readonly verdict: 'go' | 'stay' | 'refused';
  readonly why?: Why;
  /** The versions that are why. */
  readonly by?: readonly PackageVersion[];
  /** Why these could not be read. */
  readonly error?: ApiError;
  /** It was not chosen: it goes with an image that was. */
  readonly along?: boolean;
  /** What it consists of is not known: its manifest cannot be read. */
  readonly opaque?: boolean;
  /** How many of its parts are gone for good. */
  readonly missing?: number;
  /** Its place in the order of the run, where tags do not tell it. */
  readonly stage?: number;
  /** What has to be done before it; where one of these is not, this is left out. */
  readonly after?: readonly Target[];
}

/** A change as data: shown to the person first, and run as shown. */
export interface Plan {
  readonly action: Action;
  readonly items: readonly PlanItem[];
  /** Packages whose versions could not be listed in full: what GitHub will refuse there cannot be foreseen. */
  readonly unforeseen: readonly Package[];
}

/** What a plan would send. */
export function goingOf({ items }: Plan): readonly Target[] {
  return items.filter(({ verdict }) => verdict === 'go').map(({ target }) => target);
}

/** What of it a person has chosen. */
export function chosenOf({ items }: Plan): readonly Target[] {
  return items.filter(({ verdict, along }) => verdict === 'go' && !along).map(({ target }) => target);
}

/** The same plan without what a person has taken out. */
export function narrow(plan: Plan, kept: ReadonlySet<Target>): Plan {
  return { ...plan, items: plan.items.filter(({ target, verdict }) => verdict !== 'go' || kept.has(target)) };
}

/** The same plan with nothing in it but these, and nothing that would have to wait for anything else. */
export function within(plan: Plan, targets: readonly Target[]): Plan {
  const known = new Set(targets.map(targetKey));
  const isKnown = (target: Target): boolean => known.has(targetKey(target));
  return { ...plan, items: plan.items.filter(({ target, after = [] }) => isKnown(target) && after.every(isKnown)) };
}

/**
 * What comes first. Indexes (tagged) go before the images they consist of and come back after them, so that no tag ever
 * points to something incomplete when a run ends early; packages come back before versions of theirs.
 */
export function stageOf(action: Action, target: Target): number {
  if (!isVersion(target)) return 0;
  return target.version.tags.length > 0 === (action === 'delete') ? 1 : 2;
}

/**
 * What deleting would do. GitHub's rules: a container keeps its last tagged version, every package its last version
 * (docs.github.com, "Deleting and restoring a package", and its refusals as people report them). Of several that would
 * be the last, the newest stays. More than 5,000 downloads cannot be known beforehand: the API does not tell them.
 */
export function planDeletion(targets: readonly Target[], survey: Survey): Plan {
  const active = new Map([...survey].map(([key, state]) => [key, byId(state)]));
  const unique = distinct(targets).map((target) => refreshed(target, active.get(packageKey(target))));
  const whole = new Set(unique.filter((target) => !isVersion(target)).map(packageKey));
  const kept = new Map<Target, Why>();
  const unforeseen = new Map<string, Package>();
  for (const [key, group] of groupBy(unique.filter(isVersion), packageKey)) {
    const list = survey.get(key)?.active;
    if (!list?.complete) {
      const [first] = group;
      if (first && !whole.has(key)) unforeseen.set(key, first.pkg);
      continue;
    }
    const present = group.filter(({ version }) => active.get(key)?.has(version.id));
    for (const [target, why] of keptByGitHub(present, list.items)) kept.set(target, why);
  }
  const items = unique.map((target): PlanItem => {
    const key = packageKey(target);
    if (!isVersion(target)) return { target, verdict: 'go' };
    if (whole.has(key)) return { target, verdict: 'stay', why: 'with-package' };
    const list = survey.get(key)?.active;
    if (list?.complete && !active.get(key)?.has(target.version.id)) {
      return { target, verdict: 'stay', why: 'gone' };
    }
    const why = kept.get(target);
    return why ? { target, verdict: 'refused', why } : { target, verdict: 'go' };
  });
  return { action: 'delete', items, unforeseen: [...unforeseen.values()] };
}

/**
 * What restoring would do: within 30 days, and while the name has not been used again (same page). What a list still
 * shows as active may have been deleted just now, so it is asked for all the same.
 */
export function planRestoration(targets: readonly Target[], survey: Survey, now: number): Plan {
  const unique = distinct(targets);
  const whole = new Set(unique.filter((target) => !isVersion(target)).map(packageKey));
  const unforeseen = new Map<string, Package>();
  const names = new Map([...survey].map(([key, state]) => [key, byName(state)]));
  const items = unique.map((target): PlanItem => {
    const key = packageKey(target);
    const why = isVersion(target)
      ? whyVersionStays(target, names.get(key)?.get(target.version.name), now)
      : whyPackageStays(target.pkg, survey.get(key));
    if (isVersion(target) && !why && !whole.has(key) && !survey.get(key)?.active?.complete)
      unforeseen.set(key, target.pkg);
    if (!why) return { target, verdict: 'go' };
    return { target, verdict: why === 'already-active' ? 'stay' : 'refused', why };
  });
  return { action: 'restore', items, unforeseen: [...unforeseen.values()] };
}

/** @param namesakes active versions of the same name */
function whyVersionStays(
  { version }: VersionTarget,
  namesakes: readonly PackageVersion[] = [],
  now: number,
): Why | undefined {
  if (retention(version, now).expired && version.deletedAt !== undefined) return 'expired';
  if (namesakes.some(({ id }) => id !== version.id)) return 'name-taken';
  return undefined;
}

function byName({ active }: PackageState): ReadonlyMap<string, readonly PackageVersion[]> {
  return groupBy(active?.items ?? [], ({ name }) => name);
}

function whyPackageStays(pkg: Package, state: PackageState | undefined): Why | undefined {
  const current = state?.current;
  if (!current) return undefined;
  if (pkg.id === 0) return 'already-active';
  return current.id === pkg.id ? undefined : 'name-taken';
}

function* keptByGitHub(
  present: readonly VersionTarget[],
  active: readonly PackageVersion[],
): Generator<readonly [Target, Why]> {
  const ids = new Set(present.map(({ version }) => version.id));
  const tagged = present.filter(({ version }) => version.tags.length > 0);
  const others = active.filter(({ id }) => !ids.has(id));
  const [lastTagged] = newestFirst(tagged);
  if (lastTagged?.pkg.type === 'container' && !others.some(({ tags }) => tags.length > 0)) {
    yield [lastTagged, 'last-tagged-version'];
    return; // it is what stays, so nothing else is the last version
  }
  const [last] = newestFirst(present);
  if (last && others.length === 0) yield [last, 'last-version'];
}

function newestFirst(targets: readonly VersionTarget[]): VersionTarget[] {
  return [...targets].sort((a, b) => b.version.createdAt - a.version.createdAt || b.version.id - a.version.id);
}

/** With the tags it has now. */
function refreshed(target: Target, active: ReadonlyMap<number, PackageVersion> | undefined): Target {
  const version = target.version && active?.get(target.version.id);
  return version ? { ...target, version } : target;
}

function byId({ active }: PackageState): ReadonlyMap<number, PackageVersion> {
  return new Map(active?.items.map((version) => [version.id, version]));
}

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}
