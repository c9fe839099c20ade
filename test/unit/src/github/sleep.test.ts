import assert from 'node:assert/strict';
import { sleep } from '../../../../src/github/sleep';

describe('Sleep', () => {
  it('ends by itself', async () => {
    await sleep(1, undefined);
    await sleep(1, new AbortController().signal);
  });

  it('ends at once, with the reason, when it is aborted', async () => {
    const controller = new AbortController();
    const sleeping = sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(sleeping, { message: 'enough' });
  });

  it('does not begin when it was aborted before', async () => {
    await assert.rejects(sleep(60_000, AbortSignal.abort()), { name: 'AbortError' });
  });
});
