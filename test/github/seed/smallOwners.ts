import { HUBOT, MONA, SAML_CORP, SMALL } from './names';
import type { OwnerRows } from './rows';

/** What MONA has published herself. */
export const MONA_ROWS: OwnerRows = {
  owner: MONA,
  repositories: { dotfiles: { admins: [MONA] }, 'advent-of-code': { private: true, admins: [MONA] } },
  packages: [
    {
      type: 'container',
      name: 'dotfiles',
      repository: 'dotfiles',
      releases: 8,
      image: { platforms: ['amd64', 'arm64'] },
    },
    { type: 'container', name: 'homelab/dns', visibility: 'public', releases: 5, deleted: [6] },
    { type: 'npm', name: 'tiny-logger', repository: 'dotfiles', visibility: 'public', releases: 12, license: 'MIT' },
    { type: 'rubygems', name: 'mona-blog-theme', visibility: 'public', releases: 4, newest: 340 },
    { type: 'maven', name: 'dev.mona.puzzles', repository: 'advent-of-code', releases: 3, newest: 320 },
    { type: 'npm', name: 'left-align', visibility: 'public', releases: 2, newest: 600, days: 640, deletedAgo: 10 },
  ],
};

/** Another person: MONA sees what is public. */
export const HUBOT_ROWS: OwnerRows = {
  owner: HUBOT,
  repositories: { hubot: { admins: [HUBOT] } },
  packages: [
    { type: 'npm', name: 'hubot-scripts', repository: 'hubot', visibility: 'public', releases: 9, downloads: 900 },
    { type: 'container', name: 'hubot', repository: 'hubot', visibility: 'public', releases: 6 },
    { type: 'container', name: 'secret-experiments', releases: 2 },
  ],
};

/** Out of sight until a token is authorised for single sign-on. */
export const SAML_CORP_ROWS: OwnerRows = {
  owner: SAML_CORP,
  repositories: { 'core-banking': { private: true }, 'design-system': {} },
  packages: [
    { type: 'container', name: 'ledger', repository: 'core-banking', roles: { [MONA]: 'admin' }, releases: 14 },
    { type: 'container', name: 'risk-engine', repository: 'core-banking', roles: { [MONA]: 'read' }, releases: 7 },
    { type: 'maven', name: 'com.saml.ledger-model', repository: 'core-banking', releases: 10 },
    { type: 'npm', name: 'design-tokens', repository: 'design-system', visibility: 'public', releases: 18 },
    { type: 'nuget', name: 'Saml.Reporting', repository: 'design-system', visibility: 'public', releases: 5 },
  ],
};

/** A handful, for tests that need to see everything at a glance. */
export const SMALL_PERSONAL_ROWS: OwnerRows = {
  owner: SMALL.user,
  repositories: {},
  packages: [{ type: 'container', name: SMALL.personal, visibility: 'public', releases: 2 }],
};

export const SMALL_ORG_ROWS: OwnerRows = {
  owner: SMALL.org,
  repositories: { app: { admins: [SMALL.user] }, library: { private: true, admins: [SMALL.user] } },
  packages: [
    { type: 'npm', name: SMALL.npm, repository: 'app', visibility: 'public', releases: 3, deleted: [2] },
    {
      type: 'container',
      name: SMALL.container,
      repository: 'app',
      releases: 2,
      deleted: [1],
      image: { platforms: ['amd64', 'arm64'], attested: true, referrers: ['signature'] },
    },
    { type: 'maven', name: SMALL.maven, repository: 'library', releases: 4 },
  ],
};
