import assert from 'node:assert/strict';
import { HOSTILE_NAMES } from '../../../github/seed/hostile';
import { ApiError } from '../../../../src/github/errors';
import { CONTEXT_VALUES } from '../../../../src/ids';
import {
  accountNode,
  deletedPackageNode,
  deletedPackagesNode,
  deletedVersionsNode,
  groupNode,
  loadMoreNode,
  messageNode,
  ownerNode,
  packageNode,
  versionGroupNode,
  versionNode,
  type DeletedPackageNode,
  workspaceNode,
  type FailedPart,
  type Node,
} from '../../../../src/tree/nodes';
import { present, type Presentation } from '../../../../src/tree/presentation';
import { tooltip } from '../../../../src/tree/tooltips';
import { DAY, DIGEST, examplePackage, exampleVersion, MONA, NOW } from '../support/examples';

const owner = ownerNode(MONA, { kind: 'self', login: 'mona' }, undefined);
const npm = packageNode(owner, examplePackage());
const container = packageNode(owner, examplePackage({ type: 'container', name: 'web-app' }));
const tagged = versionNode(container, exampleVersion({ name: DIGEST, tags: ['latest', '1.0'] }));
const untagged = versionNode(container, exampleVersion({ name: DIGEST }));

function show(node: Node): Presentation {
  return present(node, { now: NOW, locale: 'en' });
}

function tip(node: Node): readonly string[] {
  return tooltip(node, { now: NOW, locale: 'en' });
}

function deletedVersion(part: Parameters<typeof exampleVersion>[0]): Presentation {
  return show(versionNode(deletedVersionsNode(npm), exampleVersion(part)));
}

function deletedPackage(part: { deletedAt?: number; certain?: boolean } = {}): DeletedPackageNode {
  const group = deletedPackagesNode(owner);
  return deletedPackageNode(group, { pkg: examplePackage(), deletedAt: NOW - 2 * DAY, certain: true, ...part });
}

function failure(error: ApiError, what: FailedPart = 'packages'): Presentation {
  return show(messageNode(MONA, owner, { kind: 'failure', error, what }));
}

