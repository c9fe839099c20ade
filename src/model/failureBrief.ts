import * as l10n from '@vscode/l10n';
import type { ApiError } from '../github/errors';

/**
 * Why something could not be read, in the two or three words that a narrow side bar has room for. The whole sentence is
 * that of `explain`.
 * @param locale BCP 47, for the time a limit is lifted
 */
export function failureBrief({ reason, details }: ApiError, locale: string): string {
  switch (reason) {
    case 'signed-out':
      return l10n.t('signed out');
    case 'bad-credentials':
      return l10n.t('sign in again');
    case 'scope-missing':
      return l10n.t('permission missing');
    case 'sso-required':
      return l10n.t('single sign-on');
    case 'app-restricted':
      return l10n.t('app not approved');
    case 'token-kind':
      return l10n.t('token not accepted');
    case 'not-found':
      return l10n.t('not found');
    case 'rate-limited': {
      if (details.retryAt === undefined) return l10n.t('asked to pause');
      return l10n.t('until {0}', new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(details.retryAt));
    }
    case 'server-error':
      return l10n.t('server error');
    case 'offline':
      return l10n.t('offline');
    case 'certificate':
      return l10n.t('not trusted');
    case 'unreachable':
      return l10n.t('unreachable');
    case 'timeout':
      return l10n.t('no answer');
    case 'broken-answer':
      return l10n.t('cut off');
    case 'unexpected-answer':
      return l10n.t('not GitHub');
    case 'foreign-host':
      return l10n.t('sent elsewhere');
    case 'registry-unreadable':
      return l10n.t('not from here');
    default:
      return l10n.t('refused');
  }
}
