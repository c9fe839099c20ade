import assert from 'node:assert/strict';
import { ApiError, type Reason } from '../../../../src/github/errors';
import { report } from '../../../../src/operations/report';
import type { Outcome } from '../../../../src/operations/change';
import type { Plan } from '../../../../src/operations/plan';
import type { Action } from '../../../../src/operations/targets';
import { examplePackage, exampleVersion, MONA } from '../support/examples';

function plan(action: Action, items: Plan['items'] = []): Plan {
  return { action, items, unforeseen: [] };
}

function outcome(result: Outcome['result'], reason?: Reason): Outcome {
  const target = { account: MONA, pkg: examplePackage(), version: exampleVersion() };
  return { target, result, ...(reason && { error: new ApiError(reason, 'SERVER') }) };
}

describe('The report of a change', () => {
  it('is short when everything is as it was wanted, whoever did it', () => {
    assert.deepEqual(report(plan('delete'), [outcome('done'), outcome('already')], 'en'), {
      sentence: 'Versions of mona/left-align: 2 deleted.',
      allDone: true,
    });
    assert.equal(report(plan('restore'), [outcome('done')], 'en').sentence, 'Restored 1.2.3 of mona/left-align.');
  });

  it('counts what was not done, and gives each reason once', () => {
    const outcomes = [
      outcome('done'),
      outcome('refused', 'not-admin'),
      outcome('refused', 'not-admin'),
      outcome('unknown', 'timeout'),
      outcome('not-started', 'unreachable'),
    ];
    assert.deepEqual(report(plan('delete'), outcomes, 'en'), {
      sentence:
        'Versions of mona/left-align: 1 deleted, 2 refused, 1 in doubt, 1 not started. ' +
        'Only an admin of the package may do this; ask one of them. github.com did not answer in time. github.com cannot be reached.',
      allDone: false,
    });
  });

  it('names an image that is gone with its parts', () => {
    const [image, part, other] = [outcome('done'), outcome('done'), outcome('done')].map((each, id) => ({
      ...each,
      target: { ...each.target, version: exampleVersion({ id }) },
    }));
    assert.ok(image && part && other);
    const items = [
      { target: image.target, verdict: 'go' },
      { target: part.target, verdict: 'go', along: true },
    ] as const;
    const sentence = (items: Plan['items'], outcomes: readonly Outcome[]): string =>
      report(plan('delete', items), outcomes, 'en').sentence;
    assert.equal(
      sentence(items, [image, part]),
      'Deleted 1.2.3 of mona/left-align, and 1 version that only this used.',
    );
    assert.equal(
      sentence(items, [image, { ...part, result: 'refused' }]),
      'Versions of mona/left-align: 1 deleted, 1 refused.',
    );
    assert.equal(sentence(items, [image, part, other]), 'Versions of mona/left-align: 3 deleted.', 'of a run before');
    assert.equal(
      sentence([...items, { target: other.target, verdict: 'go' }], [image, part, other]),
      'Versions of mona/left-align: 3 deleted.',
      'two were chosen',
    );
  });

  it('says that nothing was done', () => {
    assert.deepEqual(report(plan('restore'), [outcome('not-started')], 'en'), {
      sentence: 'Not started: 1.2.3 of mona/left-align was not restored.',
      allDone: false,
    });
  });
});
