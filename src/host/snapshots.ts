import * as vscode from 'vscode';
import { createPageCache, type PageCache } from '../github/pageCache';
import type { Account } from '../model/accounts';
import { keyOf } from '../model/lists';
import { readSnapshot, writeSnapshot } from '../model/snapshot';

/** What each account was answered, in memory, and in the extension's own storage from one session to the next. */
export interface Snapshots {
  /** Never rejects: without storage it begins empty. */
  cache(account: Account): Promise<PageCache>;
  /** Keeps what is known now. */
  save(account: Account): void;
  /** Forgets everybody else: they are signed out. */
  keepOnly(accounts: readonly Account[]): Promise<void>;
}

/** Lists that arrive together are written together, in milliseconds. */
const PATIENCE = 2000;

/** @param folder is made when something is written */
export function createSnapshots(folder: vscode.Uri, log: vscode.LogOutputChannel): Snapshots {
  const caches = new Map<string, Promise<PageCache>>();
  const due = new Set<string>();
  let kept = '';

  const fileOf = (key: string): vscode.Uri => vscode.Uri.joinPath(folder, `${encodeURIComponent(key)}.json`);

  async function load(key: string): Promise<PageCache> {
    const cache = createPageCache();
    try {
      const bytes = await vscode.workspace.fs.readFile(fileOf(key));
      cache.restore(readSnapshot(new TextDecoder().decode(bytes)));
    } catch {
      // Nothing was kept.
    }
    return cache;
  }

  function cache(account: Account): Promise<PageCache> {
    const key = keyOf(account);
    const loading = caches.get(key) ?? load(key);
    caches.set(key, loading);
    return loading;
  }

  async function write(account: Account): Promise<void> {
    const key = keyOf(account);
    const known = await caches.get(key);
    if (!known) return; // signed out meanwhile
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.workspace.fs.writeFile(fileOf(key), new TextEncoder().encode(writeSnapshot(known.lists())));
  }

  return {
    cache,

    save(account) {
      const key = keyOf(account);
      if (due.has(key)) return;
      due.add(key);
      setTimeout(() => {
        due.delete(key);
        write(account).catch((error: unknown) => log.warn(`lists could not be kept: ${String(error)}`));
      }, PATIENCE);
    },

    async keepOnly(accounts) {
      const keys = accounts.map(keyOf);
      if (kept === JSON.stringify(keys)) return;
      kept = JSON.stringify(keys);
      for (const key of caches.keys()) if (!keys.includes(key)) caches.delete(key);
      try {
        const names = new Set(keys.map((key) => `${encodeURIComponent(key)}.json`));
        for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
          if (!names.has(name)) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name));
        }
      } catch {
        // There is no folder yet.
      }
    },
  };
}
