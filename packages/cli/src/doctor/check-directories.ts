import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from './check.ts';

const fewBytes = 256 * 1024 * 1024;

/** Whether entries can wait on this disk while no collector answers. */
export function checkSpool(directory: string): Finding {
  const name = 'spool';
  const place = nearestExisting(directory);
  if (!isWritable(place)) {
    const fix = 'give the app WHODID_SPOOL_DIR, a directory that it may write to';
    return { name, verdict: 'problem', text: `${place} cannot be written to`, fix };
  }
  const free = freeBytes(place);
  const text = `${directory}, ${Math.round(free / 1024 ** 2)} MiB free`;
  if (free >= fewBytes) return { name, verdict: 'ok', text };
  return { name, verdict: 'warning', text, fix: 'make room: entries wait here if need be' };
}

/** Whether there is memory-backed storage for the ring; without it the ring is in the spool. */
export function checkRing(directory: string): Finding {
  const name = 'ring';
  if (existsSync(directory) && isWritable(directory)) {
    return { name, verdict: 'ok', text: `${directory} can be used` };
  }
  const text = `${directory} cannot be used, so apps wait for the disk of the spool when it stalls`;
  return { name, verdict: 'warning', text, fix: 'in a container, mount a tmpfs there' };
}

function nearestExisting(directory: string): string {
  return existsSync(directory) ? directory : nearestExisting(dirname(directory));
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
