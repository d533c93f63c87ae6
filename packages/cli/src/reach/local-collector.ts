import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A collector that runs on this machine, as it says itself in `local.json`. */
export interface LocalCollector {
  readonly url: string;
  readonly key: string;
  readonly pid: number;
}

/** The collector that uses `dataDir`, or `null` if none is running. */
export function localCollector(dataDir: string): LocalCollector | null {
  try {
    const found = JSON.parse(readFileSync(join(dataDir, 'local.json'), 'utf8')) as LocalCollector;
    return isRunning(found.pid) ? found : null;
  } catch {
    return null;
  }
}

// A collector that was killed leaves its file behind.
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
