// The native module copies without duplicating blocks where the file system can; Node copies everywhere.
import fs from 'node:fs';

export const { copyFile, cp } = fs.promises;
export const { copyFileSync, constants } = fs;

export function isCloneSupported() {
  return false;
}
