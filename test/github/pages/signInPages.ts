import { accountChoice } from './accountChoice';
import { findGrant, requestAccessToken, requestDeviceCode } from './deviceFlow';
import { html, name, page } from './html';
import { formOf, type Incoming, type Reply } from '../http';
import { matchRoute, type Params, type Route } from '../router';
import { SCOPE_MEANINGS } from '../scopes';
import type { DeviceGrant, Site } from '../site';
import { TOKEN_PAGES } from './tokenPages';
import { findUser } from '../tokens';

/** A page, or what a page sends. */
export interface PageRoute extends Route {
  run(site: Site, incoming: Incoming, params: Params): Reply;
}

const ROUTES: readonly PageRoute[] = [
  { method: 'POST', template: '/login/device/code', run: requestDeviceCode },
  { method: 'POST', template: '/login/oauth/access_token', run: requestAccessToken },
  { method: 'GET', template: '/login/device', run: showDevice },
  { method: 'POST', template: '/login/device', run: decideDevice },
  { method: 'GET', template: '/login/oauth/authorize', run: showAuthorize },
  { method: 'GET', template: '/orgs/{org}/sso', run: showSso },
  { method: 'POST', template: '/orgs/{org}/sso', run: passSso },
  ...TOKEN_PAGES,
];

/** Answers everything around signing in: the device flow and the pages a person sees of it; undefined for other paths. */
export function answerSignIn(site: Site, incoming: Incoming): Reply | undefined {
  const match = matchRoute(ROUTES, incoming.method, incoming.path);
  return match?.route.run(site, incoming, match.params);
}

/** First the code, then what the app asks for. */
function showDevice(site: Site, incoming: Incoming): Reply {
  const typed = incoming.query.get('user_code');
  if (typed === null) return codePage();
  const grant = findGrant(site, typed);
  return grant ? consentPage(site, grant) : codePage('That code is not valid, or no longer.');
}

function codePage(problem?: string): Reply {
  return page(
    'Device activation',
    html`<h1>Device activation</h1>
      <form action="/login/device" method="get">
        <label for="user_code">Enter the code displayed on your device</label>
        <input class="code" id="user_code" name="user_code" maxlength="9" autocomplete="off" autofocus required />
        ${problem === undefined ? undefined : html`<p role="alert">${problem}</p>`}
        <div class="actions"><button class="primary">Continue</button></div>
      </form>`,
    problem === undefined ? 200 : 404,
  );
}

function consentPage(site: Site, grant: DeviceGrant): Reply {
  return page(
    'Authorize the editor',
    html`<h1>Authorize the editor</h1>
      <form action="/login/device" method="post">
        <input type="hidden" name="user_code" value="${grant.userCode}" />
        ${accountChoice(site)}
        <p>The editor asks to:</p>
        <ul>
          ${grant.scopes.map((scope) => html`<li>${SCOPE_MEANINGS[scope] ?? 'Act for you'} <code>${scope}</code></li>`)}
        </ul>
        <div class="actions">
          <button class="primary" name="decision" value="authorize">Authorize</button>
          <button name="decision" value="cancel">Cancel</button>
        </div>
      </form>`,
  );
}

function decideDevice(site: Site, incoming: Incoming): Reply {
  const form = formOf(incoming);
  const grant = findGrant(site, form.get('user_code') ?? '');
  if (!grant) return codePage('That code is not valid, or no longer.');
  const user = findUser(site, form.get('login') ?? '');
  if (form.get('decision') !== 'authorize' || !user) {
    grant.decision = 'denied';
    return page(
      'Authorization denied',
      html`<h1>Authorization denied</h1>
        <p>The editor has not been given access. You may close this page.</p>`,
    );
  }
  grant.decision = { login: user.login, scopes: grant.scopes };
  return page(
    'All set',
    html`<h1>All set</h1>
      <p>The editor is now connected as ${name(user.login)}. You may close this page.</p>`,
  );
}

function showAuthorize(): Reply {
  return page(
    'Use the device flow',
    html`<h1>Use the device flow</h1>
      <p>This host signs in by a one-time code only. Go back to the editor and choose the sign-in with a code.</p>`,
  );
}

function showSso(site: Site, incoming: Incoming, params: Params): Reply {
  const request = incoming.query.get('authorization_request');
  const login = request === null ? undefined : site.ssoRequests.get(request);
  return page(
    'Single sign-on',
    html`<h1>Single sign-on to ${name(params['org'] ?? '')}</h1>
      <form method="post">
        ${accountChoice(site, login)}
        <p>
          Tokens issued from now on may see what belongs to this organization. Sign in again in the editor afterwards.
        </p>
        <div class="actions"><button class="primary">Continue</button></div>
      </form>`,
  );
}

function passSso(site: Site, incoming: Incoming, params: Params): Reply {
  const user = findUser(site, formOf(incoming).get('login') ?? '');
  if (!user) return page('Unknown account', html`<h1>There is no such account</h1>`, 404);
  site.ssoSessions.add(`${user.login}/${params['org'] ?? ''}`.toLowerCase());
  return page(
    'Signed in',
    html`<h1>Signed in</h1>
      <p>
        ${name(user.login)} is now signed in to ${name(params['org'] ?? '')}. Go back to the editor and sign in again.
      </p>`,
  );
}
