import assert from 'node:assert/strict';
import { list, toOrganization, toPackage, toVersion } from '../../../../src/github/wire';

const OWNER = { kind: 'organization', login: 'octo-org' } as const;
const DATE = '2026-01-02T03:04:05Z';
const TIME = Date.UTC(2026, 0, 2, 3, 4, 5);
/** JSON.parse has rounded it. */
const TOO_LARGE = JSON.parse('9007199254740993') as number;

describe('A package from GitHub', () => {
  const whole = {
    id: 5,
    name: 'tools/cli',
    package_type: 'container',
    visibility: 'internal',
    version_count: 7,
    created_at: DATE,
    updated_at: DATE,
    html_url: 'https://github.com/orgs/octo-org/packages/container/package/tools%2Fcli',
    repository: { full_name: 'octo-org/tools', html_url: 'https://github.com/octo-org/tools', private: true },
  };

  it('keeps what is shown or acted on', () => {
    assert.deepEqual(toPackage(whole, OWNER, 'container'), {
      id: 5,
      owner: OWNER,
      type: 'container',
      name: 'tools/cli',
      visibility: 'internal',
      versionCount: 7,
      createdAt: TIME,
      updatedAt: TIME,
      htmlUrl: whole.html_url,
      repository: { fullName: 'octo-org/tools', htmlUrl: 'https://github.com/octo-org/tools' },
    });
  });

  it('does without everything but its id and name', () => {
    const bare = { id: 5, name: 'x', repository: null, created_at: null, updated_at: 'yesterday', visibility: 7 };
    const pkg = toPackage(bare, OWNER, 'npm');
    assert.equal(pkg?.visibility, 'unknown');
    assert.equal(pkg.versionCount, 0);
    assert.equal(pkg.createdAt, 0);
    assert.equal(pkg.updatedAt, 0);
    assert.equal('repository' in pkg, false);
  });

  it('leaves out half a repository', () => {
    assert.equal(
      'repository' in (toPackage({ ...whole, repository: { full_name: 'a/b' } }, OWNER, 'npm') ?? {}),
      false,
    );
  });

  for (const [what, wire] of [
    ['null', null],
    ['a string', 'tools/cli'],
    ['no id', { ...whole, id: undefined }],
    ['an id in quotes', { ...whole, id: '5' }],
    ['an id above 2^53, which has lost digits', { ...whole, id: TOO_LARGE }],
    ['an id with a fraction', { ...whole, id: 5.5 }],
    ['no name', { ...whole, name: null }],
    ['an empty name', { ...whole, name: '' }],
    ['a name that no address can hold', { ...whole, name: 'half \ud83d' }],
  ] as const) {
    it(`is none with ${what}`, () => {
      assert.equal(toPackage(wire, OWNER, 'container'), undefined);
    });
  }

  it('may be named like a part of every object, or by a picture', () => {
    for (const name of ['__proto__', 'constructor', '📦']) {
      assert.equal(toPackage({ id: 5, name }, OWNER, 'npm')?.name, name);
    }
  });
});

describe('A version from GitHub', () => {
  const whole = {
    id: 9,
    name: 'sha256:abc',
    created_at: DATE,
    updated_at: DATE,
    html_url: 'https://github.com/v/9',
    package_html_url: 'https://github.com/p',
    metadata: { package_type: 'container', container: { tags: ['1.0', 'latest'] } },
  };

  it('keeps what is shown or acted on', () => {
    assert.deepEqual(toVersion(whole), {
      id: 9,
      name: 'sha256:abc',
      tags: ['1.0', 'latest'],
      createdAt: TIME,
      updatedAt: TIME,
      htmlUrl: 'https://github.com/v/9',
    });
  });

  it('says when it was deleted, where GitHub does', () => {
    assert.equal(toVersion({ ...whole, deleted_at: DATE })?.deletedAt, TIME);
    for (const deleted_at of [null, '', 'never']) {
      assert.equal('deletedAt' in (toVersion({ ...whole, deleted_at }) ?? {}), false);
    }
  });

  it('falls back to the page of its package', () => {
    assert.equal(toVersion({ ...whole, html_url: undefined })?.htmlUrl, 'https://github.com/p');
  });

  for (const [metadata, tags] of [
    [{ docker: { tag: ['a'] } }, ['a']],
    [{ docker: { tags: ['b'] } }, ['b']],
    [{ container: { tags: ['a', null, 3] } }, ['a']],
    [{ container: { tags: 'latest' } }, []],
    [{ container: null }, []],
    [null, []],
    [undefined, []],
  ] as const) {
    it(`finds the tags ${JSON.stringify(tags)} in ${JSON.stringify(metadata)}`, () => {
      assert.deepEqual(toVersion({ ...whole, metadata })?.tags, tags);
    });
  }

  it('is none without an id that can be acted on', () => {
    for (const id of [undefined, null, '9', TOO_LARGE, Number.NaN]) {
      assert.equal(toVersion({ ...whole, id }), undefined);
    }
  });
});

describe('Other things from GitHub', () => {
  it('are organizations where they have a login', () => {
    assert.deepEqual(toOrganization({ login: 'octo-org', id: 1 }), { ...OWNER, id: 1 });
    assert.deepEqual(toOrganization({ login: 'octo-org', id: 'x' }), OWNER);
    assert.equal(toOrganization({ id: 1 }), undefined);
    assert.equal(toOrganization(null), undefined);
    assert.equal(toOrganization({ login: '\udc00' }), undefined);
  });

  it('are lists, or an error', () => {
    assert.deepEqual(list([1, null]), [1, null]);
    for (const wire of [{ id: 1 }, 'text', null, undefined]) {
      assert.throws(() => list(wire), { reason: 'unexpected-answer' });
    }
  });
});
