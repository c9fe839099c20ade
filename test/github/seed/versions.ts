import { addCosign, addArtifact, addHelmChart, addReferrer, referrerTag } from '../oci/artifacts';
import { addImage, addIndex, PLATFORMS, toVersions, type Blobs, type Image } from '../images';
import type { PackageVersion } from '../state';
import { makeHistory, previewName, type AgeSpan, type Release } from './history';
import type { Random } from './random';
import type { PackageRow } from './rows';

export interface VersionsContext {
  readonly blobs: Blobs;
  readonly random: Random;
  readonly owner: string;
  /** Epoch milliseconds of so many days ago. */
  readonly ago: (days: number) => number;
  /** A new version id for something made at that time. */
  readonly id: (createdAt: number) => number;
}

/** Days between the making of a preview version and its deletion. */
const PREVIEW_LIFE = 20;
const FIRST_PULL_REQUEST = 412;

/** All versions of the package in the row: its releases, what was superseded, and what was deleted. */
export function makeVersions(context: VersionsContext, row: PackageRow): PackageVersion[] {
  const span = ages(row, context.random);
  return [...makeReleases(context, row, span), ...makeSuperseded(context, row, span), ...makeDeleted(context, row)];
}

function makeReleases(context: VersionsContext, row: PackageRow, span: AgeSpan): PackageVersion[] {
  const { type, releases: count, native = false, downloads = 60 } = row;
  const { random } = context;
  const history = makeHistory(random, { count, ...span, type, native });
  const moving = movingTags(history);
  return history.flatMap((release, index) => {
    const tags = [release.name, ...(moving.get(release.name) ?? [])];
    if (index < count - 1) return makeVersion(context, row, release, tags, Math.floor(downloads * random() ** 3));
    return makeVersion(context, row, release, [...tags, ...manyTags(row)], downloads);
  });
}

/** Builds between the oldest and the newest release that lost their tag to the next build. */
function makeSuperseded(context: VersionsContext, row: PackageRow, { newest, oldest }: AgeSpan): PackageVersion[] {
  const count = row.image?.superseded ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const age = newest + ((index + 1) * (oldest - newest)) / (count + 1);
    return makeVersion(context, row, { name: `build-${String(index)}`, age }, [], 0);
  }).flat();
}

function makeDeleted(context: VersionsContext, row: PackageRow): PackageVersion[] {
  return (row.deleted ?? []).flatMap((age, index) => {
    const name = previewName(row.type, FIRST_PULL_REQUEST + index * 3);
    const deletedAt = context.ago(age);
    return makeVersion(context, row, { name, age: age + PREVIEW_LIFE }, [name], 3).map((version) => ({
      ...version,
      updatedAt: deletedAt,
      deletedAt,
    }));
  });
}

/** As the row says, or by chance, so that packages do not all come from the same day. */
function ages({ newest, days }: PackageRow, random: Random): AgeSpan {
  const end = newest ?? random() * 30;
  return { newest: end, oldest: days ?? end + 100 + random() * 500 };
}

/** One release or build: a single version, but in the container registry. */
function makeVersion(
  context: VersionsContext,
  row: PackageRow,
  release: Release,
  tags: readonly string[],
  downloads: number,
): PackageVersion[] {
  if (row.type === 'container') return makeContainerVersions(context, row, release, tags, downloads);
  return [makePlainVersion(context, row, release, downloads)];
}

/** A version that stands for itself, as in every registry but the container registry. */
function makePlainVersion(
  { ago, id }: VersionsContext,
  { type, description, license }: PackageRow,
  { name, age }: Release,
  downloads: number,
): PackageVersion {
  const createdAt = ago(age);
  return {
    id: id(createdAt),
    name,
    createdAt,
    updatedAt: createdAt,
    tags: type === 'docker' ? [name] : [],
    downloads,
    ...(description === undefined ? {} : { description }),
    ...(license === undefined ? {} : { license }),
  };
}

/** The versions that one push to the container registry leaves, with what refers to them. */
function makeContainerVersions(
  context: VersionsContext,
  row: PackageRow,
  { name, age }: Release,
  tags: readonly string[],
  downloads: number,
): PackageVersion[] {
  const { blobs, ago, id } = context;
  const createdAt = ago(age);
  const fields = { id: () => id(createdAt), createdAt };
  const image = makeContent(context, row, name, createdAt);
  const repository = `${context.owner}/${row.name}`;
  // Only releases are signed: a pipeline that overwrites its tag has no use for it.
  const referrers = (tags.length > 0 ? (row.image?.referrers ?? []) : []).flatMap((kind) => {
    if (kind !== 'subject') {
      const root = addCosign(blobs, kind, repository, image.root);
      return toVersions({ root, children: [] }, [referrerTag(image.root.digest, kind)], fields);
    }
    const referrer = addReferrer(blobs, image.root);
    return toVersions(
      { root: addIndex(blobs, [referrer]), children: [referrer] },
      [referrerTag(image.root.digest)],
      fields,
    );
  });
  return [...toVersions(image, tags, { ...fields, downloads }), ...referrers];
}

function makeContent({ blobs, owner }: VersionsContext, row: PackageRow, release: string, created: number): Image {
  const { content = 'image', platforms = ['amd64'], attested = false } = row.image ?? {};
  switch (content) {
    case 'helm':
      return { root: addHelmChart(blobs, row.name, release), children: [] };
    case 'artifact':
      return {
        root: addArtifact(blobs, 'application/vnd.wasm.config.v0+json', `${row.name} ${release}`),
        children: [],
      };
    case 'image':
    case 'docker':
      return addImage(blobs, {
        repository: `${owner}/${row.name}`,
        release,
        created,
        platforms: platforms.map((name) => PLATFORMS[name]),
        attested,
        docker: content === 'docker',
      });
  }
}

/** `latest`, `2` and `2.3` stand on the newest release that they describe; a prerelease always has its release after it. */
function movingTags(history: readonly Release[]): Map<string, string[]> {
  const holders = new Map<string, string>();
  for (const { name } of history) {
    const [major = '', minor = ''] = name.split('.');
    for (const tag of [`${major}.${minor}`, major, 'latest']) holders.set(tag, name);
  }
  const tags = new Map<string, string[]>();
  for (const [tag, holder] of holders) tags.set(holder, [...(tags.get(holder) ?? []), tag]);
  return tags;
}

function manyTags({ image }: PackageRow): string[] {
  return Array.from({ length: image?.manyTags ?? 0 }, (_, index) => `build-${String(10_000 + index)}`);
}
