import { gzipSync } from 'node:zlib';

export interface Layer {
  readonly tar: Uint8Array;
  readonly gzip: Uint8Array;
}

const BLOCK = 512;
const GZIP_OPERATING_SYSTEM = 9;

/**
 * A gzipped tar archive with one text file. The bytes are the same on every machine: nothing is compressed (results
 * differ between zlib versions), and the gzip header names no operating system.
 */
export function tarGzip(path: string, text: string): Layer {
  const content = Buffer.from(text);
  const tar = Buffer.alloc(BLOCK + Math.ceil(content.length / BLOCK) * BLOCK + 2 * BLOCK);
  tarHeader(path, content.length).copy(tar);
  content.copy(tar, BLOCK);
  const gzip = gzipSync(tar, { level: 0 });
  gzip[GZIP_OPERATING_SYSTEM] = 255;
  return { tar, gzip };
}

/** A header block of the ustar format (POSIX.1-1988); numbers are octal text. */
function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  header.write(path, 0);
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`, 100);
  header.write('        0', 148); // the check sum counts as blanks while it is computed; then the type: a file
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}