describe('The looks of the tree', () => {
  it('of an account name its host', () => {
    const looks = show(accountNode(MONA));
    assert.equal(looks.label, 'mona');
    assert.equal(looks.description, 'github.com');
    assert.equal(looks.collapsible, 'expanded');
    assert.equal(looks.spoken, 'mona on github.com, account');
  });

  it('of owners tell the person from users and organizations', () => {
    const looks = (['self', 'user', 'organization'] as const).map((kind) =>
      show(ownerNode(MONA, { kind, login: 'octo' }, undefined)),
    );
    assert.deepEqual(
      looks.map(({ label, description, icon, spoken }) => [label, description, icon, spoken]),
      [
        ['octo', 'you', 'person', 'octo, you'],
        ['octo', 'user', 'person', 'octo, user'],
        ['octo', 'organization', 'organization', 'octo, organization'],
      ],
    );
  });

  it('of a package have its visibility and age, and an uncertain count as such; the icon and the words say its type', () => {
    const looks = show(packageNode(owner, examplePackage({ type: 'container', visibility: 'internal' })));
    assert.equal(looks.label, 'left-align');
    assert.equal(looks.description, 'internal · 3 days ago · ~3 versions');
    assert.equal(looks.spoken, 'left-align, Container package, internal, about 3 versions, updated 3 days ago');
    assert.equal(tip(packageNode(owner, examplePackage({ versionCount: 1 })))[1], 'npm · public · 1 version');
  });

  it('of a package name its repository', () => {
    const repository = { fullName: 'mona/left-align', htmlUrl: '' };
    assert.ok(tip(packageNode(owner, examplePackage({ repository }))).includes('Repository mona/left-align'));
  });

  it('of a tagged image show its tags, and its digest beside them', () => {
    const looks = show(tagged);
    assert.equal(looks.label, 'latest, 1.0');
    assert.equal(looks.description, '5 days ago · 0123456789ab');
    assert.equal(looks.spoken, 'Version tagged latest, 1.0, created 5 days ago');
    assert.deepEqual(tip(tagged).slice(0, 2), [DIGEST, 'Tags: latest, 1.0']);
  });

  it('of an untagged image never call it rubbish', () => {
    const looks = show(untagged);
    assert.equal(looks.label, '0123456789ab');
    assert.equal(looks.description, 'no tag of its own · 5 days ago');
    assert.equal(looks.spoken, 'Version without a tag of its own, created 5 days ago, digest 0123456789ab');
    assert.match(tip(untagged).join(), /may be part of a tagged image/);
    assert.doesNotMatch(JSON.stringify(looks), /unused|orphan|dangling|rubbish/i);
    assert.notEqual(looks.icon, show(tagged).icon);
  });

  it('of other versions are their numbers', () => {
    const looks = show(versionNode(npm, exampleVersion()));
    assert.equal(looks.label, '1.2.3');
    assert.equal(looks.description, '5 days ago');
    assert.equal(looks.spoken, 'Version 1.2.3, created 5 days ago');
  });

  for (const [age, words] of [
    [0, '30 days left'],
    [28 * DAY + 1, '1 day left'],
    [29 * DAY + 1, 'less than a day left'],
    [30 * DAY, 'can no longer be restored'],
  ] as const) {
    it(`of what was deleted ${age / DAY} days ago say "${words}"`, () => {
      const looks = deletedVersion({ deletedAt: NOW - age });
      assert.equal(looks.description, words);
      assert.equal(looks.spoken, `Version 1.2.3, deleted, ${words}`);
      assert.equal(looks.contextValue, age < 30 * DAY ? CONTEXT_VALUES.deletedVersion : CONTEXT_VALUES.expiredVersion);
    });
  }

  it('admit where the days are an estimate', () => {
    const looks = deletedVersion({ updatedAt: NOW - DAY });
    assert.equal(looks.description, 'about 29 days left');
    const version = versionNode(deletedVersionsNode(npm), exampleVersion({ updatedAt: NOW - DAY }));
    assert.match(tip(version).join(), /GitHub does not say when/);
  });

  it('of the group of deleted versions say how long they are kept', () => {
    const looks = show(deletedVersionsNode(npm));
    assert.equal(looks.spoken, 'Deleted versions of left-align');
    assert.match(tip(deletedVersionsNode(npm))[0] ?? '', /30 days/);
  });

  it('of Load more say how many, where that is known', () => {
    assert.deepEqual(
      [loadMoreNode(npm, 9900, true), loadMoreNode(npm, 250, false), loadMoreNode(npm, undefined, false)]
        .map(show)
        .map(({ spoken, action }) => [spoken, action]),
      [
        ['Load more (9,900)', 'load-more'],
        ['Load more (about 250)', 'load-more'],
        ['Load more', 'load-more'],
      ],
    );
  });

  it('of a failure say what could not be read, why, and offer one step', () => {
    const looks = failure(new ApiError('unreachable', 'connect ECONNREFUSED'), { type: 'rubygems' });
    assert.equal(looks.label, 'RubyGems not listed');
    assert.equal(looks.description, 'unreachable');
    assert.equal(looks.spoken, 'RubyGems packages could not be listed. github.com cannot be reached.');
    assert.equal(looks.action, 'refresh');
    const labels = (['organizations', 'packages', 'versions'] as const).map(
      (what) => failure(new ApiError('timeout', ''), what).label,
    );
    assert.deepEqual(labels, ['Organizations not listed', 'Packages not listed', 'Versions not listed']);
  });

  it('keep the server’s words and the single sign-on address out of sight', () => {
    const error = new ApiError('sso-required', 'SERVER', { ssoUrl: 'https://github.com/orgs/x/sso?SECRET' });
    assert.doesNotMatch(JSON.stringify(failure(error)), /SERVER|SECRET/);
  });

  it('of an incomplete list offer to read it again', () => {
    const looks = show(messageNode(MONA, owner, { kind: 'incomplete', gap: 'shifted' }));
    assert.equal(looks.action, 'refresh');
    assert.equal(
      looks.spoken,
      'This list may be incomplete. It kept changing while it was read. Refresh to read it again.',
    );
  });

  it('of what single sign-on hides name it, and offer to authorize', () => {
    const looks = show(messageNode(MONA, undefined, { kind: 'hidden', organizations: ['saml-corp', '#7'] }));
    assert.equal(looks.label, 'Authorize to see saml-corp, #7...');
    assert.equal(looks.action, 'authorize-sso');
    assert.equal(looks.contextValue, CONTEXT_VALUES.ssoMessage);
  });

  it('of a refusal for single sign-on offer to authorize', () => {
    const looks = failure(new ApiError('sso-required', ''));
    assert.equal(looks.label, 'Authorize single sign-on...');
    assert.equal(
      looks.spoken,
      'Packages could not be listed. This organization wants you to authorize single sign-on.',
    );
    assert.equal(looks.action, 'authorize-sso');
    assert.equal(looks.contextValue, CONTEXT_VALUES.ssoMessage);
  });

  it('of packages that only the repo permission shows say so before anything is asked', () => {
    const looks = show(messageNode(MONA, owner, { kind: 'repositories' }));
    assert.equal(looks.label, 'Show private packages of repositories too...');
    assert.equal(looks.description, 'GitHub asks for the repo permission.');
    assert.equal(looks.spoken, 'Show private packages of repositories too. GitHub asks for the repo permission.');
    assert.equal(looks.action, 'sign-in');
  });

  it('of an empty list have nothing to choose', () => {
    const looks = show(messageNode(MONA, owner, { kind: 'empty' }));
    assert.equal(looks.spoken, 'None');
    assert.equal(looks.action, undefined);
  });

  it('of a deleted package say how long it can be restored', () => {
    const { label, description, spoken } = show(deletedPackage());
    assert.deepEqual([label, description], ['left-align', 'npm · 28 days left']);
    assert.equal(spoken, 'left-align, deleted npm package, 28 days left');
    assert.equal(show(deletedPackage({ deletedAt: NOW - 29 * DAY })).description, 'npm · 1 day left');
  });

  it('of a package mark that nobody knows whether it is deleted', () => {
    const { description, icon } = show(deletedPackage({ certain: false }));
    assert.deepEqual([description, icon], ['npm · in doubt: GitHub did not answer', 'question']);
  });

  it('use every context value, and no other', () => {
    const shown = [
      accountNode(MONA),
      owner,
      npm,
      tagged,
      versionNode(deletedVersionsNode(npm), exampleVersion({ deletedAt: NOW })),
      versionNode(deletedVersionsNode(npm), exampleVersion({ deletedAt: 0 })),
      deletedVersionsNode(npm),
      versionGroupNode(npm, 'orphans', []),
      deletedPackagesNode(owner),
      deletedPackage(),
      ...[exampleVersion({ deletedAt: NOW }), exampleVersion({ deletedAt: 0 })].map((version) =>
        versionNode(deletedVersionsNode(packageNode(owner, examplePackage({ type: 'container' }))), version),
      ),
      versionNode(npm, exampleVersion()),
      ownerNode(MONA, { kind: 'user', login: 'octo' }, undefined, true),
      workspaceNode(MONA, ['octo/app'], undefined),
      groupNode(owner, 'type', 'npm', 2),
      packageNode(owner, examplePackage({ repository: { fullName: 'mona/left-align', htmlUrl: '' } })),
      loadMoreNode(npm, 1, true),
      messageNode(MONA, owner, { kind: 'empty' }),
      messageNode(MONA, owner, { kind: 'hidden', organizations: ['octo-org'] }),
    ].map((node) => show(node).contextValue);
    assert.deepEqual(new Set<string>(shown), new Set<string>(Object.values(CONTEXT_VALUES)));
  });

  it('are on one line and in one direction, whatever a name holds', () => {
    const unsafe = /[\n\r\u200b\u202e]/;
    for (const name of Object.values(HOSTILE_NAMES)) {
      const pkg = packageNode(
        owner,
        examplePackage({ name, visibility: name, repository: { fullName: name, htmlUrl: '' } }),
      );
      const version = exampleVersion({ name, tags: [name] });
      const nodes = [
        pkg,
        deletedVersionsNode(pkg),
        versionNode(pkg, version),
        versionNode(pkg, { ...version, tags: [] }),
        versionNode(deletedVersionsNode(pkg), version),
        versionNode(packageNode(owner, examplePackage({ type: 'container' })), { ...version, tags: [] }),
      ];
      for (const node of nodes) {
        const { label, description, spoken } = show(node);
        for (const text of [label, description, spoken, ...tip(node)]) assert.doesNotMatch(text ?? '', unsafe);
        assert.ok(label.length <= 201);
      }
    }
  });
});
