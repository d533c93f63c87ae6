import type { Finding } from './finding.ts';

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** A private key in PEM form, which begins at `at`. One without an end reaches to the text's end. */
export function findPrivateKey(text: string, at: number): Finding | number {
  begin.lastIndex = at;
  if (!begin.test(text)) return at + 10;
  end.lastIndex = begin.lastIndex;
  const stop = end.test(text) ? end.lastIndex : text.length;
  return { start: at, end: stop, marker: '[redacted:private-key]', rule: 'private-key' };
}
