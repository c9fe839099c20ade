import * as l10n from '@vscode/l10n';
import { displayText } from './displayText';

/** Those GitHub names today. */
export const VISIBILITIES = ['public', 'private', 'internal'] as const;

/** In the person's language; one that GitHub invents later is shown as it is. */
export function visibilityWord(visibility: string): string {
  switch (visibility) {
    case 'public':
      return l10n.t('public');
    case 'private':
      return l10n.t('private');
    case 'internal':
      return l10n.t('internal');
    default:
      return displayText(visibility);
  }
}
