import type { Manifest } from '../github/manifests';
import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import { buildGraph, childrenOf, unreadVersions, usedBy, usersFirst, type ImageGraph } from '../model/imageGraph';
import { probableParts } from '../model/probableParts';
import { stageOf, type Plan, type PlanItem } from './plan';
import type { Survey } from './survey';
import { isVersion, packageKey, targetKey, versionsByContainer, type Target, type VersionTarget } from './targets';

export interface RestorationSources {
  /** Manifests that were read before: what is deleted can no longer be read. */
  readonly known: (account: Account, digests: readonly string[]) => Promise<ReadonlyMap<string, Manifest>>;
  /** The deleted versions of a package, as far as they can be listed. */
  readonly deleted: (account: Account, pkg: Package) => Promise<readonly PackageVersion[]>;
}

/** Versions of a container that come back together, and how they belong together. */
interface Together {
  readonly targets: readonly VersionTarget[];
  readonly graph: ImageGraph;
}

/**
 * The same targets with the deleted parts of images, and what is attached to them: an image alone would be broken. What
 * an image consisted of is known where it was read before it was deleted.
 * @param isAll they are all that was deleted together, so that nothing has to be guessed; where it is not so, and an
 *   image was never read, what was pushed and deleted along with it is taken for its parts, and everything comes in the
 *   order in which it was made, which is that of a push: parts first
 */
export async function withParts(
  targets: readonly Target[],
  sources: RestorationSources,
  isAll = false,
): Promise<readonly Target[]> {
  const added: Target[] = [];
  for (const { targets: chosen, graph } of await together(targets, sources)) {
    const [first] = chosen;
    const unread = isAll ? [] : unreadVersions(graph);
    const wanted = new Set(chosen.map(({ version }) => version.name));
    for (const version of unread.filter(({ name }) => wanted.has(name))) {
      for (const part of probableParts(version, unread)) wanted.add(part.name);
    }
    for (const digest of wanted) for (const used of usedBy(graph, digest)) wanted.add(used);
    for (const { version } of chosen) wanted.delete(version.name);
    for (const digest of wanted) {
      const version = graph.versions.get(digest);
      if (first && version) added.push({ account: first.account, pkg: first.pkg, version });
    }
  }
  return isAll ? [...targets, ...added] : [...targets, ...added].sort(oldestFirst);
}

/**
 * The plan in an order in which no image is there before its parts, and an image stays deleted where one of its parts
 * does. What was not chosen is marked as going along, and that of which nobody knows what it consists of as opaque: it
 * comes after everything before it in the plan.
 */
export function partsFirst(plan: Plan, chosen: readonly Target[], graphs: ReadonlyMap<string, ImageGraph>): Plan {
  const wanted = new Set(chosen.map(targetKey));
  const stages = new Map<string, number>();
  const opaque = new Set<string>();
  for (const [key, graph] of graphs) {
    const others = [...graph.manifests].filter(([, { kind }]) => kind === 'other').map(([digest]) => digest);
    const unread = new Set([...unreadVersions(graph).map(({ name }) => name), ...others]);
    let latest = 0;
    for (const digest of [...usersFirst(graph, [...graph.versions.keys()].reverse())].reverse()) {
      const below = usedBy(graph, digest).map((used) => stages.get(`${key} ${used}`) ?? 0);
      const stage = 1 + Math.max(unread.has(digest) ? latest : 0, ...below);
      latest = Math.max(latest, stage);
      stages.set(`${key} ${digest}`, stage);
      if (unread.has(digest)) opaque.add(`${key} ${digest}`);
    }
  }
  const items = plan.items.map((item): PlanItem => {
    const { target, verdict } = item;
    if (!isVersion(target)) return item;
    const key = packageKey(target);
    const place = `${key} ${target.version.name}`;
    const stage = stages.get(place);
    if (stage === undefined) return item;
    const isChosen = wanted.has(targetKey(target));
    const after = partsOf(target, graphs.get(key));
    return {
      ...item,
      stage,
      ...(after.length > 0 && { after }),
      ...(!isChosen && { along: true }),
      ...(verdict === 'go' && opaque.has(place) && { opaque: true }),
    };
  });
  const stageIn = ({ stage, target }: PlanItem): number => stage ?? stageOf(plan.action, target);
  return { ...plan, items: [...items].sort((a, b) => stageIn(a) - stageIn(b)) };
}

/** The plan with each image marked that will lack parts, since they are neither there nor come back. */
export function withMissing(plan: Plan, graphs: ReadonlyMap<string, ImageGraph>, survey: Survey): Plan {
  const present = new Set<string>();
  for (const [key, { active }] of survey) for (const { name } of active?.items ?? []) present.add(`${key} ${name}`);
  for (const { target, verdict } of plan.items) {
    if (isVersion(target) && verdict === 'go') present.add(`${packageKey(target)} ${target.version.name}`);
  }
  const items = plan.items.map((item): PlanItem => {
    const { target, verdict } = item;
    const key = packageKey(target);
    if (!isVersion(target) || verdict !== 'go' || !survey.get(key)?.active?.complete) return item;
    const parts = childrenOf(graphs.get(key)?.manifests.get(target.version.name));
    const missing = new Set(parts.map(({ digest }) => digest).filter((digest) => !present.has(`${key} ${digest}`)))
      .size;
    return missing > 0 ? { ...item, missing } : item;
  });
  return { ...plan, items };
}

/** The graphs of the containers among the targets, over these alone. */
export async function graphsOf(
  targets: readonly Target[],
  known: RestorationSources['known'],
): Promise<ReadonlyMap<string, ImageGraph>> {
  const graphs = new Map<string, ImageGraph>();
  for (const [key, group] of versionsByContainer(targets)) {
    const [first] = group;
    const versions = group.map(({ version }) => version);
    if (first) graphs.set(key, buildGraph(versions, await known(first.account, namesOf(versions))));
  }
  return graphs;
}

/** What an image consists of, as far as it comes back too. */
function partsOf({ account, pkg, version }: VersionTarget, graph: ImageGraph | undefined): readonly Target[] {
  const digests = new Set(childrenOf(graph?.manifests.get(version.name)).map(({ digest }) => digest));
  return [...digests].flatMap((digest): readonly Target[] => {
    const part = digest === version.name ? undefined : graph?.versions.get(digest);
    return part ? [{ account, pkg, version: part }] : [];
  });
}

async function together(targets: readonly Target[], { known, deleted }: RestorationSources): Promise<Together[]> {
  const found: Together[] = [];
  for (const group of versionsByContainer(targets).values()) {
    const [first] = group;
    if (!first) continue;
    const { account, pkg } = first;
    const chosen = group.map(({ version }) => version);
    const versions = [...(await deleted(account, pkg)), ...chosen];
    found.push({ targets: group, graph: buildGraph(versions, await known(account, namesOf(versions))) });
  }
  return found;
}

function oldestFirst({ version: a }: Target, { version: b }: Target): number {
  return (a?.createdAt ?? 0) - (b?.createdAt ?? 0) || (a?.id ?? 0) - (b?.id ?? 0);
}

function namesOf(versions: readonly PackageVersion[]): readonly string[] {
  return versions.map(({ name }) => name);
}
