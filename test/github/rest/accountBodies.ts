import { isoDate } from '../clock';
import type { Site } from '../site';
import type { Organization, Owner, User } from '../state';

/** The day every account of the local GitHub was made: a date must be there, and it means nothing. */
const FOUNDED = isoDate(Date.UTC(2019, 0, 15));

/** Fields of a person's or organisation's `…_url`, below its own API address. */
const SIMPLE_USER_LINKS: Readonly<Record<string, string>> = {
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
  organizations_url: '/orgs',
  repos_url: '/repos',
  events_url: '/events{/privacy}',
  received_events_url: '/received_events',
};

const ORGANIZATION_LINKS: Readonly<Record<string, string>> = {
  repos_url: '/repos',
  events_url: '/events',
  hooks_url: '/hooks',
  issues_url: '/issues',
  members_url: '/members{/member}',
  public_members_url: '/public_members{/member}',
};

/** The schema `simple-user`: an owner inside another answer. Organisations have this form too. */
export function simpleUser(site: Site, owner: Owner): object {
  const url = `${site.apiUrl}/users/${owner.login}`;
  return {
    login: owner.login,
    id: owner.id,
    node_id: nodeId(owner.kind, owner.id),
    avatar_url: avatarUrl(site, owner),
    gravatar_id: '',
    url,
    html_url: `${site.url}/${owner.login}`,
    ...links(url, SIMPLE_USER_LINKS),
    type: owner.kind,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** The schema `public-user`: an account as its own subject. */
export function publicUser(site: Site, owner: Owner): object {
  const publicRepositories = repositoriesOf(site, owner).filter((repository) => !repository.private);
  return {
    ...simpleUser(site, owner),
    name: owner.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: publicRepositories.length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: FOUNDED,
    updated_at: FOUNDED,
  };
}

/** The schema `private-user`: what a person sees of themself with the scope `user`. */
export function privateUser(site: Site, user: User): object {
  const privateRepositories = repositoriesOf(site, user).filter((repository) => repository.private);
  return {
    ...publicUser(site, user),
    user_view_type: 'private',
    private_gists: 0,
    total_private_repos: privateRepositories.length,
    owned_private_repos: privateRepositories.length,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

/** The schema `organization-simple`, of `/user/orgs`. */
export function simpleOrganization(site: Site, organization: Organization): object {
  const url = `${site.apiUrl}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: nodeId(organization.kind, organization.id),
    url,
    ...links(url, ORGANIZATION_LINKS),
    avatar_url: avatarUrl(site, organization),
    description: organization.name,
  };
}

/** The schema `organization-full`, as far as everybody may see it. */
export function fullOrganization(site: Site, organization: Organization): object {
  const publicRepositories = repositoriesOf(site, organization).filter((repository) => !repository.private);
  return {
    ...simpleOrganization(site, organization),
    name: organization.name,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: publicRepositories.length,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${site.url}/${organization.login}`,
    created_at: FOUNDED,
    updated_at: FOUNDED,
    archived_at: null,
    type: organization.kind,
  };
}

/** An opaque name of a thing, in the older of GitHub's two forms. */
export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${String(kind.length).padStart(3, '0')}:${kind}${String(id)}`).toString('base64');
}

/** A family of addresses below a common one. */
export function links(base: string, paths: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(paths).map(([field, path]) => [field, base + path]));
}

function avatarUrl(site: Site, owner: Owner): string {
  return `${site.url}/avatars/u/${String(owner.id)}?v=4`;
}

function repositoriesOf(site: Site, owner: Owner): { readonly private: boolean }[] {
  return [...site.world.repositories]
    .filter(([fullName]) => fullName.startsWith(`${owner.login}/`))
    .map(([, repository]) => repository);
}
