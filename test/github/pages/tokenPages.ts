import { accountChoice } from './accountChoice';
import { html, page } from './html';
import type { Incoming, Reply } from '../http';
import { parseScopes, SCOPE_MEANINGS } from '../scopes';
import type { PageRoute } from './signInPages';
import type { Site } from '../site';
import { findUser, issueToken } from '../tokens';

/** Where a person makes a personal access token (classic), for editors that sign in with one. */
export const TOKEN_PAGES: readonly PageRoute[] = [
  { method: 'GET', template: '/settings/tokens/new', run: showForm },
  { method: 'POST', template: '/settings/tokens', run: generate },
];

/** As on GitHub, the address says which scopes are ticked to begin with, and the person ticks what they like. */
function showForm(site: Site, incoming: Incoming): Reply {
  const ticked = new Set(parseScopes(incoming.query.get('scopes') ?? ''));
  return page(
    'New personal access token',
    html`<h1>New personal access token (classic)</h1>
      <form action="/settings/tokens" method="post">
        ${accountChoice(site)}
        <p>Note: ${incoming.query.get('description') ?? ''}</p>
        ${Object.entries(SCOPE_MEANINGS).map(
          ([scope, meaning]) =>
            html`<label>
              <input type="checkbox" name="scope" value="${scope}" ${ticked.has(scope) ? 'checked' : ''} />
              <code>${scope}</code> ${meaning}
            </label>`,
        )}
        <div class="actions"><button class="primary">Generate token</button></div>
      </form>`,
  );
}

function generate(site: Site, incoming: Incoming): Reply {
  const form = new URLSearchParams(incoming.body);
  const user = findUser(site, form.get('login') ?? '');
  if (!user) return page('Unknown account', html`<h1>There is no such account</h1>`, 404);
  const { value } = issueToken(site, user.login, form.getAll('scope'), { kind: 'classic' });
  return page(
    'Personal access token',
    html`<h1>Personal access token</h1>
      <label for="token">Copy it now: it is not shown again</label>
      <input id="token" readonly size="60" value="${value}" />`,
  );
}
