import assert from 'node:assert/strict';
import { SMALL } from '../../../github/seed/names';
import type { Fault } from '../../../github/faults';
import type { Account } from '../../../../src/model/accounts';
import type { VersionNode } from '../../../../src/tree/nodes';
import { useLocalGitHub } from '../support/localGitHub';
import { setScene } from '../support/scene';

const ALLOW = 'Allow Repository Access...';
const AGAIN = 'Sign In Again...';
const SEES_ALL = ['read', 'read repo'];

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'status', status, headers, body: { message } };
}

describe('The permission to change versions', () => {
  const github = useLocalGitHub();

  describe('of packages that belong to a repository', () => {
    it('includes repo at once where the package is private', async () => {
      const scene = setScene(github, { confirm: true, presses: ['Undo'] }, { granted: SEES_ALL });
      await scene.act.deleteVersion((await scene.active(SMALL.maven))[0]);
      assert.deepEqual(scene.asked(), ['allow delete repo', 'allow restore repo']);
      for (const { why } of scene.sessions.prompts) assert.match(why, /come from a repository.* repo permission/);
      assert.deepEqual(scene.changes(), ['DELETE delete:packages,read:packages,repo', 'POST repo,write:packages']);
      assert.match(scene.told().at(-1) ?? '', /^inform: Restored /);
    });

    it('leaves repo out where the package is public', async () => {
      const scene = setScene(github, { confirm: true }, { granted: SEES_ALL });
      await scene.act.deleteVersion((await scene.active())[0]);
      assert.deepEqual(scene.asked(), ['allow delete']);
      assert.deepEqual(scene.changes(), ['DELETE delete:packages,read:packages']);
    });

    it('offers repo where GitHub names it as missing, and then does what was refused', async () => {
      const scene = setScene(github, { confirm: true, presses: [ALLOW] });
      const [target] = await scene.active();
      github.server.setUncertainties({ repoForPublic: true });
      await scene.act.deleteVersion(target);
      assert.deepEqual(scene.asked(), ['allow delete', 'allow delete repo']);
      assert.deepEqual(scene.changes(), [
        'DELETE delete:packages,read:packages',
        'DELETE delete:packages,read:packages,repo',
      ]);
      const name = `${target?.version.name ?? ''} of ${SMALL.org}/${SMALL.npm}`;
      assert.deepEqual(scene.told().slice(1), [
        `progress: Deleting ${name}`,
        `warn: Refused: ${name} was not deleted. Your sign-in lacks the permission repo.`,
        `progress: Deleting ${name}`,
        `inform: Deleted ${name}.`,
      ]);
    });

    it('offers repo where GitHub says that there is nothing, since that may be all it says', async () => {
      const scene = setScene(github, { confirm: true, presses: [ALLOW] });
      const [target] = await scene.active();
      github.server.addFault({ match: { method: 'DELETE' }, nth: 1, fault: refusal(404, 'Package not found.') });
      await scene.act.deleteVersion(target);
      assert.deepEqual(scene.asked(), ['allow delete', 'allow delete repo']);
      assert.match(scene.told().at(-1) ?? '', /^inform: Deleted /);
    });

    it('does not offer again what was allowed', async () => {
      const scene = setScene(github, { confirm: true }, { granted: [...SEES_ALL, 'delete repo'] });
      const [target] = await scene.active();
      github.server.addFault({ match: { method: 'DELETE' }, fault: refusal(404, 'Package not found.') });
      await scene.act.deleteVersion(target);
      assert.deepEqual(scene.asked(), []);
      assert.deepEqual(scene.who.told.at(-1)?.choices, ['Show Log']);
    });

    it('changes nothing more, and says nothing more, when the offer is declined', async () => {
      for (const allows of [(): boolean => false, ({ need }: { need: string }): boolean => need === 'delete']) {
        const scene = setScene(github, { confirm: true, presses: [ALLOW] }, { allows });
        const [target] = await scene.active();
        github.server.requests.length = 0;
        github.server.addFault({ match: { method: 'DELETE' }, fault: refusal(404, 'Package not found.') });
        await scene.act.deleteVersion(target);
        assert.equal(scene.changes().length, scene.asked().length - 1);
        assert.equal(scene.who.told.filter(({ kind }) => kind === 'warn').length, scene.changes().length);
      }
    });

    it('does again only what was refused', async () => {
      const scene = setScene(github, { confirm: true, presses: [ALLOW] });
      const targets = (await scene.active()).slice(0, 2);
      github.server.addFault({ match: { method: 'DELETE' }, nth: 2, fault: refusal(404, 'Package not found.') });
      await scene.act.deleteVersion(targets[0], targets);
      assert.deepEqual(scene.changes(), [
        'DELETE delete:packages,read:packages',
        'DELETE delete:packages,read:packages',
        'DELETE delete:packages,read:packages,repo',
      ]);
      assert.deepEqual(scene.who.told.find(({ kind }) => kind === 'warn')?.choices, ['Undo', ALLOW, 'Show Log']);
    });
  });

  it('never includes repo for a container, which has permissions of its own, however private it is', async () => {
    const scene = setScene(github, { confirm: true });
    const [target] = await scene.active(SMALL.container);
    github.server.addFault({ match: { method: 'DELETE' }, fault: refusal(404, 'Package not found.') });
    await scene.act.deleteVersion(target);
    assert.deepEqual(scene.asked(), ['allow delete']);
    assert.deepEqual(scene.changes(), ['DELETE delete:packages,read:packages']);
    assert.deepEqual(scene.who.told.at(-1)?.choices, ['Show Log']);
  });

  it('serves a container with the smaller set where both were allowed', async () => {
    const granted = [...SEES_ALL, 'delete', 'delete repo'];
    const scene = setScene(github, { confirm: true }, { granted });
    const targets = [(await scene.attachments())[0], (await scene.active(SMALL.maven))[0]];
    await scene.act.deleteVersion(targets[0], targets);
    assert.deepEqual(scene.asked(), []);
    assert.deepEqual(scene.changes(), [
      'DELETE delete:packages,read:packages',
      'DELETE delete:packages,read:packages,repo',
    ]);
  });

  it('is asked for once for a selection, with repo if any of it needs that', async () => {
    const scene = setScene(github, { confirm: true }, { granted: SEES_ALL });
    const targets = [(await scene.active())[0], (await scene.active(SMALL.maven))[0], (await scene.attachments())[0]];
    await scene.act.deleteVersion(targets[0], targets);
    assert.deepEqual(scene.asked(), ['allow delete repo']);
    assert.equal(scene.told().at(-1), 'inform: Versions: 3 deleted.');
  });

  describe('with two accounts', () => {
    const twin = (): Account => ({ ...github.account, provider: 'github', login: 'mona-at-work' });
    const of = (node: VersionNode | undefined, account: Account): VersionNode => {
      assert.ok(node);
      return { ...node, account };
    };

    it('is asked for once for each of them', async () => {
      const scene = setScene(github, {}, { others: [twin()] });
      const [gone] = await scene.deleted();
      const targets = [of(gone, github.account), of(gone, twin()), of(gone, twin())];
      await scene.act.restoreVersion(targets[0], targets);
      assert.deepEqual(
        scene.sessions.prompts.map(({ act, who, need }) => [act, who, need]),
        [
          ['allow', SMALL.user, 'restore'],
          ['allow', 'mona-at-work', 'restore'],
        ],
      );
    });

    it('changes nothing at all when one of them declines', async () => {
      const allows = ({ who }: { who: string }): boolean => who === SMALL.user;
      const scene = setScene(github, { confirm: true }, { others: [twin()], allows });
      const [one, two] = await scene.active();
      const targets = [of(one, github.account), of(two, twin())];
      await scene.act.deleteVersion(targets[0], targets);
      assert.deepEqual(scene.asked(), ['allow delete', 'allow delete']);
      assert.deepEqual(scene.changes(), []);
      assert.deepEqual(
        scene.who.told.map(({ kind }) => kind),
        ['narrow', 'confirm'],
      );
    });
  });
});

