import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../vscode/cleanup';
import { filesBelow, placesWith } from '../../vscode/secretSearch';

const SECRET = 'gho_0123456789abcdef';

describe('The search for secrets', () => {
  const folder = temporaryFolder();

  before(() => {
    fs.mkdirSync(path.join(folder.path, 'logs', 'deep'), { recursive: true });
    const write = (name: string, content: Buffer | string): void => {
      fs.writeFileSync(path.join(folder.path, ...name.split('/')), content);
    };
    write('harmless.json', '{"gho_": "no token"}');
    write('logs/deep/window.log', `GET /user with ${SECRET}.`);
    write('state.db', Buffer.concat([Buffer.of(0, 255, 7), Buffer.from(SECRET), Buffer.of(200)]));
    write('wide.db', Buffer.from(`x${SECRET}`, 'utf16le'));
  });

  after(() => folder.remove());

  it('finds a value in files at any depth, between other bytes, and with two bytes a character', () => {
    const places = placesWith(['something else', SECRET], filesBelow(folder.path));
    assert.deepEqual(places.sort(), [path.join('logs', 'deep', 'window.log'), 'state.db', 'wide.db']);
  });

  it('finds nothing where nothing is, and tells places only', () => {
    assert.deepEqual(placesWith(['gho_another'], filesBelow(folder.path)), []);
    assert.ok(!JSON.stringify(placesWith([SECRET], filesBelow(folder.path))).includes(SECRET));
  });
});
