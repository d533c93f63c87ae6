import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Directories for one test, removed after it. The ring is on a tmpfs where there is one. */
export interface Scratch {
  readonly root: string;
  readonly spoolDirectory: string;
  readonly ringDirectory: string;
}

export function scratch(context: TestContext): Scratch {
  // On some systems /tmp is a tmpfs, where nothing gets to level `host`; /var/tmp is none.
  const root = mkdtempSync(join(existsSync('/var/tmp') ? '/var/tmp' : tmpdir(), 'whodid-core-'));
  const memory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'whodid-core-'));
  context.after(() => {
    for (const directory of [root, memory])
      rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  const ringDirectory = join(memory, 'ring');
  mkdirSync(ringDirectory);
  return { root, spoolDirectory: join(root, 'spool'), ringDirectory };
}
