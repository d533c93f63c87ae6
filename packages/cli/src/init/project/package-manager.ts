import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from './manifest.ts';

/** What installs the packages of a project. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** As far as the project says it: `pnpm 10`. */
  readonly label: string;
  /** Installs what `package.json` says. */
  readonly install: readonly [string, ...string[]];
  /** Whether its lock file is outside of the project, as that of a workspace is. */
  readonly lockIsElsewhere: boolean;
}

const lockFiles: readonly (readonly [string, PackageManager['name']])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/** What `packageManager` says, else whose lock file is there or above, else npm. */
export function packageManagerOf(root: string, manifest: Manifest): PackageManager {
  const [, said, major] = /^(npm|pnpm|yarn|bun)@(\d+)/.exec(manifest.packageManager ?? '') ?? [];
  const lock = nearestLock(root);
  const name = (said as PackageManager['name'] | undefined) ?? lock?.name ?? 'npm';
  // On a machine for continuous integration pnpm refuses to change a lock file unasked.
  const unfrozen = { npm: [], bun: [], pnpm: ['--no-frozen-lockfile'], yarn: [] } as const;
  return {
    name,
    label: major === undefined ? name : `${name} ${major}`,
    install: [name, 'install', ...unfrozen[name]],
    lockIsElsewhere: lock !== null && lock.directory !== root,
  };
}

// Above the project only the root of a workspace counts, and only as far up as the repository goes: a
// lock file in somebody's home directory is not of this app.
function nearestLock(
  root: string,
): { readonly name: PackageManager['name']; readonly directory: string } | null {
  for (let directory = root; ; directory = dirname(directory)) {
    const found = lockFiles.find(([file]) => existsSync(join(directory, file)));
    const counts = directory === root ? found !== undefined : isWorkspaceRoot(directory);
    if (counts) return { name: found?.[1] ?? 'npm', directory };
    if (existsSync(join(directory, '.git')) || dirname(directory) === directory) return null;
  }
}

function isWorkspaceRoot(directory: string): boolean {
  if (existsSync(join(directory, 'pnpm-workspace.yaml'))) return true;
  try {
    return readFileSync(join(directory, 'package.json'), 'utf8').includes('"workspaces"');
  } catch {
    return false;
  }
}
