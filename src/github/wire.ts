import { ApiError } from './errors';
import type { Owner, Package, PackageType, PackageVersion, Repository } from './resources';

/**
 * From GitHub's JSON to ours. Nothing is believed: what an act would depend on (ids, names) must be there, the rest may
 * be missing, null or of a kind that GitHub's description does not know yet.
 */

/** Thousands of versions are kept; a README for each of them need not be. */
const LONGEST_DESCRIPTION = 300;

/** @returns undefined when the entry has no usable id or name */
export function toPackage(wire: unknown, owner: Owner, type: PackageType): Package | undefined {
  const json = record(wire);
  const id = integer(json['id']);
  const name = addressable(json['name']);
  if (id === undefined || name === undefined) return undefined;
  const repository = toRepository(json['repository']);
  return {
    id,
    owner,
    type,
    name,
    visibility: string(json['visibility']) ?? 'unknown',
    versionCount: integer(json['version_count']) ?? 0,
    createdAt: date(json['created_at']),
    updatedAt: date(json['updated_at']),
    htmlUrl: string(json['html_url']) ?? '',
    ...(repository && { repository }),
  };
}

/** @returns undefined when the entry has no usable id or name */
export function toVersion(wire: unknown): PackageVersion | undefined {
  const json = record(wire);
  const id = integer(json['id']);
  const name = string(json['name']);
  if (id === undefined || name === undefined) return undefined;
  const deletedAt = Date.parse(string(json['deleted_at']) ?? '');
  const htmlUrl = string(json['html_url']) ?? string(json['package_html_url']);
  const description = string(json['description'])?.slice(0, LONGEST_DESCRIPTION);
  const license = string(json['license'])?.slice(0, LONGEST_DESCRIPTION);
  return {
    id,
    name,
    tags: tags(json['metadata']),
    createdAt: date(json['created_at']),
    updatedAt: date(json['updated_at']),
    ...(Number.isNaN(deletedAt) ? {} : { deletedAt }),
    ...(htmlUrl !== undefined && { htmlUrl }),
    ...(description !== undefined && { description }),
    ...(license !== undefined && { license }),
  };
}

/** @returns undefined when the entry has no login */
export function toOrganization(wire: unknown): Owner | undefined {
  const json = record(wire);
  const login = addressable(json['login']);
  const id = integer(json['id']);
  return login === undefined ? undefined : { kind: 'organization', login, ...(id !== undefined && { id }) };
}

/** @returns undefined when it is neither a person nor an organisation, or has no login */
export function toOwner(wire: unknown): Owner | undefined {
  const json = record(wire);
  const login = addressable(json['login']);
  const kind = json['type'] === 'Organization' ? 'organization' : json['type'] === 'User' ? 'user' : undefined;
  return login === undefined || kind === undefined ? undefined : { kind, login };
}

/** The entries of a list that must be one. */
export function list(wire: unknown): readonly unknown[] {
  if (!Array.isArray(wire)) throw new ApiError('unexpected-answer', 'not a list');
  return wire;
}

function toRepository(wire: unknown): Repository | undefined {
  const json = record(wire);
  const fullName = string(json['full_name']);
  const htmlUrl = string(json['html_url']);
  return fullName !== undefined && htmlUrl !== undefined ? { fullName, htmlUrl } : undefined;
}

/** Containers carry `container.tags`; the old Docker registry's description names both `docker.tag` and `docker.tags`. */
function tags(metadata: unknown): readonly string[] {
  const { container, docker } = record(metadata);
  const found = record(container)['tags'] ?? record(docker)['tags'] ?? record(docker)['tag'];
  return Array.isArray(found) ? found.filter((tag) => typeof tag === 'string') : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What becomes part of an address; half of a surrogate pair cannot. */
function addressable(value: unknown): string | undefined {
  const name = string(value);
  return name !== undefined && /\p{Surrogate}/u.test(name) ? undefined : name;
}

/** An id above 2^53 has lost digits on the way and would name another thing. */
function integer(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function date(value: unknown): number {
  const time = Date.parse(string(value) ?? '');
  return Number.isNaN(time) ? 0 : time;
}
