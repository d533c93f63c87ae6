import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps a data directory out of git, whatever the project around it ignores. */
export function ignoreData(directory: string): void {
  try {
    writeFileSync(join(directory, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
