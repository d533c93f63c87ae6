import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the data directory, readable by its owner only, and keeps it out of git. */
export function ignoreData(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(join(directory, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
