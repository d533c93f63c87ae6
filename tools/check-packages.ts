// Checks each package as it would be published: that its manifest leads where it says, and that types
// and modules are found by those who install it. Needs the built files.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));

for (const name of readdirSync(packages)) {
  const folder = join(packages, name);
  run('publint', ['--strict', folder]);
  // Pages have no types to be wrong about.
  if (existsSync(join(folder, 'tsconfig.json'))) {
    run('attw', ['--pack', folder, '--profile', 'esm-only', '--format', 'ascii']);
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  process.exitCode = 1;
}
