import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

// Breaks at its first request, as if memory had run out, and works the next time it is started.
const marker = join(String(workerData), 'has-crashed');

if (existsSync(marker)) {
  await import('../../src/sqlite/desk-thread.ts');
} else {
  writeFileSync(marker, '');
  parentPort?.once('message', () => process.exit(1));
}
