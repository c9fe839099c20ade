import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Installs a small extension beside ours, for either extension host.
 * @param id `publisher.name`
 * @param code of its only file
 */
export function installBeside(dataFolder: string, id: string, code: string): void {
  const [publisher, name = ''] = id.split('.');
  const folder = path.join(dataFolder, name);
  const list = path.join(dataFolder, 'extensions', 'extensions.json');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'main.js'), code);
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({
      publisher,
      name,
      version: '0.0.1',
      engines: { vscode: '^1.98.0' },
      main: './main.js',
      browser: './main.js',
      activationEvents: ['onStartupFinished'],
    }),
  );
  const entries = JSON.parse(fs.readFileSync(list, 'utf8')) as unknown[];
  const location = { $mid: 1, path: pathToFileURL(folder).pathname, scheme: 'file' };
  const entry = { identifier: { id }, version: '0.0.1', location, metadata: { source: 'vsix' } };
  fs.writeFileSync(list, JSON.stringify([...entries, entry]));
}
