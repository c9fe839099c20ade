import type { Page } from 'playwright-core';
import { answerDialog } from './workbench';

/** Signs in to the local GitHub from the button of the signed-out view. */
export async function signIn(page: Page, githubUrl: string, login: string): Promise<void> {
  const host = new URL(githubUrl).host;
  await page.getByRole('button', { name: 'Sign In to GitHub' }).click();
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: host }).click();
  await grant(page, login);
}

/**
 * Lets the extension have what it asks for: allows it in VS Code, then takes the one-time code from VS Code's dialog to the
 * page that GitHub opens. Answers with the words of the dialog that asked.
 */
export async function grant(page: Page, login: string): Promise<string> {
  const asked = await answerDialog(page, 'wants to sign in', 'Allow');
  const opened = page.context().waitForEvent('page');
  const words = await answerDialog(page, 'Your Code', 'Copy & Continue to Browser');
  const code = /Your Code: (\S+)/.exec(words)?.[1];
  if (!code) throw new Error(`No code in: ${words}`);

  const github = await opened;
  await github.getByLabel('Enter the code').fill(code);
  await github.getByRole('button', { name: 'Continue' }).click();
  await github.getByLabel('Account').selectOption(login);
  await github.getByRole('button', { name: 'Authorize', exact: true }).click();
  await github.getByRole('heading', { name: 'All set' }).waitFor();
  await github.close();
  return asked;
}
