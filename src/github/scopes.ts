/**
 * What a person has to allow, by what they want to do. The editor matches scope sets exactly, and each set is one
 * token, so these are few and constant.
 *
 * Source: docs.github.com, "About permissions for GitHub Packages" (table "Scopes and permissions for package
 * registries") and the descriptions of the REST operations; `read:org` from "List organizations for the authenticated
 * user".
 */
export const SCOPES = {
  /** See packages and versions, and list one's organisations. */
  read: ['read:packages', 'read:org'],
  /** Delete packages and versions. */
  delete: ['read:packages', 'delete:packages'],
  /** Restore packages and versions. */
  restore: ['read:packages', 'write:packages'],
} as const satisfies Record<string, readonly string[]>;

export type Permission = keyof typeof SCOPES;
