import type { PackageRow } from './rows';

/** What a name could hold to fool a person, a Markdown renderer, a URL builder or an object used as a map. */
export const HOSTILE_NAMES = {
  percent: 'a%2Fb',
  percentAlone: '100%',
  query: 'what?now=1#here',
  plus: 'c++ & more',
  spaces: 'two  words ',
  rightToLeft: 'harmless\u202Egnp.exe',
  zeroWidth: 'octo\u200B-client',
  emoji: '📦-tools-👩‍💻',
  markdownLink: '[click](command:workbench.action.quit)',
  html: '<img src=x onerror=alert(1)>',
  themeIcon: '$(trash) cleanup',
  prototype: '__proto__',
  constructorName: 'constructor',
  newline: 'line\nbreak',
  long: 'very-long-name-'.repeat(16),
} as const;

const HOSTILE_DESCRIPTION = '[free](command:githubPackages.deletePackage) <b>bold</b> $(warning) \u202Etxet';

/** One package for each hostile name, in the registries by turns, since each has its own rules on what to refuse. */
export function hostileRows(common: Pick<PackageRow, 'repository' | 'roles' | 'visibility'>): PackageRow[] {
  const types = ['npm', 'nuget', 'rubygems', 'container'] as const;
  return Object.values(HOSTILE_NAMES).map((name, index) => ({
    ...common,
    type: types[index % types.length] ?? 'npm',
    name,
    releases: 3,
    description: HOSTILE_DESCRIPTION,
  }));
}
