import type * as vscode from 'vscode';
import { tellInterrupted, type InterruptedOptions } from '../commands/interrupted';
import { contextKey } from '../host/contextKey';
import type { Sessions } from '../host/sessions';
import type { Snapshots } from '../host/snapshots';
import { CONTEXT_KEYS } from '../ids';
import type { Account } from '../model/accounts';
import { time } from './time';

export interface SignedIn extends vscode.Disposable {
  /** Who is signed in, asked silently. */
  readonly all: () => Promise<readonly Account[]>;
}

interface SignedInOptions {
  readonly sessions: Sessions;
  readonly snapshots: Snapshots;
  readonly log: vscode.LogOutputChannel;
  readonly interrupted: Omit<InterruptedOptions, 'sleep' | 'signal'>;
}

/**
 * What follows from who is signed in, each time it is asked for: the `when` clauses know, nothing is kept of anybody else,
 * and at the first time people are told what was interrupted.
 */
export function createSignedIn({ sessions, snapshots, log, interrupted }: SignedInOptions): SignedIn {
  const setReady = contextKey(CONTEXT_KEYS.ready);
  const setSignedIn = contextKey(CONTEXT_KEYS.signedIn);
  const ending = new AbortController();
  let isTold = false;

  return {
    async all() {
      const accounts = await sessions.accounts();
      if (!isTold && accounts.length > 0) {
        isTold = true;
        tellInterrupted({ ...interrupted, sleep: time.sleep, signal: ending.signal }, accounts).catch(
          (error: unknown) => log.error(`interrupted: ${String(error)}`),
        );
      }
      setSignedIn(accounts.length > 0);
      setReady(true);
      void snapshots.keepOnly(accounts);
      return accounts;
    },
    dispose: () => ending.abort(),
  };
}
