import type { Host } from '../github/hosts';
import type { PackageType } from '../github/resources';

/**
 * Where package managers find a registry: `host/path` for images, an address without a slash at the end for the others.
 *
 * Sources: docs.github.com, "Working with a GitHub Packages registry" (github.com; `npm.SUBDOMAIN.ghe.com` and its like
 * for ghe.com); "Enabling subdomain isolation" (`https://npm.HOSTNAME/` with it, `https://HOSTNAME/_registry/npm/`
 * without). A host that has no subdomains, an IP address or one with a port, cannot have isolation.
 *
 * @param containerRegistryUrl the person's setting for an enterprise host that has images elsewhere; may be empty
 */
export function registryOf(host: Host, type: PackageType, containerRegistryUrl: string): string {
  const scheme = new URL(host.webUrl).protocol;
  switch (host.kind) {
    case 'github.com':
      if (type === 'container') return 'ghcr.io';
      return type === 'docker' ? 'docker.pkg.github.com' : `https://${type}.pkg.github.com`;
    case 'ghe.com':
      if (isImageType(type)) return configured(containerRegistryUrl) ?? `containers.${host.name}`;
      return `${scheme}//${type}.${host.name}`;
    case 'ghes':
      if (type === 'container') return configured(containerRegistryUrl) ?? `containers.${host.name}`;
      if (type === 'docker') return hasSubdomains(host) ? `docker.${host.name}` : host.name;
      return hasSubdomains(host) ? `${scheme}//${type}.${host.name}` : `${host.webUrl}/_registry/${type}`;
  }
}

function isImageType(type: PackageType): boolean {
  return type === 'container' || type === 'docker';
}

/** The setting without its scheme, as image names have it. */
function configured(url: string): string | undefined {
  const bare = url
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '');
  return bare === '' ? undefined : bare;
}

function hasSubdomains({ webUrl }: Host): boolean {
  const { hostname, port } = new URL(webUrl);
  return port === '' && hostname.includes('.') && !/^[\d.]+$|:/.test(hostname);
}
