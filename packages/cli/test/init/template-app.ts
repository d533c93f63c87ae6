import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { appDirectory } from '../commands/temporary.ts';

const templates = fileURLToPath(new URL('./templates/', import.meta.url));
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A copy of a template with its packages linked as if they were installed; gone after the test. */
export function templateApp(t: TestContext, name: string): string {
  const directory = appDirectory(t, {});
  cpSync(join(templates, name), directory, { recursive: true });
  // Under its own name git would mind it here.
  const ignored = join(directory, 'gitignore');
  if (existsSync(ignored)) renameSync(ignored, join(directory, '.gitignore'));
  linkPackages(directory);
  return directory;
}

/** Links the packages of an app, and those of whodid, from this repository. */
export function linkPackages(directory: string): void {
  const text = readFileSync(join(directory, 'package.json'), 'utf8').replace(/^\ufeff/, '');
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
  const wanted: Record<string, string> = {
    ...dependencies,
    ...devDependencies,
    '@types/node': '',
    '@whodid/core': '',
    '@whodid/capture': '',
  };
  for (const [name, range] of Object.entries(wanted)) {
    const from = join(
      root,
      'node_modules',
      name === 'express' && /4/.test(range) ? 'express-4' : name,
    );
    const to = join(directory, 'node_modules', name);
    if (!existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(from, to);
  }
}

/** Every file of an app but its packages, with a hash of what is in it and its rights. */
export function treeOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules'))
    .toSorted()
    .map((path) => {
      const stat = statSync(join(directory, path));
      const content = stat.isFile() ? readFileSync(join(directory, path)) : Buffer.alloc(0);
      const hash = createHash('sha256').update(content).digest('hex');
      return `${path} ${(stat.mode & 0o777).toString(8)} ${hash}`;
    });
}
