import type { Problem } from './problem.ts';

/** Whether it may work later without a change by the reader. */
export function canPass({ code }: Problem): boolean {
  return passing.has(code);
}

const passing: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'STORE_UNAVAILABLE',
  'BUSY',
  'CLOSING',
]);
