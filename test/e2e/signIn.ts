import type { Page } from 'playwright-core';
import { answerDialog, dialog, openedPage, quickPick } from './workbench';

/** What VS Code's dialog says before a permission is given. */
export const ASKS = /wants (you )?to sign in/;

/**
 * Signs in from the button of the signed-out view, choosing the host where there are several. Answers with the words of
 * the dialog that asked.
 * @param look while the dialog asks
 */
export async function signIn(
  page: Page,
  githubUrl: string,
  login: string,
  look?: () => Promise<void>,
): Promise<string> {
  await page.getByRole('button', { name: 'Sign In to GitHub' }).click();
  const choice = quickPick(page, new URL(githubUrl).host);
  await Promise.race([choice.waitFor(), dialog(page, ASKS).waitFor()]);
  if (await choice.isVisible()) await choice.click();
  return grant(page, login, look);
}

/**
 * Lets the extension have what it asks for: allows it in VS Code, then takes the one-time code from VS Code's dialog to the
 * page that GitHub opens. Answers with the words of the dialog that asked.
 * @param look while the dialog asks
 */
export async function grant(page: Page, login: string, look?: () => Promise<void>): Promise<string> {
  if (look) {
    await dialog(page, ASKS).waitFor();
    await look();
  }
  const asked = await answerDialog(page, ASKS, 'Allow');
  await enterCode(page, login);
  return asked;
}

/** Takes the one-time code from VS Code's dialog to the page that GitHub opens, and says yes there. */
export async function enterCode(page: Page, login: string): Promise<void> {
  let words = '';
  const github = await openedPage(page, async () => {
    words = await answerDialog(page, 'Your Code', 'Copy & Continue to Browser');
  });
  const code = /Your Code: (\S+)/.exec(words)?.[1];
  if (!code) throw new Error(`No code in: ${words}`);

  await github.getByLabel('Enter the code').fill(code);
  await github.getByRole('button', { name: 'Continue' }).click();
  await github.getByLabel('Account').selectOption(login);
  await github.getByRole('button', { name: 'Authorize', exact: true }).click();
  await github.getByRole('heading', { name: 'All set' }).waitFor();
  await github.close();
}
