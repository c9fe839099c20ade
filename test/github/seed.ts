import { bigOrgRows } from './seed/bigOrg';
import { createWorldBuilder } from './seed/builder';
import { BIG_ORG, HUBOT, MONA, OCTO_ORG, SAML_CORP, SMALL } from './seed/names';
import { OCTO_ORG_ROWS } from './seed/octoOrg';
import { HUBOT_ROWS, MONA_ROWS, SAML_CORP_ROWS, SMALL_ORG_ROWS, SMALL_PERSONAL_ROWS } from './seed/smallOwners';
import type { Organization, User, World } from './state';

/**
 * People and organisations as they could be on GitHub, for the demo and the end-to-end tests. The same every time,
 * but for the dates, which are relative to `now` (epoch milliseconds), and the digests, which depend on them.
 */
export function makeWorld(now: number): World {
  const { world, add } = createWorldBuilder(now, [
    user(583231, MONA, 'Mona Lisa Octocat'),
    user(480938, HUBOT, 'Hubot'),
    organization(6811672, OCTO_ORG, 'Octo Organization', { [MONA]: 'owner', [HUBOT]: 'member' }),
    organization(9919001, BIG_ORG, 'Big Organization', { [MONA]: 'member' }),
    organization(7713042, SAML_CORP, 'SAML Corporation', { [MONA]: 'member' }, true),
  ]);
  for (const rows of [MONA_ROWS, HUBOT_ROWS, OCTO_ORG_ROWS, bigOrgRows(), SAML_CORP_ROWS]) add(rows);
  return world;
}

/** One person who owns one organisation, with a handful of packages: names in {@link SMALL}. */
export function makeSmallWorld(now: number): World {
  const { world, add } = createWorldBuilder(now, [
    user(583231, SMALL.user, 'Mona Lisa Octocat'),
    organization(6811672, SMALL.org, 'Octo Organization', { [SMALL.user]: 'owner' }),
  ]);
  for (const rows of [SMALL_PERSONAL_ROWS, SMALL_ORG_ROWS]) add(rows);
  return world;
}

function user(id: number, login: string, name: string): User {
  return { kind: 'User', id, login, name };
}

function organization(
  id: number,
  login: string,
  name: string,
  members: Readonly<Record<string, 'owner' | 'member'>>,
  sso = false,
): Organization {
  return {
    kind: 'Organization',
    id,
    login,
    name,
    members: new Map(Object.entries(members)),
    sso,
    blocksOAuthApps: false,
  };
}
