import fc from 'fast-check';
import type { Fault, FaultRule } from '../github/faults';
import { memoryFiles } from '../unit/src/support/memoryFiles';
import { useDesk } from './desk';
import { assertTruth } from './truth';

/** Any fault that leaves open whether a request took effect, or refuses it. */
const fault = fc.constantFrom<Fault>(
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502, after: true },
  { kind: 'reset', at: 'start' },
  { kind: 'reset', at: 'start', after: true },
  { kind: 'reset', at: 'body' },
  { kind: 'hang' },
  { kind: 'html' },
  { kind: 'status', status: 401, body: { message: 'Bad credentials' } },
  { kind: 'status', status: 403, body: { message: 'Forbidden' } },
  { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: { message: 'slow down' } },
  { kind: 'latency', ms: 20 },
);

const rule = fc.record({
  match: fc.constantFrom({ method: 'DELETE' }, { method: 'POST' }, { method: 'GET' }, {}),
  nth: fc.integer({ min: 1, max: 30 }),
  times: fc.integer({ min: 1, max: 6 }),
  fault,
}) satisfies fc.Arbitrary<FaultRule>;

const NOT_FOUND: Fault = { kind: 'status', status: 404, body: { message: 'Package version not found.' } };

/** GitHub says "not found" of what one may not change, or of everything from some moment on: it hides, but does not waver. */
const hiding = fc.oneof(
  fc.record({
    match: fc.constantFrom({ method: 'DELETE' }, { method: 'POST' }),
    nth: fc.integer({ min: 1, max: 30 }),
    times: fc.integer({ min: 1, max: 6 }),
    fault: fc.constant(NOT_FOUND),
  }),
  fc.record({ nth: fc.integer({ min: 1, max: 60 }), times: fc.constant(100_000), fault: fc.constant(NOT_FOUND) }),
) satisfies fc.Arbitrary<FaultRule>;

const reload = fc.record({
  /** Requests of the window before it is killed. */
  after: fc.integer({ min: 0, max: 40 }),
  cutOff: fc.integer({ min: 0, max: 400 }),
  press: fc.constantFrom('Resume', 'Stop', 'Undo'),
});

const scenario = fc.record({
  action: fc.constantFrom('delete' as const, 'restore' as const),
  count: fc.integer({ min: 1, max: 16 }),
  rules: fc.array(rule, { maxLength: 4 }),
  hides: fc.option(hiding, { nil: undefined, freq: 3 }),
  reloads: fc.array(reload, { maxLength: 3 }),
  cancelAfter: fc.option(fc.integer({ min: 1, max: 16 }), { nil: undefined }),
});

describe('The truth about versions', () => {
  const desk = useDesk();

  it('survives any faults, cancellations and reloads at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ action, count, rules, hides, reloads, cancelAfter }) => {
        const targets = await desk.lay(count, action === 'delete' ? 'active' : 'deleted');
        const before = desk.active();
        if (hides) desk.github.addFault(hides); // before the others: what is hidden stays hidden
        for (const each of rules) desk.github.addFault(each);
        const files = memoryFiles();
        let open = files;
        let window = desk.open({ confirm: true, ...(cancelAfter !== undefined && { cancelAfter }) }, open);
        let work = action === 'delete' ? window.changes.delete(targets, true) : window.changes.restore(targets, false);
        let undone = false;
        for (const { after, cutOff, press } of reloads) {
          const killed = window;
          const isOver = await Promise.race([work.then(() => true), killed.sent(after).then(() => false)]);
          if (isOver) break;
          killed.kill(cutOff);
          await killed.quiet();
          desk.github.clock.advance(60_000); // nobody hears of the window any more
          open = files.reopen();
          window = desk.open({ confirm: true, presses: [press] }, open);
          undone ||= press === 'Undo' && action === 'delete';
          work = window.start();
        }
        await work;
        const final = desk.open({}, files.reopen());
        const { interrupted, tended } = await final.journal.interrupted();
        if (interrupted.length + tended > 0) {
          // The last window was not asked, or was killed before it could write: whoever comes next is asked again.
          window = desk.open({ confirm: true, presses: ['Stop'] }, files.reopen());
          desk.github.clock.advance(60_000);
          await window.start();
        }
        await window.quiet();
        const told = window.who.told.some(({ text }) =>
          /^Versions|^(Deleted|Restored|Refused|In doubt|Nothing to do|Not started)\b/.test(text),
        );
        const back = undone && window.who.told.some(({ text }) => /\brestored\b/i.test(text));
        const last = back ? 'restore' : action;
        await assertTruth(desk, window, last, targets, before, { told, undone: back });
      }),
      { numRuns: 400 },
    );
  });
});
