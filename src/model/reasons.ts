import * as l10n from '@vscode/l10n';
import { scopesFor, type Need } from '../github/scopes';
import type { Host } from '../github/hosts';

/** Why a permission is asked for, in one line for the editor's dialog. */
export function whyAsked(host: Host, need: Need): string {
  if (need.repository) {
    return l10n.t(
      'The permissions of these packages come from a repository, so GitHub asks for the repo permission too.',
    );
  }
  const scopes = scopesFor(host.kind, need);
  switch (need.operation) {
    case 'read':
      return l10n.t('To show your packages, GitHub Packages Explorer needs the permissions {0}.', scopes.join(', '));
    case 'delete':
      return l10n.t('To delete versions, GitHub Packages Explorer needs the {0} permission.', 'delete:packages');
    case 'restore':
      return l10n.t('To restore versions, GitHub Packages Explorer needs the {0} permission.', 'write:packages');
  }
}
