import * as l10n from '@vscode/l10n';
import type { Gap } from '../github/paging';
import { CONTEXT_VALUES } from '../ids';
import { displayText } from '../model/displayText';
import { failureBrief } from '../model/failureBrief';
import { explain } from '../model/failures';
import { PACKAGE_TYPE_FACTS } from '../model/packageTypes';
import type { FailedPart, MessageNode } from './nodes';
import type { Presentation, Surroundings } from './presentation';

/** How a message looks and sounds, with the one thing that can be done about it. */
export function presentMessage({ notice, account }: MessageNode, { locale }: Surroundings): Presentation {
  const say = (
    icon: string,
    label: string,
    description?: string,
    action?: NonNullable<Presentation['action']>,
  ): Presentation => ({
    label,
    ...(description !== undefined && { description }),
    icon,
    contextValue: action === 'authorize-sso' ? CONTEXT_VALUES.ssoMessage : CONTEXT_VALUES.message,
    collapsible: 'none',
    spoken: [label, ...(description === undefined ? [] : [description])]
      .map((part) => part.replace(/\.{3}$/, '')) // that more will be asked is seen, not heard
      .join('. '),
    ...(action && { action }),
  });
  switch (notice.kind) {
    case 'empty':
      return say('info', l10n.t('None'));
    case 'filtered':
      return say('filter', l10n.t('Nothing matches the filter'), l10n.t('Clear it'), 'clear-filter');
    case 'incomplete':
      return say('warning', l10n.t('This list may be incomplete'), whyIncomplete(notice.gap), 'refresh');
    case 'stale':
      return say('history', l10n.t('Shown as it was last time'), l10n.t('Refresh to read it again.'), 'refresh');
    case 'hidden': {
      const names = displayText(notice.organizations.join(', '));
      const looks = say('shield', l10n.t('Authorize to see {0}...', names), l10n.t('single sign-on'), 'authorize-sso');
      return { ...looks, spoken: l10n.t('Single sign-on hides {0}. Authorize to see it.', names) };
    }
    case 'missing':
      return notice.certain
        ? say('error', displayText(notice.title), l10n.t('missing: pulling it fails'))
        : say('question', displayText(notice.title), l10n.t('further down the list of versions'));
    case 'single':
      return say('info', l10n.t('One image, without parts or attachments'));
    case 'repositories': {
      const label = l10n.t('Show private packages of repositories too...');
      return say('lock', label, l10n.t('GitHub asks for the repo permission.'), 'sign-in');
    }
    case 'host-overruled':
      return say('info', l10n.t('No enterprise host in this folder'), l10n.t('It has its own github-enterprise.uri.'));
    case 'failure': {
      const { sentence, remedy } = explain(notice.error, account.host.name, locale);
      const { short, whole } = failedPart(notice.what);
      const isSso = remedy === 'authorize-sso';
      const label = isSso ? l10n.t('Authorize single sign-on...') : short;
      const brief = isSso ? short : failureBrief(notice.error, locale);
      return { ...say(isSso ? 'shield' : 'warning', label, brief, remedy), spoken: `${whole}. ${sentence}` };
    }
  }
}

function whyIncomplete(gap: Gap): string {
  switch (gap) {
    case 'capped':
      return l10n.t('GitHub lists the first 10,000 of a type only.');
    case 'shifted':
      return l10n.t('It kept changing while it was read. Refresh to read it again.');
    case 'unreadable':
      return l10n.t('Some entries could not be understood. Refresh to read it again.');
    case 'broken-links':
      return l10n.t('Its pages do not fit together. Refresh to read it again.');
  }
}

/** What could not be read: as much as a narrow side bar has room for, and as a sentence. */
function failedPart(what: FailedPart): { readonly short: string; readonly whole: string } {
  switch (what) {
    case 'organizations':
      return { short: l10n.t('Organizations not listed'), whole: l10n.t('Organizations could not be listed') };
    case 'packages':
      return { short: l10n.t('Packages not listed'), whole: l10n.t('Packages could not be listed') };
    case 'versions':
      return { short: l10n.t('Versions not listed'), whole: l10n.t('Versions could not be listed') };
    case 'image':
      return { short: l10n.t('Image not read'), whole: l10n.t('The image could not be read') };
  }
  if ('owner' in what) {
    const owner = displayText(what.owner);
    return { short: l10n.t('{0} not found', owner), whole: l10n.t('{0} could not be found', owner) };
  }
  const type = PACKAGE_TYPE_FACTS[what.type].label;
  return { short: l10n.t('{0} not listed', type), whole: l10n.t('{0} packages could not be listed', type) };
}
