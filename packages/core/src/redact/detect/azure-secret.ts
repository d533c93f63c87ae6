import type { Finding } from './finding.ts';

// Three characters, a digit, `Q~`, and 31 to 34 more.
const form = /[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])/y;
const before = 4;

/** A client secret of Microsoft Entra ID. `at` is at `Q~`, which stands in the middle of it. */
export function findAzureSecret(text: string, at: number): Finding | number {
  form.lastIndex = Math.max(0, at - before);
  if (!form.test(text)) return at + 2;
  const rule = 'azure-secret';
  return { start: at - before, end: form.lastIndex, marker: `[redacted:${rule}]`, rule };
}
