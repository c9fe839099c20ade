import type { Manifest } from '../github/manifests';
import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import { buildGraph, usedBy, usersFirst, type ImageGraph } from '../model/imageGraph';
import type { Plan, PlanItem } from './plan';
import { isVersion, packageKey, targetKey, type Target, type VersionTarget } from './targets';

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
 * an image consisted of is known only if it was read before it was deleted.
 */
export async function withParts(targets: readonly Target[], sources: RestorationSources): Promise<readonly Target[]> {
  const added: Target[] = [];
  for (const { targets: chosen, graph } of await together(targets, sources)) {
    const [first] = chosen;
    const wanted = new Set(chosen.map(({ version }) => version.name));
    for (const digest of wanted) for (const used of usedBy(graph, digest)) wanted.add(used);
    for (const { version } of chosen) wanted.delete(version.name);
    for (const digest of wanted) {
      const version = graph.versions.get(digest);
      if (first && version) added.push({ account: first.account, pkg: first.pkg, version });
    }
  }
  return [...targets, ...added];
}

/** The plan in an order in which no image is there before its parts, with what was not chosen marked as going along. */
export function partsFirst(plan: Plan, chosen: readonly Target[], graphs: ReadonlyMap<string, ImageGraph>): Plan {
  const wanted = new Set(chosen.map(targetKey));
  const stages = new Map<string, number>();
  for (const [key, graph] of graphs) {
    for (const digest of [...usersFirst(graph, [...graph.versions.keys()])].reverse()) {
      const below = usedBy(graph, digest).map((used) => stages.get(`${key} ${used}`) ?? 0);
      stages.set(`${key} ${digest}`, 1 + Math.max(0, ...below));
    }
  }
  const items = plan.items.map((item): PlanItem => {
    const { target } = item;
    const stage = target.version && stages.get(`${packageKey(target)} ${target.version.name}`);
    const along = !wanted.has(targetKey(target)) && { along: true };
    return { ...item, ...(stage !== undefined && { stage }), ...along };
  });
  return { ...plan, items };
}

/** The graphs of the containers among the targets, over these alone. */
export async function graphsOf(
  targets: readonly Target[],
  known: RestorationSources['known'],
): Promise<ReadonlyMap<string, ImageGraph>> {
  const graphs = new Map<string, ImageGraph>();
  for (const [key, group] of containers(targets)) {
    const [first] = group;
    const versions = group.map(({ version }) => version);
    if (first) graphs.set(key, buildGraph(versions, await known(first.account, namesOf(versions))));
  }
  return graphs;
}

async function together(targets: readonly Target[], { known, deleted }: RestorationSources): Promise<Together[]> {
  const found: Together[] = [];
  for (const group of containers(targets).values()) {
    const [first] = group;
    if (!first) continue;
    const { account, pkg } = first;
    const chosen = group.map(({ version }) => version);
    const versions = [...(await deleted(account, pkg)), ...chosen];
    found.push({ targets: group, graph: buildGraph(versions, await known(account, namesOf(versions))) });
  }
  return found;
}

function containers(targets: readonly Target[]): ReadonlyMap<string, readonly VersionTarget[]> {
  const groups = new Map<string, VersionTarget[]>();
  for (const target of targets.filter(isVersion)) {
    if (target.pkg.type !== 'container') continue;
    groups.set(packageKey(target), [...(groups.get(packageKey(target)) ?? []), target]);
  }
  return groups;
}

function namesOf(versions: readonly PackageVersion[]): readonly string[] {
  return versions.map(({ name }) => name);
}
