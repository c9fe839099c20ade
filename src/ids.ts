/** Every name that the manifest and the code share, once. `test/unit/manifest.test.ts` holds the two together. */

export const VIEW_CONTAINER = 'githubPackages';
export const VIEW = 'githubPackages.packages';

export const COMMANDS = {
  signIn: 'githubPackages.signIn',
  refresh: 'githubPackages.refresh',
  loadMore: 'githubPackages.loadMore',
  findPackage: 'githubPackages.findPackage',
  filter: 'githubPackages.filter',
  clearFilter: 'githubPackages.clearFilter',
  sortBy: 'githubPackages.sortBy',
  groupBy: 'githubPackages.groupBy',
  addOwner: 'githubPackages.addOwner',
  removeOwner: 'githubPackages.removeOwner',
  deleteVersion: 'githubPackages.deleteVersion',
  restoreVersion: 'githubPackages.restoreVersion',
  deletePackage: 'githubPackages.deletePackage',
  restorePackage: 'githubPackages.restorePackage',
  openOnGitHub: 'githubPackages.openOnGitHub',
  openRepository: 'githubPackages.openRepository',
  openPackageSettings: 'githubPackages.openPackageSettings',
  authorizeSso: 'githubPackages.authorizeSso',
  copyName: 'githubPackages.copyName',
  copyInstallCommand: 'githubPackages.copyInstallCommand',
  copyDigest: 'githubPackages.copyDigest',
  copyUrl: 'githubPackages.copyUrl',
  showLog: 'githubPackages.showLog',
} as const;

export type CommandName = keyof typeof COMMANDS;

/** The extension's own settings, all of application scope. */
export const SETTINGS = {
  section: 'githubPackages',
  owners: 'owners',
  containerRegistryUrl: 'containerRegistryUrl',
  confirmDelete: 'confirmDelete',
  readOnly: 'readOnly',
} as const;

/** Keys for `when` clauses. */
export const CONTEXT_KEYS = {
  /** The silent look for sessions has answered: only now does "signed out" mean anything. */
  ready: 'githubPackages.ready',
  signedIn: 'githubPackages.signedIn',
  /** A folder's own value of the editor's setting leaves no enterprise host. */
  hostOverruled: 'githubPackages.hostOverruled',
  /** Nothing may be changed. */
  readOnly: 'githubPackages.readOnly',
  /** The tree is narrowed by a filter. */
  filtered: 'githubPackages.filtered',
} as const;

/** The kind of a tree element, and with `+` in front what can be done with it. */
export const CONTEXT_VALUES = {
  account: 'account',
  owner: 'owner',
  addedOwner: 'owner+added',
  workspace: 'workspace',
  group: 'group',
  package: 'package',
  linkedPackage: 'package+linked',
  activeVersion: 'version+deletable',
  deletedVersion: 'version+restorable',
  expiredVersion: 'version',
  versionGroup: 'versionGroup',
  activeImage: 'version+deletable+image',
  deletedImage: 'version+restorable+image',
  expiredImage: 'version+image',
  deletedVersions: 'deletedVersions',
  deletedPackages: 'deletedPackages',
  deletedPackage: 'deletedPackage+restorable',
  loadMore: 'loadMore',
  message: 'message',
  ssoMessage: 'message+sso',
} as const;