describe('A session that is refused while versions are changed', () => {
  const github = useLocalGitHub();
  const sso = { 'x-github-sso': 'required; url=https://github.example/orgs/x/sso?authorization_request=SECRET' };

  for (const [reason, fault, sentence] of [
    ['expired', refusal(401, 'Bad credentials'), / no longer accepts this sign-in\.$/],
    [
      'has lost a scope',
      refusal(403, 'You need at least delete:packages scope to delete.', { 'x-oauth-scopes': 'read:packages' }),
      /lacks the permission delete:packages\.$/,
    ],
    ['lacks single sign-on', refusal(403, 'organization SAML enforcement', sso), /authorize single sign-on\.$/],
  ] as const) {
    it(`is renewed on the person’s word, and the rest goes on, when it ${reason}`, async () => {
      const scene = setScene(github, { confirm: true, presses: [AGAIN] });
      const targets = (await scene.active()).slice(0, 2);
      github.server.addFault({ match: { method: 'DELETE' }, nth: 1, fault });
      await scene.act.deleteVersion(targets[0], targets);
      assert.deepEqual(scene.asked(), ['allow delete', 'renew delete']);
      const warning = scene.who.told.find(({ kind }) => kind === 'warn');
      assert.match(warning?.text ?? '', /^Versions of \S+: 0 deleted, 1 refused, 1 not started\. /);
      assert.match(warning?.text ?? '', sentence);
      assert.deepEqual(warning?.choices, [AGAIN, 'Show Log']);
      assert.match(scene.told().at(-1) ?? '', /^inform: Versions of \S+: 2 deleted\.$/);
      assert.doesNotMatch(scene.lines.join(), /SECRET|gho_/);
    });
  }

  it('is not renewed unless the person says so', async () => {
    const scene = setScene(github, { confirm: true });
    const [target] = await scene.active();
    github.server.addFault({ match: { method: 'DELETE' }, fault: refusal(401, 'Bad credentials') });
    await scene.act.deleteVersion(target);
    assert.deepEqual(scene.asked(), ['allow delete']);
    assert.equal(scene.changes().length, 1);
  });

  it('is left, and nothing more is sent, when the person declines', async () => {
    const scene = setScene(
      github,
      { confirm: true, presses: [AGAIN, AGAIN] },
      { allows: ({ act }) => act === 'allow' },
    );
    const [target] = await scene.active();
    github.server.addFault({ match: { method: 'DELETE' }, fault: refusal(401, 'Bad credentials') });
    await scene.act.deleteVersion(target);
    assert.deepEqual(scene.asked(), ['allow delete', 'renew delete']);
    assert.equal(scene.changes().length, 1);
    assert.equal(scene.who.told.filter(({ kind }) => kind === 'warn').length, 1);
  });

  it('is the one with repo where the package is changed with that one', async () => {
    const scene = setScene(github, { confirm: true, presses: [AGAIN] }, { granted: SEES_ALL });
    const [target] = await scene.active(SMALL.maven);
    github.server.addFault({ match: { method: 'DELETE' }, nth: 1, fault: refusal(401, 'Bad credentials') });
    await scene.act.deleteVersion(target);
    assert.deepEqual(scene.asked(), ['allow delete repo', 'renew delete repo']);
    assert.match(scene.told().at(-1) ?? '', /^inform: Deleted /);
  });

  it('is the one with repo for a public package too, once that one is there', async () => {
    const granted = [...SEES_ALL, 'delete', 'delete repo'];
    const scene = setScene(github, { confirm: true, presses: [AGAIN] }, { granted });
    const [target] = await scene.active();
    github.server.addFault({ match: { method: 'DELETE' }, nth: 1, fault: refusal(401, 'Bad credentials') });
    await scene.act.deleteVersion(target);
    assert.deepEqual(scene.asked(), ['renew delete repo']);
  });
});
