// Builds the dashboard's pages if they are missing or older than their source, so that the first
// `npm run demo` after `npm ci` shows them and the next one starts at once.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dashboard = fileURLToPath(new URL('../packages/dashboard/', import.meta.url));
const core = fileURLToPath(new URL('../packages/core/src/', import.meta.url));
const built = join(dashboard, 'dist', 'index.html');

const sources = ['src', 'index.html', 'vite.config.ts'].map((name) => join(dashboard, name));
const newest = Math.max(...[...sources, core].map(newestChange));

if (!existsSync(built) || statSync(built).mtimeMs < newest) {
  process.stderr.write('building the dashboard, once\n');
  const vite = spawnSync('npm', ['run', 'build', '--silent', '-w', '@whodid/dashboard'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.exitCode = vite.status ?? 1;
}

function newestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const here = statSync(path);
  if (!here.isDirectory()) return here.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
