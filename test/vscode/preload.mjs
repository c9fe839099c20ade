// Runs inside VS Code's server before VS Code does (node --import). It adds what code-server's wrapper would do, and ends
// the server together with the process that started it, however that one ended.
import { randomBytes } from 'node:crypto';
import http from 'node:http';

// Children of the server inherit `--import`; only the server itself is meant.
if (process.argv[1]?.endsWith('server-main.js')) {
  process.stdin.on('end', () => process.exit()).resume();

  // The workbench seals its secrets with the bytes it finds here; they have to be the same after a reload.
  const key = randomBytes(32);

  const answer = (request, response) => {
    if (request.url === '/mint-key') {
      response.end(key);
      return true;
    }
    // A link to a port of this machine reaches the browser as a path of this server; the person's browser is on this machine.
    const [, port, path] = /^\/proxy\/(\d+)(\/.*)?$/.exec(request.url) ?? [];
    if (!port) return false;
    response.writeHead(302, { location: `http://127.0.0.1:${port}${path ?? '/'}` }).end();
    return true;
  };

  const emit = http.Server.prototype.emit;
  http.Server.prototype.emit = function (event, ...args) {
    return (event === 'request' && answer(...args)) || emit.call(this, event, ...args);
  };
}
