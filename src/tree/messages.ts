import * as l10n from '@vscode/l10n';
import type { Gap } from '../github/paging';
import { CONTEXT_VALUES } from '../ids';
import { displayText } from '../model/displayText';
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
      return say('shield', l10n.t('Hidden by single sign-on: {0}', names), l10n.t('Authorize...'), 'authorize-sso');
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
    case 'failure': {
      const { sentence, remedy } = explain(notice.error, account.host.name, locale);
      return say(remedy === 'authorize-sso' ? 'shield' : 'warning', failedPart(notice.what), sentence, remedy);
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

function failedPart(what: FailedPart): string {
  switch (what) {
    case 'organizations':
      return l10n.t('Organizations could not be listed');
    case 'packages':
      return l10n.t('Packages could not be listed');
    case 'versions':
      return l10n.t('Versions could not be listed');
    case 'image':
      return l10n.t('The image could not be read');
    default:
      return 'owner' in what
        ? l10n.t('{0} could not be found', displayText(what.owner))
        : l10n.t('{0} packages could not be listed', PACKAGE_TYPE_FACTS[what.type].label);
  }
}
