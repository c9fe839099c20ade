import { html } from './html';
import type { Site } from '../site';

/** Whose browser this is: a local GitHub asks where GitHub knows it. */
export function accountChoice(site: Site, chosen?: string): ReturnType<typeof html> {
  const users = site.world.owners.filter((owner) => owner.kind === 'User');
  return html`<label for="login">Account</label>
    <select id="login" name="login">
      ${users.map(
        (user) =>
          html`<option value="${user.login}" ${user.login === chosen ? 'selected' : ''}>
            ${user.name} (${user.login})
          </option>`,
      )}
    </select>`;
}
