import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { temporaryFolder } from '../vscode/cleanup';
import { startEditor } from '../vscode/editor';
import { extensionId } from '../vscode/project';
import { median, spread, type Row } from './table';

const EMPTY = 'bench.empty';
const PROBE = 'bench.probe';
const MOMENTS = [
  { name: 'while VS Code starts', delay: 0 },
  { name: 'later', delay: 5000 },
];

/** Starts of VS Code for each of the two in one round: one takes a few milliseconds, which is little on a busy machine. */
const STARTS = 3;

/**
 * Has the real VS Code activate ours or an empty extension, in turns: a third one in the same Node extension host asks
 * for it, and measures from there until it is active.
 */
export async function activationRows(rounds: number): Promise<readonly Row[]> {
  const browser = await launchBrowser();
  const rows: Row[] = [];
  try {
    for (const { name, delay } of MOMENTS) {
      const times = new Map<string, number[]>([extensionId, EMPTY].map((id) => [id, []]));
      for (let round = 0; round < STARTS * rounds; round++) {
        for (const [id, all] of times) all.push(await oneStart(browser, id, delay));
      }
      const [ours = [], empty = []] = times.values();
      rows.push({
        what: `activation ${name}, ms`,
        ours: spread(ours, 1),
        other: `an empty extension ${spread(empty, 1)}`,
        ratio: median(ours) / median(empty),
        goal: '≤ 1.5',
      });
    }
  } finally {
    await browser.close();
  }
  return rows;
}

/** @returns milliseconds */
async function oneStart(browser: Browser, id: string, delay: number): Promise<number> {
  const empty = temporaryFolder();
  const probe = temporaryFolder();
  const server = createServer();
  const told = new Promise<number>((resolve) => {
    server.on('request', (request, response) => {
      response.end();
      resolve(Number(new URL(request.url ?? '', 'http://probe').searchParams.get('ms')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeExtension(empty.path, EMPTY, 'onCommand:bench.none', 'exports.activate = () => undefined;');
  writeExtension(probe.path, PROBE, '*', probeCode(id, delay, port));
  const editor = await startEditor({ mode: 'installed', others: [empty.path, probe.path] });
  try {
    const page = await browser.newPage();
    await page.goto(editor.url);
    const ms = await told;
    await page.close();
    return ms;
  } finally {
    await editor.stop();
    server.close();
    empty.remove();
    probe.remove();
  }
}

function writeExtension(folder: string, id: string, event: string, code: string): void {
  const [publisher, name] = id.split('.');
  const manifest = {
    ...{ publisher, name, version: '0.0.1', engines: { vscode: '^1.98.0' } },
    ...{ main: './main.js', activationEvents: [event] },
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, 'main.js'), code);
}

function probeCode(id: string, delay: number, port: number): string {
  return `const { extensions } = require('vscode');
  exports.activate = () => {
    setTimeout(async () => {
      const start = performance.now();
      await extensions.getExtension('${id}').activate();
      await fetch('http://127.0.0.1:${String(port)}/?ms=' + (performance.now() - start));
    }, ${String(delay)});
  };`;
}
