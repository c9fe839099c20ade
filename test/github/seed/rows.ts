import type { PackageType, Role, Visibility } from '../state';

/** One package in a table of the seed. Ages are in days before now; what is left out is the common case. */
export interface PackageRow {
  readonly type: PackageType;
  readonly name: string;
  /** Repository-scoped types have their repository's instead. `private` unless said otherwise. */
  readonly visibility?: Visibility;
  /** A repository of the same owner. */
  readonly repository?: string;
  readonly roles?: Readonly<Record<string, Role>>;
  readonly releases: number;
  /** Age of the oldest release; by chance unless said otherwise. */
  readonly days?: number;
  /** Age of the newest release; by chance unless said otherwise. */
  readonly newest?: number;
  /** Downloads of the newest release; the others have fewer. 60 unless said otherwise. */
  readonly downloads?: number;
  readonly description?: string;
  readonly license?: string;
  /** RubyGems: with gems for each platform. */
  readonly native?: boolean;
  /** Preview versions that were deleted so long ago. */
  readonly deleted?: readonly number[];
  /** The whole package was deleted so long ago. */
  readonly deletedAgo?: number;
  readonly image?: ImageRow;
}

/** What the versions of a container package hold; a plain image for linux/amd64 unless said otherwise. */
export interface ImageRow {
  readonly content?: 'image' | 'docker' | 'helm' | 'artifact';
  readonly platforms?: readonly ('amd64' | 'arm64' | 'armV7')[];
  /** With buildx attestations. */
  readonly attested?: boolean;
  /** What refers to each release: cosign's tags, or a referrer by subject with its fallback tag. */
  readonly referrers?: readonly ('signature' | 'attestation' | 'sbom' | 'subject')[];
  /** Builds whose tag has moved on, so that they and their children are untagged. */
  readonly superseded?: number;
  /** Further tags on the newest release. */
  readonly manyTags?: number;
}

export interface RepositoryRow {
  readonly private?: boolean;
  readonly admins?: readonly string[];
}

/** Everything of one owner. */
export interface OwnerRows {
  readonly owner: string;
  readonly repositories: Readonly<Record<string, RepositoryRow>>;
  readonly packages: readonly PackageRow[];
}
