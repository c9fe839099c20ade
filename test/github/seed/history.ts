import type { PackageType } from '../state';
import type { Random } from './random';

export interface Release {
  readonly name: string;
  /** Days before now. */
  readonly age: number;
}

/** Ages in days before now. */
export interface AgeSpan {
  readonly newest: number;
  readonly oldest: number;
}

export interface HistoryOptions extends AgeSpan {
  readonly count: number;
  readonly type: PackageType;
  /** RubyGems: every release comes as one gem for each platform too. */
  readonly native: boolean;
}

type Version = [major: number, minor: number, patch: number];

/** How each ecosystem writes a prerelease. Maven has one for every release, the others a few before larger ones. */
const PRERELEASE: Readonly<Record<PackageType, (release: string, number: number) => string>> = {
  npm: (release, number) => `${release}-rc.${String(number)}`,
  maven: (release) => `${release}-SNAPSHOT`,
  rubygems: (release, number) => `${release}.rc${String(number)}`,
  nuget: (release, number) => `${release}-preview.${String(number)}`,
  docker: (release, number) => `${release}-rc${String(number)}`,
  container: (release, number) => `${release}-rc.${String(number)}`,
};

const PREVIEW: Readonly<Record<PackageType, (pullRequest: string) => string>> = {
  npm: (pullRequest) => `0.0.0-pr.${pullRequest}`,
  maven: (pullRequest) => `0.0.0-pr${pullRequest}-SNAPSHOT`,
  rubygems: (pullRequest) => `0.0.0.pr${pullRequest}`,
  nuget: (pullRequest) => `0.0.0-pr.${pullRequest}`,
  docker: (pullRequest) => `pr-${pullRequest}`,
  container: (pullRequest) => `pr-${pullRequest}`,
};

const GEM_PLATFORMS = ['', '-x86_64-linux', '-aarch64-linux', '-arm64-darwin'];

/** A package's releases, oldest first: versions rise as they do in practice, and dates are spread with some chance. */
export function makeHistory(random: Random, { count, oldest, newest, type, native }: HistoryOptions): Release[] {
  const names: string[] = [];
  let version: Version = random() < 0.5 ? [0, 1, 0] : [1, 0, 0];
  while (names.length < count) {
    const release = version.join('.');
    const large = version[2] === 0;
    const rehearsals = type === 'maven' ? 1 : large && names.length > 0 ? Math.floor(random() * 3) : 0;
    for (let number = 1; number <= rehearsals; number++) {
      names.push(PRERELEASE[type](release, number));
    }
    for (const platform of native ? GEM_PLATFORMS : ['']) names.push(release + platform);
    version = nextVersion(version, random());
  }
  const kept = names.slice(-count); // ends with a release
  const step = (oldest - newest) / Math.max(1, count - 1);
  return kept.map((name, index) => {
    const place = count - 1 - index;
    const jitter = place === 0 || index === 0 ? 0 : (random() - 0.5) * step * 0.8;
    return { name, age: newest + place * step + jitter };
  });
}

/** The name of a build between releases: what teams publish for a pull request and delete again. */
export function previewName(type: PackageType, pullRequest: number): string {
  return PREVIEW[type](String(pullRequest));
}

function nextVersion([major, minor, patch]: Version, chance: number): Version {
  if (chance < 0.65) return [major, minor, patch + 1];
  if (chance < 0.93) return [major, minor + 1, 0];
  return [major + 1, 0, 0];
}
