import { DELETED_AGES, HUBOT, MONA, OCTO_ORG, OCTO_PACKAGES } from './names';
import type { OwnerRows, PackageRow } from './rows';

const READ = { roles: { [HUBOT]: 'read' } } as const;
const MULTI_ARCH = ['amd64', 'arm64'] as const;
const THREE_PLATFORMS = ['amd64', 'arm64', 'armV7'] as const;

const containers: readonly Omit<PackageRow, 'type'>[] = [
  {
    name: OCTO_PACKAGES.large,
    repository: 'api-gateway',
    releases: 60,
    days: 730,
    newest: 1,
    deleted: DELETED_AGES,
    image: { platforms: MULTI_ARCH, attested: true, referrers: ['signature'], superseded: 18 },
  },
  {
    name: 'web-frontend',
    repository: 'web-frontend',
    visibility: 'public',
    releases: 24,
    downloads: 3100,
    image: { platforms: THREE_PLATFORMS, attested: true, referrers: ['signature', 'sbom'] },
  },
  {
    name: 'auth-service',
    repository: 'auth-service',
    releases: 18,
    image: { platforms: MULTI_ARCH, attested: true, referrers: ['signature', 'attestation'] },
  },
  {
    name: 'payments',
    repository: 'payments',
    releases: 12,
    image: { platforms: MULTI_ARCH, attested: true, referrers: ['subject'] },
  },
  {
    name: OCTO_PACKAGES.slash,
    repository: 'tools',
    visibility: 'public',
    releases: 9,
    image: { platforms: MULTI_ARCH },
  },
  { name: 'tools/linter', repository: 'tools', visibility: 'internal', releases: 5 },
  {
    name: OCTO_PACKAGES.oneTagged,
    repository: 'api-gateway',
    releases: 1,
    days: 60,
    newest: 2,
    image: { superseded: 6 },
  },
  { name: OCTO_PACKAGES.oneImage, releases: 1 },
  { name: 'postgres-backup', releases: 7, image: { content: 'docker', platforms: MULTI_ARCH, superseded: 2 } },
  { name: 'charts/api-gateway', repository: 'charts', visibility: 'public', releases: 11, image: { content: 'helm' } },
  { name: 'edge-filters', repository: 'api-gateway', releases: 4, image: { content: 'artifact' } },
  { name: OCTO_PACKAGES.deletedLongAgo, releases: 3, days: 500, newest: 200, deletedAgo: 29.5 },
];

const npm: readonly Omit<PackageRow, 'type'>[] = [
  {
    name: OCTO_PACKAGES.popular,
    repository: 'hello-world-npm',
    visibility: 'public',
    releases: 22,
    downloads: 12_480,
    description: 'The smallest package that says hello',
    license: 'MIT',
  },
  {
    name: OCTO_PACKAGES.history,
    repository: 'web-frontend',
    visibility: 'public',
    releases: 140,
    days: 720,
    newest: 0.2,
    deleted: DELETED_AGES,
    description: 'Components shared by all web applications',
    license: 'MIT',
  },
  { name: 'api-client', repository: 'api-gateway', releases: 48, description: 'Typed client of the public API' },
  { name: OCTO_PACKAGES.oneVersion, repository: 'tools', visibility: 'internal', releases: 1 },
  { name: 'feature-flags', releases: 16 },
  { name: 'i18n-messages', repository: 'web-frontend', visibility: 'public', releases: 31, license: 'MIT' },
  {
    name: OCTO_PACKAGES.deleted,
    repository: 'web-frontend',
    visibility: 'public',
    releases: 6,
    newest: 90,
    deletedAgo: 2,
  },
  { name: OCTO_PACKAGES.deletedForGood, releases: 3, newest: 150, deletedAgo: 31 },
];

const others: readonly PackageRow[] = [
  { type: 'maven', name: 'com.octo.billing.billing-core', repository: 'billing', releases: 34, days: 600 },
  { type: 'maven', name: 'com.octo.billing.billing-invoices', repository: 'billing', releases: 20, deleted: [2] },
  { type: 'maven', name: 'com.octo.commons', repository: 'java-commons', releases: 26, license: 'Apache-2.0' },
  { type: 'maven', name: 'com.octo.payments-api', repository: 'payments', releases: 8 },
  {
    type: 'nuget',
    name: 'Octo.Extensions.Logging',
    repository: 'dotnet-libraries',
    visibility: 'public',
    releases: 15,
  },
  { type: 'nuget', name: 'Octo.Identity.Client', repository: 'dotnet-libraries', releases: 9, deleted: [5] },
  { type: 'nuget', name: 'Octo.Templates', releases: 3, newest: 220 },
  { type: 'rubygems', name: 'octo-rails', repository: 'ruby-gems', visibility: 'public', releases: 13, license: 'MIT' },
  { type: 'rubygems', name: 'octo_parser', repository: 'ruby-gems', visibility: 'public', releases: 16, native: true },
  { type: 'docker', name: 'hello-world/app', repository: 'hello-world-npm', releases: 6, days: 900, newest: 500 },
  { type: 'docker', name: 'payments/worker', repository: 'payments', releases: 4, days: 800, newest: 450 },
];

/** MONA owns it; HUBOT reads it. */
export const OCTO_ORG_ROWS: OwnerRows = {
  owner: OCTO_ORG,
  repositories: {
    'api-gateway': { private: true, admins: [MONA] },
    'auth-service': { private: true, admins: [MONA] },
    'web-frontend': { admins: [MONA] },
    'hello-world-npm': {},
    tools: {},
    charts: {},
    payments: { private: true },
    billing: { private: true },
    'java-commons': {},
    'dotnet-libraries': {},
    'ruby-gems': {},
  },
  packages: [
    ...containers.map((row) => ({ type: 'container' as const, ...READ, ...row })),
    ...npm.map((row) => ({ type: 'npm' as const, ...READ, ...row })),
    ...others.map((row) => ({ ...READ, ...row })),
  ],
};
