import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the pages if they are missing or older than their source. */
export function buildPages(): void {
  const script = fileURLToPath(new URL('../tools/build-dashboard.ts', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}
