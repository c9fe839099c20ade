import { notFound } from './errors';
import { parseObject } from '../http';
import type { RestAnswer, RestCall, RestOperation } from './operation';

/** What the editor calls when a person signs out. The app's secret is not checked. */
export const APPLICATION_OPERATIONS: readonly RestOperation[] = [
  {
    method: 'DELETE',
    template: '/applications/{client_id}/token',
    accepts: () => [],
    run: revoke,
    described: false,
    byApp: true,
  },
];

function revoke(call: RestCall): RestAnswer {
  const { access_token: value } = parseObject(call.body);
  const token = call.site.world.tokens.find((candidate) => candidate.value === value);
  if (!token) throw notFound();
  token.revoked = true;
  return { status: 204 };
}
