import type { PackageType } from '../github/resources';

interface PackageTypeFacts {
  /** The registry's own name, the same in every language. */
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
}

export const PACKAGE_TYPE_FACTS: Readonly<Record<PackageType, PackageTypeFacts>> = {
  container: { label: 'Container', icon: 'layers' },
  npm: { label: 'npm', icon: 'package' },
  maven: { label: 'Maven', icon: 'library' },
  nuget: { label: 'NuGet', icon: 'extensions' },
  rubygems: { label: 'RubyGems', icon: 'ruby' },
  docker: { label: 'Docker', icon: 'vm' },
};
