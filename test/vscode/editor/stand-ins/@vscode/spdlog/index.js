// The part of @vscode/spdlog that VS Code uses, writing each line at once. No rotation: a test's log is small.
import fs from 'node:fs';
import path from 'node:path';

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
let threshold = 0;

export const version = 0;

export function setLevel(level) {
  threshold = level;
}

export function setFlushOn() {
  // Every line is flushed.
}

export class Logger {
  #file;
  #level = 0;
  #plain = false;

  constructor(_type, _name, file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.closeSync(fs.openSync(file, 'a'));
  }

  trace(message) {
    this.#write(0, message);
  }

  debug(message) {
    this.#write(1, message);
  }

  info(message) {
    this.#write(2, message);
  }

  warn(message) {
    this.#write(3, message);
  }

  error(message) {
    this.#write(4, message);
  }

  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#plain = true;
  }

  setPattern() {
    this.#plain = false;
  }

  flush() {
    // Every line is flushed.
  }

  drop() {
    // Nothing is held open.
  }

  #write(level, message) {
    if (level < Math.max(this.#level, threshold)) return;
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.#plain ? message : `${stamp} [${names[level]}] ${message}\n`;
    try {
      fs.appendFileSync(this.#file, line);
    } catch {
      // The data folder goes away while VS Code stops; there is nobody left to read this line.
    }
  }
}

export async function createRotatingLogger(name, file) {
  return new Logger('rotating', name, file);
}

export const createAsyncRotatingLogger = createRotatingLogger;
