import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import { isCutShort } from '../model/cutShort';
import { planImageDeletion, type ImageDeletion } from '../model/imageDeletion';
import type { GraphReading } from '../model/imageReader';
import { planDeletion, type Plan, type PlanItem, type Why } from './plan';
import type { Survey } from './survey';
import { isVersion, packageKey, versionsByContainer, type VersionTarget } from './targets';

/** Reads how the versions of a container belong together; what cannot be read is told, and never rejects. */
export type ReadImages = (
  account: Account,
  pkg: Package,
  versions: readonly PackageVersion[],
  signal: AbortSignal,
  onProgress?: OnManifests,
) => Promise<GraphReading>;

/** Is told how many manifests were read, of how many that are known to be needed. */
export type OnManifests = (read: number, needed: number) => void;

/**
 * A plan of versions, made into one of images where they are some: with an image go the parts that only it uses, and a
 * part of an image that stays does not go. What cannot be read is not touched, nor anything that it could refer to.
 * @param plan made by GitHub's own rules; what they keep is a reason to keep its parts
 */
export async function planImages(
  plan: Plan,
  survey: Survey,
  read: ReadImages,
  signal: AbortSignal,
  onProgress?: OnManifests,
): Promise<Plan> {
  const items = plan.items.map(withoutOldRegistry);
  const going = items.filter(({ verdict }) => verdict === 'go').map(({ target }) => target);
  const replaced = new Map<string, readonly PlanItem[]>();
  for (const [key, targets] of versionsByContainer(going)) {
    const [first] = targets;
    if (!first) continue;
    const list = survey.get(key)?.active;
    if (!list?.complete || isCutShort(first.pkg, list.items.length)) {
      replaced.set(key, targets.map(untouched('list-incomplete')));
      continue;
    }
    const reading = await read(first.account, first.pkg, list.items, signal, onProgress);
    signal.throwIfAborted();
    const keptByGitHub = items.filter(({ target, verdict }) => verdict === 'refused' && packageKey(target) === key);
    replaced.set(key, planContainer(first, reading, { targets, keptByGitHub, survey }));
  }
  return { ...plan, items: withContainers(items, replaced) };
}

/**
 * GitHub's old Docker registry took no images of several platforms (docker/login-action#11, goreleaser/goreleaser#1622), so
 * that one with a tag stands for itself. That is no word of GitHub's, and how to read the manifests there is not
 * documented: what has no tag, and so would be a part if anything were, stays.
 */
function withoutOldRegistry(item: PlanItem): PlanItem {
  const { target, verdict } = item;
  if (verdict !== 'go' || target.pkg.type !== 'docker' || !isVersion(target) || target.version.tags.length > 0)
    return item;
  return { target, verdict: 'refused', why: 'old-registry' };
}

/** Each container's items stand where the first of them stood. */
function withContainers(
  items: readonly PlanItem[],
  replaced: ReadonlyMap<string, readonly PlanItem[]>,
): readonly PlanItem[] {
  const placed = new Set<string>();
  return items.flatMap((item): readonly PlanItem[] => {
    const key = packageKey(item.target);
    const own = item.verdict === 'go' && isVersion(item.target) ? replaced.get(key) : undefined;
    if (!own) return [item];
    if (placed.has(key)) return [];
    placed.add(key);
    return own;
  });
}

interface Wishes {
  readonly targets: readonly VersionTarget[];
  readonly keptByGitHub: readonly PlanItem[];
  readonly survey: Survey;
}

function planContainer(
  { account, pkg }: VersionTarget,
  { graph, failures }: GraphReading,
  { targets, keptByGitHub, survey }: Wishes,
): readonly PlanItem[] {
  const chosen = new Map(targets.map((target) => [target.version.name, target]));
  const targetsOf = (digests: readonly string[]): VersionTarget[] =>
    digests.flatMap((name) => {
      const version = graph.versions.get(name);
      return chosen.get(name) ?? (version ? { account, pkg, version } : []);
    });
  const staying = new Set(keptByGitHub.flatMap(({ target }) => target.version?.name ?? []));
  const alsoKept: PlanItem[] = [];
  for (;;) {
    const deletion = planImageDeletion(graph, { chosen: new Set(chosen.keys()), staying, complete: true });
    // What goes along may be the last of its kind for GitHub: a signature has a tag too.
    const going = targetsOf(deletion.steps.map(({ digest }) => digest));
    const refused = planDeletion(going, survey).items.filter(({ verdict }) => verdict === 'refused');
    if (refused.length === 0) {
      return [...itemsOf(deletion, { chosen: new Set(chosen.keys()), failures, targetsOf }), ...alsoKept];
    }
    alsoKept.push(...refused);
    for (const { target } of refused) if (target.version) staying.add(target.version.name);
  }
}

interface Known {
  readonly chosen: ReadonlySet<string>;
  /** Why manifests could not be read. */
  readonly failures: GraphReading['failures'];
  readonly targetsOf: (digests: readonly string[]) => readonly VersionTarget[];
}

function itemsOf({ steps, kept, refused }: ImageDeletion, known: Known): readonly PlanItem[] {
  const { chosen, failures, targetsOf } = known;
  const stages = new Map<string, number>();
  const going = steps.flatMap(({ digest, after }): readonly PlanItem[] => {
    const stage = 1 + Math.max(0, ...after.map((user) => stages.get(user) ?? 0));
    stages.set(digest, stage);
    const marks = { ...(!chosen.has(digest) && { along: true }), ...(failures.has(digest) && { opaque: true }) };
    return targetsOf([digest]).map((target) => ({ target, verdict: 'go', stage, after: targetsOf(after), ...marks }));
  });
  const failureOf = (unread: readonly PackageVersion[]): Pick<PlanItem, 'error'> => {
    const error = unread.flatMap(({ name }) => failures.get(name) ?? [])[0];
    return error ? { error } : {};
  };
  const belonging = refused.flatMap(({ digest, images, unread }): readonly PlanItem[] =>
    targetsOf([digest]).map((target) =>
      images.length > 0
        ? { target, verdict: 'refused', why: 'part-of-image', by: images }
        : { target, verdict: 'refused', why: 'images-unread', by: unread, ...failureOf(unread) },
    ),
  );
  const spared = kept.flatMap(({ digest, why, by }): readonly PlanItem[] =>
    targetsOf([digest]).map((target) => ({
      target,
      verdict: 'stay',
      ...(why === 'unread' ? { why: 'images-unread', ...failureOf(by) } : { why }),
      by,
    })),
  );
  return [...going, ...belonging, ...spared];
}

function untouched(why: Why): (target: VersionTarget) => PlanItem {
  return (target) => ({ target, verdict: 'refused', why });
}
