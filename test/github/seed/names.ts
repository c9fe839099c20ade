/** Names in the seed that tests rely on. */

/** The person who signs in. Owner of {@link OCTO_ORG}, member of the other organisations. */
export const MONA = 'mona';
/** Member of {@link OCTO_ORG}, without admin rights on any of its packages. */
export const HUBOT = 'hubot';
/** The showpiece: all six types, everything a container registry can hold, deleted versions and packages. */
export const OCTO_ORG = 'octo-org';
/** Has {@link BIG_ORG_PACKAGES} packages; MONA may change some of them. Also where the hostile names are. */
export const BIG_ORG = 'big-org';
/** Enforces single sign-on. */
export const SAML_CORP = 'saml-corp';

export const BIG_ORG_PACKAGES = 312;

/** Packages of {@link OCTO_ORG}, each with something of its own. */
export const OCTO_PACKAGES = {
  /** Container: 450 active versions over two years, multi-arch, attested and signed, with deleted ones. */
  large: 'api-gateway',
  /** Container: exactly one tagged version, with untagged ones beside it. */
  oneTagged: 'nightly-builder',
  /** Container with a slash in its name. */
  slash: 'tools/cli',
  /** Container of one version on one platform: nothing but itself can be deleted. */
  oneImage: 'license-scanner',
  /** Public npm: a version above 5,000 downloads. */
  popular: 'hello-world-npm',
  /** npm: a single version. */
  oneVersion: 'eslint-config',
  /** npm: a long history with prereleases, and deleted versions of various ages. */
  history: 'ui-components',
  /** npm: the whole package was deleted two days ago. */
  deleted: 'legacy-widgets',
  /** Container: the whole package was deleted 29 days and a half ago. */
  deletedLongAgo: 'batch-runner',
  /** npm: the whole package was deleted 31 days ago, so that it is gone for good. */
  deletedForGood: 'old-polyfills',
} as const;

/** Ages in days of the deleted versions of `large` and `history`; the last is past the 30 days. */
export const DELETED_AGES = [1, 3, 12, 25, 29.5, 31] as const;

/** Container of {@link BIG_ORG} with more than 300 tags on its newest version. */
export const MANY_TAGS = 'ci-runner';

/** What {@link makeSmallWorld} has. */
export const SMALL = {
  user: MONA,
  org: OCTO_ORG,
  npm: 'hello-world-npm',
  container: 'web-app',
  maven: 'com.octo.shared-library',
  personal: 'dotfiles',
} as const;
