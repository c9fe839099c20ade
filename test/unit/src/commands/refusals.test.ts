import assert from 'node:assert/strict';
import type { Fault, FaultRule } from '../../../github/faults';
import { SMALL } from '../../../github/seed/names';
import { useLocalGitHub } from '../support/localGitHub';
import { setScene, type Scene } from '../support/scene';

interface Refusal {
  /** What GitHub answers, as it was seen to. */
  readonly when: string;
  readonly rules: readonly FaultRule[];
  /** What the person reads, after what was not changed. */
  readonly reads: string | RegExp;
  readonly buttons: readonly string[];
}

const NPM = `${SMALL.org}/${SMALL.npm}`;
const LOG = 'Show Log';
const AGAIN = 'Sign In Again...';
/** Offered for packages whose permissions may come from a repository, where a 404 may hide that one is missing. */
const ALLOW = 'Allow Repository Access...';

function answers(status: number, message: string, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): FaultRule[] {
  return [{ match: { method: 'DELETE' }, fault: { kind: 'status', status, body: { message }, ...more } }];
}

/** Those of a deletion that no plan can foresee, or that somebody else has brought about since it was made. */
const DELETING: readonly Refusal[] = [
  {
    when: '400, the last tagged version',
    rules: answers(400, 'You cannot delete the last tagged version of a package. You must delete the package instead.'),
    reads: 'GitHub keeps the last tagged version of a package; the package can be deleted instead.',
    buttons: ['Delete Package...', LOG],
  },
  {
    when: '400, the last version',
    rules: answers(400, 'You cannot delete the last version of a package. You must delete the package instead.'),
    reads: 'GitHub keeps the last version of a package; the package can be deleted instead.',
    buttons: ['Delete Package...', LOG],
  },
  {
    when: '400, more than 5,000 downloads',
    rules: answers(400, 'Publicly visible package versions with more than 5000 downloads cannot be deleted.'),
    reads: 'What is public and has more than 5,000 downloads can only be deleted by GitHub Support.',
    buttons: ['Open GitHub Support', LOG],
  },
  {
    when: '400, a kind of token that it does not take',
    rules: answers(400, 'Invalid argument.'),
    reads: 'GitHub Packages does not accept this kind of token.',
    buttons: [AGAIN, LOG],
  },
  {
    when: '401',
    rules: answers(401, 'Bad credentials'),
    reads: / no longer accepts this sign-in\.$/,
    buttons: [AGAIN, LOG],
  },
  {
    when: '403, a permission is missing',
    rules: answers(403, 'You need at least delete:packages and read:packages scope to delete a package.', {
      headers: { 'x-oauth-scopes': 'read:packages' },
    }),
    reads: 'Your sign-in lacks the permission delete:packages.',
    buttons: [AGAIN, LOG],
  },
  {
    when: '403, single sign-on',
    rules: answers(403, 'Resource protected by organization SAML enforcement.'),
    reads: 'This organization wants you to authorize single sign-on.',
    buttons: [AGAIN, LOG],
  },
  {
    when: '403, an organization that does not let the app in',
    rules: answers(403, 'the `octo-org` organization has enabled OAuth App access restrictions.'),
    reads: 'This organization does not let the editor’s GitHub app see it; its owners can approve the app.',
    buttons: [LOG],
  },
  {
    when: '403, a token of an app',
    rules: answers(403, 'Resource not accessible by integration'),
    reads: 'GitHub Packages does not accept this kind of token.',
    buttons: [AGAIN, LOG],
  },
  {
    when: '429, again and again',
    rules: answers(429, 'You have exceeded a secondary rate limit.', { headers: { 'retry-after': '60' } }),
    reads: /asks for a pause until .+\.$/,
    buttons: [LOG],
  },
  {
    when: '404, of something that is still there',
    rules: answers(404, 'Package not found.'),
    reads: 'Only an admin of the package may do this; ask one of them.',
    buttons: [ALLOW, LOG],
  },
  {
    when: '422, which nobody has seen',
    rules: answers(422, 'Validation Failed'),
    reads: / refused this\.$/,
    buttons: [LOG],
  },
  {
    when: '500, again and again',
    rules: answers(500, 'Server Error'),
    reads: / has a problem of its own just now\.$/,
    buttons: [LOG],
  },
];

describe('What GitHub refuses', () => {
  const github = useLocalGitHub();

  function arm(rules: readonly FaultRule[]): void {
    for (const rule of rules) github.server.addFault(rule);
  }

  function last(scene: Scene): { readonly text: string; readonly choices: readonly string[] } {
    const told = scene.who.told.at(-1);
    assert.ok(told);
    return told;
  }

  for (const { when, rules, reads, buttons } of DELETING) {
    it(`when a version is deleted is told in a sentence, with the step that helps: ${when}`, async () => {
      const scene = setScene(github, { confirm: true });
      const [target] = await scene.active();
      assert.ok(target);
      arm(rules);
      await scene.act.deleteVersion(target);
      const { text, choices } = last(scene);
      const begins = `Refused: ${target.version.name} of ${NPM} was not deleted. `;
      assert.ok(text.startsWith(begins), text);
      if (typeof reads === 'string') assert.equal(text, begins + reads);
      else assert.match(text, reads);
      assert.deepEqual(choices, buttons);
      assert.ok((await scene.active()).some(({ version }) => version.id === target.version.id));
    });
  }

  it('when a package is deleted is told in the same way: more than 5,000 downloads', async () => {
    const scene = setScene(github, { types: SMALL.npm, presses: ['Open GitHub Support'] });
    arm(answers(400, 'Publicly visible packages with a version that has more than 5,000 downloads cannot be deleted.'));
    await scene.act.deletePackage(await scene.packageElement());
    assert.equal(
      scene.who.told.find(({ kind }) => kind === 'warn')?.text,
      `Refused: the package ${NPM} was not deleted. What is public and has more than 5,000 downloads can only be deleted by GitHub Support.`,
    );
    assert.equal(last(scene).text, 'https://support.github.com/contact');
  });

  it('because it has done it already is no refusal: a 500 after the deletion, and a 404 after somebody else’s', async () => {
    const scene = setScene(github, { confirm: true });
    const [one, two] = await scene.active();
    assert.ok(one && two);
    github.server.addFault({
      match: { method: 'DELETE' },
      nth: 1,
      fault: { kind: 'status', status: 500, after: true },
    });
    await scene.act.deleteVersion(one);
    assert.equal(last(scene).text, `Deleted ${one.version.name} of ${NPM}.`);
    await github.api().deleteVersion(two.pkg, two.version.id, new AbortController().signal);
    await scene.act.deleteVersion(two);
    assert.equal(last(scene).text, `Nothing to do: ${two.version.name} of ${NPM} was deleted already.`);
  });

  for (const status of [400, 404, 409, 422]) {
    it(`when a version is restored is told in a sentence, however it is put: ${String(status)}`, async () => {
      const scene = setScene(github, {});
      const [target] = await scene.deleted();
      assert.ok(target);
      github.server.addFault({ match: { method: 'POST' }, fault: { kind: 'status', status, body: { message: 'No' } } });
      await scene.act.restoreVersion(target);
      const { text } = last(scene);
      assert.match(text, /^Refused: .+ was not restored\. It can no longer be restored, its place is taken, or /);
      assert.equal((await scene.deleted()).length, 1);
    });
  }
});
