import { isMask } from '../markers.ts';
import type { Finding } from './finding.ts';

const credential = /(?:bearer|basic|negotiate|digest) +([\w.~+/=-]{8,})/iy;

/** What follows `Bearer` or `Basic`, if it looks made by a machine. `at` is at the scheme. */
export function findAuthScheme(text: string, at: number, mask: string): Finding | number {
  credential.lastIndex = at;
  const match = credential.exec(text);
  const value = match?.[1];
  if (value === undefined || isMask(value, mask) || !looksMade(value)) return at + 5;
  const end = credential.lastIndex;
  return { start: end - value.length, end, marker: mask, rule: 'authorization' };
}

// "Bearer authentication" is prose. Tokens have digits, capitals inside, or are very long.
function looksMade(value: string): boolean {
  return value.length >= 24 || /[\d=+/_]/.test(value) || /[a-z][A-Z]/.test(value);
}
