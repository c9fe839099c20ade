import * as l10n from '@vscode/l10n';
import type { ApiError } from '../github/errors';

/** The one next step that helps. */
export type Remedy = 'sign-in' | 'authorize-sso' | 'refresh' | 'show-log' | 'open-on-github';

export interface Explanation {
  /** One sentence for a person. */
  readonly sentence: string;
  readonly remedy: Remedy;
}

/**
 * What a failure means and what to do about it, in a person's words. The server's own message is for the log.
 * @param host name of the host that was asked
 * @param locale BCP 47, for the time a limit is lifted
 */
export function explain(error: ApiError, host: string, locale: string): Explanation {
  switch (error.reason) {
    case 'signed-out':
      return { sentence: l10n.t('You are not signed in to {0}.', host), remedy: 'sign-in' };
    case 'bad-credentials':
      return { sentence: l10n.t('{0} no longer accepts this sign-in.', host), remedy: 'sign-in' };
    case 'scope-missing':
      return { sentence: missing(error.details.missingScopes ?? []), remedy: 'sign-in' };
    case 'sso-required':
      return { sentence: l10n.t('This organization wants you to authorize single sign-on.'), remedy: 'authorize-sso' };
    case 'app-restricted':
      return {
        sentence: l10n.t(
          'This organization does not let the editor’s GitHub app see it; its owners can approve the app.',
        ),
        remedy: 'open-on-github',
      };
    case 'token-kind':
      return { sentence: l10n.t('GitHub Packages does not accept this kind of token.'), remedy: 'sign-in' };
    case 'not-found':
      return {
        sentence: l10n.t('It does not exist, or you may not see it; {0} does not say which.', host),
        remedy: 'refresh',
      };
    case 'not-admin':
      return {
        sentence: l10n.t('Only an admin of the package may do this; ask one of them.'),
        remedy: 'open-on-github',
      };
    case 'not-restorable':
      return {
        sentence: l10n.t('It can no longer be restored, its place is taken, or you are not an admin of the package.'),
        remedy: 'open-on-github',
      };
    case 'name-taken':
      return {
        sentence: l10n.t('Its name is taken again; delete what has it now before you restore this.'),
        remedy: 'open-on-github',
      };
    case 'last-tagged-version':
      return {
        sentence: l10n.t('GitHub keeps the last tagged version of a package; the package can be deleted instead.'),
        remedy: 'open-on-github',
      };
    case 'last-version':
      return {
        sentence: l10n.t('GitHub keeps the last version of a package; the package can be deleted instead.'),
        remedy: 'open-on-github',
      };
    case 'too-many-downloads':
      return {
        sentence: l10n.t('What is public and has more than 5,000 downloads can only be deleted by GitHub Support.'),
        remedy: 'open-on-github',
      };
    case 'rate-limited':
      return { sentence: limit(error.details.retryAt, host, locale), remedy: 'refresh' };
    case 'server-error':
      return { sentence: l10n.t('{0} has a problem of its own just now.', host), remedy: 'refresh' };
    case 'offline':
      return { sentence: l10n.t('There is no way to {0}: you seem to be offline.', host), remedy: 'refresh' };
    case 'certificate':
      return { sentence: l10n.t('The certificate of {0} is not trusted on this computer.', host), remedy: 'show-log' };
    case 'unreachable':
      return { sentence: l10n.t('{0} cannot be reached.', host), remedy: 'refresh' };
    case 'timeout':
      return { sentence: l10n.t('{0} did not answer in time.', host), remedy: 'refresh' };
    case 'broken-answer':
      return { sentence: l10n.t('The answer of {0} arrived incomplete.', host), remedy: 'refresh' };
    case 'unexpected-answer':
      return {
        sentence: l10n.t('Something other than {0} answered; a network may be asking you to log in.', host),
        remedy: 'refresh',
      };
    case 'foreign-host':
      return { sentence: l10n.t('{0} pointed to another server, which was not asked.', host), remedy: 'show-log' };
    case 'registry-unreadable':
      return {
        sentence: l10n.t('The container registry of {0} cannot be read from here, as is usual in a browser.', host),
        remedy: 'open-on-github',
      };
    case 'part-of-image':
      return { sentence: l10n.t('Its image is still there, so its parts stay too.'), remedy: 'refresh' };
    case 'part-missing':
      return {
        sentence: l10n.t('A part of the image could not be restored, so it stays deleted: it would be broken.'),
        remedy: 'open-on-github',
      };
    case 'cancelled':
      return { sentence: l10n.t('Cancelled.'), remedy: 'refresh' };
    case 'read-only':
      return { sentence: l10n.t('Read-only mode is on.'), remedy: 'show-log' };
    case 'not-recorded':
      return {
        sentence: l10n.t('What is done cannot be noted on this computer’s disk, so nothing more was sent.'),
        remedy: 'show-log',
      };
    case 'refused':
      return { sentence: l10n.t('{0} refused this.', host), remedy: 'show-log' };
  }
}

function missing(scopes: readonly string[]): string {
  return scopes.length === 1
    ? l10n.t('Your sign-in lacks the permission {0}.', scopes[0] ?? '')
    : l10n.t('Your sign-in lacks the permissions {0}.', scopes.join(', '));
}

function limit(retryAt: number | undefined, host: string, locale: string): string {
  if (retryAt === undefined) return l10n.t('{0} asks for a pause; try again in a minute.', host);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(retryAt);
  return l10n.t('{0} asks for a pause until {1}.', host, time);
}
