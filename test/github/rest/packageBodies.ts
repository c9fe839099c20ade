import { links, nodeId, simpleUser } from './accountBodies';
import { isoDate } from '../clock';
import { isRepositoryScoped } from './permissions';
import type { Site } from '../site';
import type { Package, PackageVersion } from '../state';

/** Fields of the schema `minimal-repository` that are addresses below the repository's own one. */
const REPOSITORY_LINKS: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** The schema `package`. `repository` is there only when the package is linked to one. */
export function packageBody(site: Site, pkg: Package, versionCount: number): object {
  const owner = site.world.owners.find((candidate) => candidate.login === pkg.owner);
  const repository = repositoryBody(site, pkg.repository);
  return {
    id: pkg.id,
    name: pkg.name,
    package_type: pkg.type,
    owner: owner ? simpleUser(site, owner) : null,
    version_count: versionCount,
    visibility: pkg.visibility,
    url: packageUrl(site, pkg),
    created_at: isoDate(pkg.createdAt),
    updated_at: isoDate(pkg.updatedAt),
    ...(repository ? { repository } : {}),
    html_url: packagePage(site, pkg),
  };
}

/** The schema `package-version`. */
export function versionBody(site: Site, pkg: Package, version: PackageVersion): object {
  const page = packagePage(site, pkg);
  const deletedAt = site.settings.uncertainties.deletedAtGiven ? version.deletedAt : undefined;
  return {
    id: version.id,
    name: version.name,
    url: `${packageUrl(site, pkg)}/versions/${String(version.id)}`,
    package_html_url: page,
    created_at: isoDate(version.createdAt),
    updated_at: isoDate(version.updatedAt),
    ...(deletedAt === undefined ? {} : { deleted_at: isoDate(deletedAt) }),
    ...(version.license === undefined ? {} : { license: version.license }),
    ...(version.description === undefined ? {} : { description: version.description }),
    html_url: versionPage(site, pkg, version),
    metadata: metadata(pkg, version),
  };
}

/** Where a person sees the package: below its repository for registries that have a repository's permissions. */
function packagePage(site: Site, pkg: Package): string {
  if (pkg.repository !== undefined && isRepositoryScoped(site.play, pkg.type)) {
    return `${site.url}/${pkg.repository}/packages/${String(pkg.id)}`;
  }
  return `${site.url}/${ownerForm(site, pkg)}/packages/${pkg.type}/package/${encodeURIComponent(pkg.name)}`;
}

function versionPage(site: Site, pkg: Package, version: PackageVersion): string {
  if (pkg.repository !== undefined && isRepositoryScoped(site.play, pkg.type)) {
    return `${packagePage(site, pkg)}?version=${encodeURIComponent(version.name)}`;
  }
  const name = encodeURIComponent(pkg.name);
  return `${site.url}/${ownerForm(site, pkg)}/packages/${pkg.type}/${name}/${String(version.id)}`;
}

function packageUrl(site: Site, pkg: Package): string {
  return `${site.apiUrl}/${ownerForm(site, pkg)}/packages/${pkg.type}/${encodeURIComponent(pkg.name)}`;
}

function ownerForm(site: Site, pkg: Package): string {
  const owner = site.world.owners.find((candidate) => candidate.login === pkg.owner);
  return `${owner?.kind === 'Organization' ? 'orgs' : 'users'}/${pkg.owner}`;
}

/** For `docker` the property is called `tag`, unlike the `tags` of `container`. */
function metadata(pkg: Package, version: PackageVersion): object {
  switch (pkg.type) {
    case 'container':
      return { package_type: pkg.type, container: { tags: version.tags } };
    case 'docker':
      return { package_type: pkg.type, docker: { tag: version.tags } };
    default:
      return { package_type: pkg.type };
  }
}

function repositoryBody(site: Site, fullName: string | undefined): object | undefined {
  const repository = fullName === undefined ? undefined : site.world.repositories.get(fullName);
  if (fullName === undefined || !repository) return undefined;
  const [login = '', name = ''] = fullName.split('/');
  const owner = site.world.owners.find((candidate) => candidate.login === login);
  const url = `${site.apiUrl}/repos/${fullName}`;
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name,
    full_name: fullName,
    private: repository.private,
    ...(owner ? { owner: simpleUser(site, owner) } : {}),
    html_url: `${site.url}/${fullName}`,
    description: null,
    fork: false,
    url,
    ...links(url, REPOSITORY_LINKS),
  };
}
