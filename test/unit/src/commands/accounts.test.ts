import assert from 'node:assert/strict';
import { createAccountCommands, type AccountCommands } from '../../../../src/commands/accounts';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { GITHUB_COM, type Host } from '../../../../src/github/hosts';
import type { SignInHost } from '../../../../src/host/hosts';
import type { Account } from '../../../../src/model/accounts';
import {
  accountNode,
  messageNode,
  ownerNode,
  packageNode,
  type FailedPart,
  type MessageNode,
  type Node,
} from '../../../../src/tree/nodes';
import type { PackageTree } from '../../../../src/tree/packageTree';
import { examplePackage, MONA } from '../support/examples';
import { fakeSessions, type FakeSessions, type FakeSessionsOptions } from '../support/fakeSessions';
import { person, type Person, type Reactions } from '../support/person';

const SERVER: Host = {
  kind: 'ghes',
  name: 'github.example.org',
  apiUrl: 'https://github.example.org/api/v3',
  webUrl: 'https://github.example.org',
};
const HUBOT: Account = { provider: 'github', id: '2', login: 'hubot', host: GITHUB_COM };
const WORK: Account = { provider: 'github-enterprise', id: '1', login: 'mona-at-work', host: SERVER };
const CLOUD_ONLY: readonly SignInHost[] = [{ provider: 'github', host: GITHUB_COM }];
const BOTH: readonly SignInHost[] = [...CLOUD_ONLY, { provider: 'github-enterprise', host: SERVER }];

