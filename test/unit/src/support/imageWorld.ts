import * as fc from 'fast-check';
import type { Manifest } from '../../../../src/github/manifests';
import type { PackageVersion } from '../../../../src/github/resources';
import { buildGraph, unreadVersions, type ImageGraph } from '../../../../src/model/imageGraph';
import { exampleVersion } from './examples';

/** A container as it truly is, what of it can be read, and what a person does with it. Versions go by number. */
export interface ImageWorld {
  readonly versions: readonly WorldVersion[];
  readonly chosen: readonly number[];
  /** GitHub keeps these whatever is asked. */
  readonly staying: readonly number[];
}

export interface WorldVersion {
  /** Undefined for an image; an index may be empty. Numbers from `MISSING` on name nothing that is there. */
  readonly parts: readonly number[] | undefined;
  readonly subject: number | undefined;
  /** What its `sha256-…` tags are about. */
  readonly about: readonly number[];
  readonly tagged: boolean;
  readonly readable: boolean;
}

export const MISSING = 100;

/** A digest for a number. */
export function digestOf(number: number): string {
  return `sha256:${number.toString(16).padStart(64, '0')}`;
}

/**
 * Random containers: shared parts, nested indexes, referrers of referrers, parts that are missing. What a manifest holds
 * was there before it, since it holds its digest; a tag can be about anything.
 */
export const imageWorlds: fc.Arbitrary<ImageWorld> = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    versions: fc.tuple(...Array.from({ length: count }, (_, number) => worldVersion(number, count))),
    chosen: fc.uniqueArray(fc.nat(count - 1), { maxLength: 4 }),
    staying: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.uniqueArray(fc.nat(count - 1), { maxLength: 2 })),
  }),
);

function worldVersion(number: number, count: number): fc.Arbitrary<WorldVersion> {
  const earlier = number === 0 ? fc.constant(MISSING) : fc.nat(number - 1);
  const part = fc.oneof({ weight: 9, arbitrary: earlier }, fc.integer({ min: MISSING, max: MISSING + 2 }));
  return fc.record({
    parts: fc.option(fc.uniqueArray(part, { maxLength: 4 }), { nil: undefined, freq: 2 }),
    subject: fc.option(earlier, { nil: undefined, freq: 1 }),
    about: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.uniqueArray(fc.nat(count), { maxLength: 2 })),
    tagged: fc.boolean(),
    readable: fc.oneof({ weight: 30, arbitrary: fc.constant(true) }, fc.constant(false)),
  });
}

export function versionsOf({ versions }: ImageWorld): readonly PackageVersion[] {
  return versions.map(({ tagged, about }, number) =>
    exampleVersion({
      id: number,
      name: digestOf(number),
      tags: [...(tagged ? [`v${number}`] : []), ...about.map((other) => `${digestOf(other).replace(':', '-')}.sig`)],
    }),
  );
}

export function manifestOf({ versions }: ImageWorld, number: number): Manifest | undefined {
  const version = versions[number];
  if (!version) return undefined;
  const subject = version.subject === undefined ? {} : { subject: digestOf(version.subject) };
  const descriptor = (other: number) => ({
    digest: digestOf(other),
    mediaType: `application/vnd.oci.image.${versions[other]?.parts ? 'index' : 'manifest'}.v1+json`,
    size: 1,
  });
  if (version.parts) return { kind: 'index', children: version.parts.map(descriptor), ...subject };
  return { kind: 'image', config: { ...descriptor(number), mediaType: 'config' }, layers: [], ...subject };
}

/** Reads what has to be read, as far as it can be. */
export function readWorld(world: ImageWorld): ImageGraph {
  const versions = versionsOf(world);
  const manifests = new Map<string, Manifest>();
  for (;;) {
    const graph = buildGraph(versions, manifests);
    const before = manifests.size;
    for (const { id, name } of unreadVersions(graph)) {
      const manifest = world.versions[id]?.readable ? manifestOf(world, id) : undefined;
      if (manifest) manifests.set(name, manifest);
    }
    if (manifests.size === before) return graph;
  }
}

/** Whether everything that pulling it needs is there, by what is truly in it. */
export function isWhole(world: ImageWorld, number: number, present: ReadonlySet<number>): boolean {
  return present.has(number) && (world.versions[number]?.parts ?? []).every((part) => isWhole(world, part, present));
}
