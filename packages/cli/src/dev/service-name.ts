import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What an app is called: the name in its package.json, else its folder. */
export function serviceName(directory: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    if (typeof name === 'string' && name !== '') return name;
  } catch {
    // No package.json, or one that cannot be read: the folder will do.
  }
  return basename(directory) || 'app';
}
