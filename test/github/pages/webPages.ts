import { isoDate } from '../clock';
import { html, name, page, type Markup } from './html';
import type { Incoming, Reply } from '../http';
import { activeVersions, deletedVersions } from '../packageStore';
import { matchRoute, type Params, type Route } from '../router';
import type { Site } from '../site';
import type { Package, PackageVersion } from '../state';

interface WebRoute extends Route {
  find(site: Site, params: Params): Package[] | undefined;
}

/** The addresses that answers of the API point to. Every one of them ends at a package, or at a list of them. */
const ROUTES: readonly WebRoute[] = [
  web('/{scope}/{owner}/packages/{type}/package/{name}', named),
  web('/{scope}/{owner}/packages/{type}/{name}/{version}', named),
  web('/{owner}/{repository}/pkgs/{type}/{name}', named),
  web('/{owner}/{repository}/packages/{id}', (site, params) =>
    site.world.packages.filter((pkg) => String(pkg.id) === params['id']),
  ),
  web('/orgs/{owner}/packages', owned),
  web('/users/{owner}/packages', owned),
  web('/organizations/{owner}/settings/packages', owned),
  web('/settings/packages', (site) => site.world.packages),
  web('/{owner}/{repository}', (site, params) => {
    const fullName = `${params['owner'] ?? ''}/${params['repository'] ?? ''}`;
    const linked = site.world.packages.filter((pkg) => pkg.repository === fullName);
    return site.world.repositories.has(fullName) ? linked : undefined;
  }),
  web('/{owner}', owned),
];

/** A page for an address that the API gave out, so that *Open on GitHub* leads somewhere; undefined for other paths. */
export function answerWeb(site: Site, incoming: Incoming): Reply | undefined {
  const match = matchRoute(ROUTES, incoming.method, incoming.path);
  const found = match?.route.find(site, match.params);
  if (!found) return undefined;
  const [only] = found;
  return only && found.length === 1 ? packagePage(site, only) : listPage(incoming.path, found);
}

function web(template: string, find: WebRoute['find']): WebRoute {
  return { method: 'GET', template, find };
}

function named(site: Site, params: Params): Package[] | undefined {
  const found = site.world.packages.filter(
    (pkg) => pkg.owner === params['owner'] && pkg.type === params['type'] && pkg.name === params['name'],
  );
  return found.length > 0 ? found : undefined;
}

function owned(site: Site, params: Params): Package[] | undefined {
  const owner = site.world.owners.find((candidate) => candidate.login === params['owner']);
  return owner && site.world.packages.filter((pkg) => pkg.owner === owner.login);
}

function packagePage(site: Site, pkg: Package): Reply {
  const deleted = deletedVersions(site, pkg).length;
  return page(
    pkg.name,
    html`<h1>${name(pkg.name)}</h1>
      <p>
        ${pkg.type}, ${pkg.visibility}, of ${name(pkg.owner)}${pkg.repository === undefined ? '' : ' from '}
        ${name(pkg.repository ?? '')}
      </p>
      ${pkg.deletedAt === undefined ? undefined : html`<p role="status">Deleted ${isoDate(pkg.deletedAt)}</p>`}
      <table>
        <tr>
          <th>Version</th>
          <th>Tags</th>
          <th>Published</th>
          <th>Downloads</th>
        </tr>
        ${newestFirst(activeVersions(pkg)).map(
          (version) =>
            html`<tr>
              <td>${name(version.name)}</td>
              <td>${version.tags.map((tag) => html`${name(tag)} `)}</td>
              <td>${isoDate(version.createdAt).slice(0, 10)}</td>
              <td>${version.downloads}</td>
            </tr>`,
        )}
      </table>
      <p>${deleted === 0 ? '' : `${String(deleted)} deleted in the last 30 days`}</p>`,
  );
}

function newestFirst(versions: readonly PackageVersion[]): PackageVersion[] {
  return [...versions].sort((a, b) => b.createdAt - a.createdAt);
}

function listPage(path: string, packages: readonly Package[]): Reply {
  return page(
    'Packages',
    html`<h1>Packages</h1>
      <p><code>${path}</code></p>
      <ul>
        ${packages.map((pkg) => html`<li>${entry(pkg)}</li>`)}
      </ul>`,
  );
}

function entry(pkg: Package): Markup {
  const state = pkg.deletedAt === undefined ? '' : `, deleted ${isoDate(pkg.deletedAt)}`;
  return html`${name(pkg.name)} <code>${pkg.type}</code>${state}`;
}
