import * as l10n from '@vscode/l10n';
import { scopesFor, type Need } from '../github/scopes';
import type { Host } from '../github/hosts';

/** Why a permission is asked for, in one line for the editor's dialog. */
export function whyAsked(host: Host, need: Need): string {
  const scopes = scopesFor(host.kind, need);
  switch (need.operation) {
    case 'read':
      return need.repository
        ? l10n.t(
            'To show private packages whose permissions come from a repository, GitHub Packages Explorer needs the repo permission too.',
          )
        : l10n.t('To show your packages, GitHub Packages Explorer needs the permissions {0}.', scopes.join(', '));
    case 'delete':
      return need.repository
        ? l10n.t(
            'To delete versions or packages, GitHub Packages Explorer needs the {0} permission, and as the permissions of these packages come from a repository, the repo permission too.',
            'delete:packages',
          )
        : l10n.t(
            'To delete versions or packages, GitHub Packages Explorer needs the {0} permission.',
            'delete:packages',
          );
    case 'restore':
      return need.repository
        ? l10n.t(
            'To restore versions or packages, GitHub Packages Explorer needs the {0} permission, and as the permissions of these packages come from a repository, the repo permission too.',
            'write:packages',
          )
        : l10n.t(
            'To restore versions or packages, GitHub Packages Explorer needs the {0} permission.',
            'write:packages',
          );
  }
}