describe('The commands for accounts', () => {
  let who: Person;
  let sessions: FakeSessions;
  /** What the tree was told to read again, by id; `everything` for all of it. */
  let refreshed: string[];

  interface Surroundings extends Partial<FakeSessionsOptions> {
    readonly hosts?: readonly SignInHost[];
    /** What the tree answers, each time it is asked. */
    readonly children?: readonly (readonly Node[])[];
  }

  function commands(
    reactions: Reactions,
    { hosts = CLOUD_ONLY, children = [], ...rest }: Surroundings,
  ): AccountCommands {
    who = person(reactions);
    sessions = fakeSessions({ shown: [MONA], ...rest });
    refreshed = [];
    const answers = [...children];
    const tree: Pick<PackageTree, 'children' | 'refresh'> = {
      children: () => Promise.resolve(answers.shift() ?? []),
      refresh: (node) => refreshed.push(node?.id ?? 'everything'),
    };
    return createAccountCommands({ tree, sessions, hosts: { all: () => hosts }, dialogs: who });
  }

  const prompts = (): string[] => sessions.prompts.map(({ act, who, need }) => `${act} ${who} ${need}`.trim());
  const kinds = (): string[] => who.told.map(({ kind }) => kind);

  describe('sign in', () => {
    it('at once, without a choice, where there is only one thing to do', async () => {
      await commands({}, { shown: [] }).signIn();
      assert.deepEqual(who.told, []);
      assert.deepEqual(prompts(), ['sign-in github']);
      assert.match(sessions.prompts[0]?.why ?? '', /^To show your packages, .* read:packages, read:org\.$/);
      assert.deepEqual(refreshed, ['everything']);
    });

    it('and leave everything as it was when the person declines', async () => {
      await commands({}, { shown: [], allows: () => false }).signIn();
      assert.deepEqual(refreshed, []);
      assert.deepEqual(who.told, [], 'not even a message');
    });

    it('at the host that is chosen', async () => {
      await commands({ picks: ['Sign in to github.example.org'] }, { shown: [], hosts: BOTH }).signIn();
      assert.deepEqual(who.told[0]?.choices, ['Sign in to github.com', 'Sign in to github.example.org']);
      assert.deepEqual(prompts(), ['sign-in github-enterprise']);
      assert.deepEqual(refreshed, ['everything']);
    });

    it('with another account, where there is one', async () => {
      await commands({ picks: ['Sign in to github.com with another account'] }, {}).signIn();
      assert.deepEqual(who.told[0]?.choices, [
        'Sign in to github.com with another account',
        'Show private packages of repositories of mona too',
        'Stop showing mona',
      ]);
      assert.deepEqual(prompts(), ['sign-in github']);
    });

    it('says "another account" only of a host that has one', async () => {
      await commands({}, { shown: [WORK], hosts: BOTH }).signIn();
      assert.deepEqual(who.told[0]?.choices, [
        'Sign in to github.com',
        'Sign in to github.example.org with another account',
        'Show private packages of repositories of mona-at-work too',
        'Stop showing mona-at-work',
      ]);
    });

    it('and do nothing when the person leaves the choice', async () => {
      await commands({}, {}).signIn();
      assert.deepEqual(kinds(), ['pick']);
      assert.deepEqual(prompts(), []);
      assert.deepEqual(refreshed, []);
    });
  });

  describe('choose', () => {
    it('an account that the editor knows and that is not shown', async () => {
      const surroundings = { shown: [MONA], others: [HUBOT], granted: [] };
      await commands({ picks: ['Show hubot'] }, surroundings).signIn();
      assert.deepEqual(who.told[0]?.choices, [
        'Show hubot',
        'Sign in to github.com with another account',
        'Show private packages of repositories of mona too',
        'Stop showing mona',
      ]);
      assert.deepEqual(prompts(), ['allow hubot read']);
      assert.deepEqual(refreshed, ['everything']);
    });

    it('an account that has let itself be seen before, without asking it again', async () => {
      await commands({ picks: ['Show hubot'] }, { others: [HUBOT] }).signIn();
      assert.deepEqual(prompts(), []);
      assert.deepEqual(refreshed, ['everything']);
    });

    it('an account of the same id at the other provider apart', async () => {
      await commands({ picks: ['Show mona-at-work'] }, { others: [WORK], granted: [], hosts: BOTH }).signIn();
      assert.deepEqual(prompts(), ['allow mona-at-work read']);
    });

    it('nothing when that account declines', async () => {
      const surroundings = { others: [HUBOT], granted: [], allows: () => false };
      await commands({ picks: ['Show hubot'] }, surroundings).signIn();
      assert.deepEqual(refreshed, []);
    });

    it('to see private packages of repositories, which takes the permission for them', async () => {
      await commands({ picks: ['Show private packages of repositories of mona too'] }, {}).signIn();
      assert.deepEqual(prompts(), ['allow mona read repo']);
      assert.deepEqual(refreshed, ['everything']);
    });

    it('to stop showing an account, which stays signed in', async () => {
      await commands({ picks: ['Stop showing mona'] }, { shown: [MONA, HUBOT] }).signIn();
      assert.deepEqual(sessions.forgotten, ['mona']);
      assert.deepEqual(prompts(), []);
      assert.deepEqual(refreshed, ['everything']);
    });
  });

  describe('mend what a message tells', () => {
    const self = { kind: 'self', login: 'mona' } as const;

    function failed(
      reason: Reason,
      details: ApiError['details'] = {},
      what: FailedPart = 'packages',
      account = MONA,
    ): MessageNode {
      const error = new ApiError(reason, 'server', details);
      return messageNode(account, ownerNode(account, self, undefined), { kind: 'failure', error, what });
    }

    it('by allowing what was never allowed', async () => {
      await commands({}, { granted: [] }).signIn(failed('signed-out'));
      assert.deepEqual(prompts(), ['allow mona read']);
      assert.deepEqual(refreshed, ['everything']);
      assert.deepEqual(who.told, [], 'there is nothing to choose');
    });

    it('by renewing a session that is there and no longer good', async () => {
      await commands({}, {}).signIn(failed('bad-credentials'));
      assert.deepEqual(prompts(), ['renew mona read']);
      assert.deepEqual(refreshed, ['everything']);
    });

    it('for the account that it is about', async () => {
      await commands({}, { shown: [MONA, WORK], hosts: BOTH }).signIn(failed('bad-credentials', {}, 'packages', WORK));
      assert.deepEqual(prompts(), ['renew mona-at-work read']);
    });

    it('by asking for repo where GitHub names it as missing', async () => {
      await commands({}, {}).signIn(failed('scope-missing', { missingScopes: ['repo'] }));
      assert.deepEqual(prompts(), ['allow mona read repo']);
      await commands({}, {}).signIn(failed('scope-missing', { missingScopes: ['read:packages'] }));
      assert.deepEqual(prompts(), ['renew mona read']);
    });

    it('by renewing the session with repo where the registry was read with it', async () => {
      const granted = ['read', 'read repo'];
      await commands({}, { granted }).signIn(failed('bad-credentials', {}, { type: 'maven' }));
      assert.deepEqual(prompts(), ['renew mona read repo']);
      await commands({}, { granted }).signIn(failed('bad-credentials', {}, { type: 'npm' }));
      assert.deepEqual(prompts(), ['renew mona read']);
      await commands({}, { granted: ['read'] }).signIn(failed('bad-credentials', {}, { type: 'maven' }));
      assert.deepEqual(prompts(), ['renew mona read']);

      const error = new ApiError('bad-credentials', '');
      const maven = packageNode(ownerNode(MONA, self, undefined), examplePackage({ type: 'maven' }));
      await commands({}, { granted }).signIn(messageNode(MONA, maven, { kind: 'failure', error, what: 'versions' }));
      assert.deepEqual(prompts(), ['renew mona read repo']);
    });

    it('and leave everything as it was when the person declines', async () => {
      await commands({}, { allows: () => false }).signIn(failed('bad-credentials'));
      assert.deepEqual(prompts(), ['renew mona read']);
      assert.deepEqual(refreshed, []);
    });

    it('by showing private packages of repositories, below their owner', async () => {
      const hint = messageNode(MONA, ownerNode(MONA, self, undefined), { kind: 'repositories' });
      await commands({}, {}).signIn(hint);
      assert.deepEqual(prompts(), ['allow mona read repo']);
      assert.match(sessions.prompts[0]?.why ?? '', /repo permission/);
      assert.deepEqual(refreshed, [hint.parent?.id]);
    });

    it('without a prompt where that was allowed meanwhile', async () => {
      const hint = messageNode(MONA, ownerNode(MONA, self, undefined), { kind: 'repositories' });
      await commands({}, { granted: ['read', 'read repo'] }).signIn(hint);
      assert.deepEqual(prompts(), []);
      assert.deepEqual(refreshed, [hint.parent?.id]);
    });
  });

  describe('authorize single sign-on', () => {
    const GIVEN = 'https://github.com/orgs/saml-corp/sso?authorization_request=ABC';
    const org = ownerNode(MONA, { kind: 'organization', login: 'saml-corp' }, undefined);

    function refused(ssoUrl?: string, parent: MessageNode['parent'] = org, account = MONA): MessageNode {
      const error = new ApiError('sso-required', 'server', { ssoUrl });
      return messageNode(account, parent, { kind: 'failure', error, what: 'packages' });
    }
    const pages = (): string[] => who.told.filter(({ kind }) => kind === 'page').map(({ text }) => text);

    it('opens the page that GitHub gave, and reads again when the person comes back', async () => {
      await commands({ presses: ['Continue'] }, { children: [[]] }).authorizeSso(refused(GIVEN));
      assert.deepEqual(kinds(), ['page', 'inform']);
      assert.deepEqual(pages(), [GIVEN]);
      assert.equal(who.told[1]?.text, 'Sign in to saml-corp in the browser, then continue here.');
      assert.deepEqual(refreshed, [org.id]);
      assert.deepEqual(prompts(), [], 'the token is good again');
    });

    for (const foreign of [
      'https://evil.example/orgs/saml-corp/sso',
      'https://github.com.evil.example/orgs/saml-corp/sso',
      'https://github.com@evil.example/',
      'http://github.com/orgs/saml-corp/sso',
      'command:workbench.action.terminal.new',
      '',
      undefined,
    ]) {
      it(`opens the organization’s own page instead of ${JSON.stringify(foreign)}`, async () => {
        await commands({}, {}).authorizeSso(refused(foreign));
        assert.deepEqual(pages(), ['https://github.com/orgs/saml-corp/sso']);
      });
    }

    it('opens it at the account’s own host', async () => {
      const at = ownerNode(WORK, { kind: 'organization', login: 'saml-corp' }, undefined);
      await commands({}, {}).authorizeSso(refused(GIVEN, at, WORK));
      assert.deepEqual(pages(), ['https://github.example.org/orgs/saml-corp/sso']);
    });

    it('does nothing more when the person does not come back', async () => {
      await commands({}, {}).authorizeSso(refused(GIVEN));
      assert.deepEqual(kinds(), ['page', 'inform']);
      assert.deepEqual(refreshed, []);
      assert.deepEqual(prompts(), []);
    });

    it('renews the session once where that is still refused, and never goes round in a circle', async () => {
      const still = [refused(GIVEN)];
      await commands({ presses: ['Continue', 'Continue'] }, { children: [still, still, still] }).authorizeSso(
        refused(GIVEN),
      );
      assert.deepEqual(kinds(), ['page', 'inform']);
      assert.deepEqual(prompts(), ['renew mona read']);
      assert.match(sessions.prompts[0]?.why ?? '', /single sign-on/);
      assert.deepEqual(refreshed, [org.id, org.id]);
    });

    it('leaves everything as it is when the person declines the renewal', async () => {
      const surroundings = { children: [[refused(GIVEN)]], allows: () => false };
      await commands({ presses: ['Continue'] }, surroundings).authorizeSso(refused(GIVEN));
      assert.deepEqual(prompts(), ['renew mona read']);
      assert.deepEqual(refreshed, [org.id]);
    });

    it('does not renew for a failure of another kind', async () => {
      const error = new ApiError('server-error', '');
      const other = messageNode(MONA, org, { kind: 'failure', error, what: 'packages' });
      await commands({ presses: ['Continue'] }, { children: [[other]] }).authorizeSso(refused(GIVEN));
      assert.deepEqual(prompts(), []);
    });

    it('renews the session with repo where that is the one that was refused', async () => {
      const error = new ApiError('sso-required', '');
      const maven = messageNode(MONA, org, { kind: 'failure', error, what: { type: 'maven' } }, 'maven');
      const surroundings = { children: [[maven]], granted: ['read', 'read repo'] };
      await commands({ presses: ['Continue'] }, surroundings).authorizeSso(maven);
      assert.deepEqual(prompts(), ['renew mona read repo']);
    });

    it('opens the organization’s page for one of its packages too', async () => {
      const pkg = packageNode(org, examplePackage({ owner: org.owner }));
      await commands({ presses: ['Continue'] }, { children: [[]] }).authorizeSso(refused(GIVEN, pkg));
      assert.deepEqual(pages(), [GIVEN]);
      assert.deepEqual(refreshed, [pkg.id]);
    });

    it('renews at once for what is hidden, since GitHub does not say where to go', async () => {
      const account = accountNode(MONA);
      for (const [parent, below] of [
        [account, account.id],
        [undefined, 'everything'],
      ] as const) {
        const hidden = messageNode(MONA, parent, { kind: 'hidden', organizations: ['#1', '#2'] });
        await commands({}, {}).authorizeSso(hidden);
        assert.deepEqual(who.told, []);
        assert.deepEqual(prompts(), ['renew mona read']);
        assert.deepEqual(refreshed, [below]);
      }
    });

    it('does nothing for anything but a message', async () => {
      for (const node of [undefined, null, 'text', {}, org, { kind: 'message' }]) {
        await commands({}, {}).authorizeSso(node);
        assert.deepEqual([...who.told, ...sessions.prompts, ...refreshed], []);
      }
    });
  });
});
