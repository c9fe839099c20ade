import type { Host } from './hosts';

/**
 * Base of the container registry of a host, without a slash at the end: ghcr.io, or `containers.HOSTNAME` on an
 * enterprise host (docs.github.com, "Working with the Container registry"), unless the person says otherwise. A token
 * never goes over a connection that is less secure than the one to its own host.
 *
 * @param setting the person's own value of `githubPackages.containerRegistryUrl`; it is about the enterprise host only
 * @returns undefined when the setting is no such address
 */
export function registryUrl(host: Host, setting: string): string | undefined {
  if (host.kind === 'github.com') return 'https://ghcr.io';
  const { protocol } = new URL(host.webUrl);
  const given = setting.trim();
  if (given === '') return `${protocol}//containers.${host.name}`;
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(given) ? given : `${protocol}//${given}`);
  } catch {
    return undefined;
  }
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:');
  return secure && url.username === '' && url.password === '' ? url.origin : undefined;
}
