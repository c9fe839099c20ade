import assert from 'node:assert/strict';
import { HOSTILE_NAMES } from '../../../github/seed/hostile';
import { enterpriseHost, GITHUB_COM, type Host } from '../../../../src/github/hosts';
import type { Package, PackageVersion } from '../../../../src/github/resources';
import { installCommands } from '../../../../src/model/installCommand';
import { DIGEST, examplePackage, exampleVersion } from '../support/examples';

function host(uri: string): Host {
  const found = enterpriseHost(uri);
  assert.ok(found);
  return found;
}

function texts(pkg: Partial<Package>, version?: PackageVersion, at: Host = GITHUB_COM, registry = ''): string[] {
  const wanted = { host: at, pkg: examplePackage(pkg), version, containerRegistryUrl: registry };
  return installCommands(wanted).map(({ text }) => text);
}

const ORG = { owner: { kind: 'organization', login: 'Octo-Org' } } as const;
const LINKED = { repository: { fullName: 'Octo-Org/libs', htmlUrl: '' } };

describe('The command that installs', () => {
  it('an image, pulls it by tag, else by digest, in lower case', () => {
    const image = { ...ORG, type: 'container', name: 'tools/CLI' } as const;
    const tagged = exampleVersion({ name: DIGEST, tags: ['1.0', 'latest'] });
    const byDigest = `docker pull ghcr.io/octo-org/tools/cli@${DIGEST}`;
    assert.deepEqual(texts(image, tagged), ['docker pull ghcr.io/octo-org/tools/cli:1.0', byDigest]);
    assert.deepEqual(texts(image, exampleVersion({ name: DIGEST })), [byDigest]);
    assert.deepEqual(texts(image), ['docker pull ghcr.io/octo-org/tools/cli']);
  });

  it('an image of an enterprise host, from its own registry or the one in the settings', () => {
    const image = { ...ORG, type: 'container', name: 'web' } as const;
    const version = exampleVersion({ name: DIGEST, tags: ['2'] });
    const first = (uri: string, registry = ''): string | undefined => texts(image, version, host(uri), registry)[0];
    assert.equal(first('https://ghe.example.org'), 'docker pull containers.ghe.example.org/octo-org/web:2');
    assert.equal(first('https://octo.ghe.com'), 'docker pull containers.octo.ghe.com/octo-org/web:2');
    assert.equal(
      first('https://ghe.example.org', 'https://images.example.org/'),
      'docker pull images.example.org/octo-org/web:2',
    );
  });

  it('an image of the old Docker registry, with its repository', () => {
    assert.deepEqual(texts({ ...ORG, ...LINKED, type: 'docker', name: 'app' }, exampleVersion({ name: '3' })), [
      'docker pull docker.pkg.github.com/octo-org/libs/app:3',
    ]);
  });

  it('an npm package, with its scope and the registry of the scope', () => {
    assert.deepEqual(texts({ ...ORG, type: 'npm', name: 'ui' }, exampleVersion()), [
      'npm install @octo-org/ui@1.2.3 --@octo-org:registry=https://npm.pkg.github.com',
    ]);
    const at = (uri: string): string => texts({ ...ORG, type: 'npm', name: 'ui' }, undefined, host(uri))[0] ?? '';
    assert.match(at('https://octo.ghe.com'), /registry=https:\/\/npm\.octo\.ghe\.com$/);
    assert.match(at('https://ghe.example.org'), /registry=https:\/\/npm\.ghe\.example\.org$/);
    assert.match(at('http://127.0.0.1:8138'), /registry=http:\/\/127\.0\.0\.1:8138\/_registry\/npm$/);
  });

  it('a Maven package, for Maven and for Gradle, with the repository it is in', () => {
    const [maven = '', gradle = ''] = texts(
      { ...ORG, ...LINKED, type: 'maven', name: 'com.octo.shared-library' },
      exampleVersion(),
    );
    assert.match(maven, /<groupId>com\.octo<\/groupId>\n {2}<artifactId>shared-library<\/artifactId>/);
    assert.match(maven, /<version>1\.2\.3<\/version>/);
    assert.match(maven, /<url>https:\/\/maven\.pkg\.github\.com\/Octo-Org\/libs<\/url>/);
    assert.match(gradle, /implementation\("com\.octo:shared-library:1\.2\.3"\)/);
    assert.match(gradle, /uri\("https:\/\/maven\.pkg\.github\.com\/Octo-Org\/libs"\)/);
  });

  it('a NuGet package and a gem', () => {
    assert.deepEqual(texts({ ...ORG, type: 'nuget', name: 'Octo.Client' }, exampleVersion()), [
      'dotnet add package Octo.Client --version 1.2.3 --source https://nuget.pkg.github.com/Octo-Org/index.json',
    ]);
    assert.deepEqual(texts({ ...ORG, type: 'rubygems', name: 'octo' }, exampleVersion()), [
      'gem install octo --version 1.2.3 --source https://rubygems.pkg.github.com/Octo-Org',
      "source 'https://rubygems.pkg.github.com/Octo-Org' do\n  gem 'octo', '1.2.3'\nend",
    ]);
  });

  it('lets no name out of its quotes', () => {
    for (const name of [
      ...Object.values(HOSTILE_NAMES),
      "a'; rm -rf ~; '",
      '--global',
      '-x',
      '`id`',
      '$(id)',
      '"${x}"',
    ]) {
      for (const type of ['npm', 'nuget', 'rubygems', 'container', 'docker'] as const) {
        for (const text of texts({ type, name }, exampleVersion({ name, tags: [name] })).slice(0, 1)) {
          // What is left when quoted words are taken away holds nothing that a shell acts on.
          const bare = text.replace(/'[^']*'|\\'/g, '');
          assert.doesNotMatch(bare, /[`$;&|<>(){}\n"'*?[\]!#~]/, text);
        }
      }
    }
  });

  it('is none for a name with line breaks', () => {
    assert.deepEqual(texts({ name: 'line\nbreak' }), []);
    assert.deepEqual(texts({}, exampleVersion({ tags: ['\u001b[2J'] })), []);
  });

  it('keeps markup and code apart from names', () => {
    const [maven = '', gradle = ''] = texts({ type: 'maven', name: 'a.<b>&"${x}"' }, exampleVersion());
    assert.match(maven, /<artifactId>&#60;b&#62;&#38;"\$\{x\}"<\/artifactId>/);
    assert.match(gradle, /\\"\\\$\{x\}\\"/);
  });
});
