import * as l10n from '@vscode/l10n';
import type { Host } from '../github/hosts';
import type { Package, PackageVersion } from '../github/resources';
import { registryOf } from './registries';

/** A text that installs a package, and what it is called. */
export interface InstallCommand {
  readonly name: string;
  readonly text: string;
}

interface Wanted {
  readonly host: Host;
  readonly pkg: Package;
  /** Undefined for whatever the registry gives when none is named. */
  readonly version: PackageVersion | undefined;
  readonly containerRegistryUrl: string;
}

/**
 * What to type, or to put into a project, to use a package: the usual way first, others after it.
 * Names come from outside and end up in a shell, so whatever a shell could understand is quoted.
 * Source: docs.github.com, "Working with a GitHub Packages registry".
 *
 * @returns nothing for a name that no command can hold: one with line breaks or other control characters
 */
export function installCommands(wanted: Wanted): readonly InstallCommand[] {
  const { pkg, version } = wanted;
  const parts = [pkg.name, pkg.owner.login, version?.name ?? '', ...(version?.tags ?? [])];
  if (parts.some((part) => CONTROLS.test(part))) return [];
  const registry = registryOf(wanted.host, pkg.type, wanted.containerRegistryUrl);
  switch (pkg.type) {
    case 'container':
      return images(`${registry}/${pkg.owner.login}/${pkg.name}`.toLowerCase(), version);
    case 'docker':
      return images(`${registry}/${pkg.repository?.fullName ?? pkg.owner.login}/${pkg.name}`.toLowerCase(), version);
    case 'npm':
      return npm(wanted, registry);
    case 'maven':
      return maven(wanted, registry);
    case 'nuget':
      return nuget(wanted, registry);
    case 'rubygems':
      return rubygems(wanted, registry);
  }
}

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** By tag where there is one, else by digest, which names the same image for ever. */
function images(image: string, version: PackageVersion | undefined): InstallCommand[] {
  const pull = (reference: string): string => `docker pull ${quoted(`${image}${reference}`)}`;
  if (!version) return [{ name: 'docker pull', text: pull('') }];
  const digest = /^sha256:[0-9a-f]{64}$/.test(version.name)
    ? [{ name: l10n.t('docker pull by digest'), text: pull(`@${version.name}`) }]
    : [];
  const [tag] = version.tags.length > 0 || digest.length > 0 ? version.tags : [version.name];
  return [...(tag === undefined ? [] : [{ name: 'docker pull', text: pull(`:${tag}`) }]), ...digest];
}

/** npm knows no upper case, and a scope has a registry of its own. */
function npm({ pkg, version }: Wanted, registry: string): InstallCommand[] {
  const scope = `@${pkg.owner.login.toLowerCase()}`;
  const name = `${scope}/${pkg.name}${version ? `@${version.name}` : ''}`;
  return [{ name: 'npm', text: `npm install ${quoted(name)} ${quoted(`--${scope}:registry=${registry}`)}` }];
}

/** GitHub joins group and artifact by a dot; artifacts have dots more seldom than groups. */
function maven({ pkg, version }: Wanted, registry: string): InstallCommand[] {
  const dot = pkg.name.lastIndexOf('.');
  const group = dot < 0 ? pkg.name : pkg.name.slice(0, dot);
  const artifact = pkg.name.slice(dot + 1);
  const url = `${registry}/${pkg.repository?.fullName ?? `${pkg.owner.login}/*`}`;
  return [
    {
      name: 'Maven',
      text: [
        '<dependency>',
        `  <groupId>${xml(group)}</groupId>`,
        `  <artifactId>${xml(artifact)}</artifactId>`,
        ...(version ? [`  <version>${xml(version.name)}</version>`] : []),
        '</dependency>',
        '',
        '<repository>',
        '  <id>github</id>',
        `  <url>${xml(url)}</url>`,
        '</repository>',
      ].join('\n'),
    },
    {
      name: 'Gradle',
      text: [
        'repositories {',
        '    maven {',
        `        url = uri(${literal(url)})`,
        '        credentials {',
        '            username = System.getenv("USERNAME")',
        '            password = System.getenv("TOKEN")',
        '        }',
        '    }',
        '}',
        'dependencies {',
        `    implementation(${literal([group, artifact, ...(version ? [version.name] : [])].join(':'))})`,
        '}',
      ].join('\n'),
    },
  ];
}

function nuget({ pkg, version }: Wanted, registry: string): InstallCommand[] {
  const source = `${registry}/${pkg.owner.login}/index.json`;
  const which = version ? ` --version ${quoted(version.name)}` : '';
  return [{ name: 'NuGet', text: `dotnet add package ${quoted(pkg.name)}${which} --source ${quoted(source)}` }];
}

function rubygems({ pkg, version }: Wanted, registry: string): InstallCommand[] {
  const source = `${registry}/${pkg.owner.login}`;
  const which = version ? ` --version ${quoted(version.name)}` : '';
  const gem = [pkg.name, ...(version ? [version.name] : [])].map(ruby).join(', ');
  return [
    { name: 'gem', text: `gem install ${quoted(pkg.name)}${which} --source ${quoted(source)}` },
    { name: 'Gemfile', text: [`source ${ruby(source)} do`, `  gem ${gem}`, 'end'].join('\n') },
  ];
}

/** As one word of a POSIX shell and of PowerShell; an option it must not become. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./][\w@%+=:,./-]*$/.test(word) || /^--@[\w-]+:registry=[\w:./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A text in Kotlin and in Groovy, which would fill in what follows a `$`. */
function literal(text: string): string {
  return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
}

/** A text in Ruby that nothing is filled into. */
function ruby(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function xml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
