import { knownKeyRules } from './detect/known-key.ts';

/** What redaction writes in place of what it takes out or cannot read, besides the mask. */
const rules = [
  ...['azure-secret', 'jwk', 'jwt', 'key', 'nested', 'private-key', 'slack-webhook', 'unparsed'],
  ...knownKeyRules,
];
const form = new RegExp(
  [
    '^\\[(?:accessor|circular|proxy|unreadable|promise|file|invalid date|NaN|-?Infinity',
    'depth>\\d+',
    'omitted:(?:size|too_large|entry_too_large|unmapped|\\d+ (?:keys|items))',
    'binary \\d+ B sha256:[0-9a-f]{16}',
    `redacted:(?:${rules.join('|')}|pan …\\d{4}|encoded \\d+ characters))\\]$`,
  ].join('|'),
);

/** Whether a text is one of ours, so that a secret name has nothing left to hide. */
export function isMarker(text: string): boolean {
  return text.charCodeAt(0) === 91 && form.test(text);
}

// The default, and the text of the format that other programs of this kind write: an entry that an
// app sealed with either stays as it is when a collector looks at it with the defaults.
const knownMasks: ReadonlySet<string> = new Set(['[redacted:key]', '***FILTERED***']);

/** Whether a value is masked already: with the mask in use, or with one that is well known. */
export function isMask(text: string, mask: string): boolean {
  return text === mask || knownMasks.has(text);
}

/** Length of the mask that stands at a place of a text, 0 if there is none. */
export function maskAt(text: string, at: number, mask: string): number {
  for (const known of [mask, ...knownMasks]) if (text.startsWith(known, at)) return known.length;
  return 0;
}

/** Stands for the value of a GraphQL variable if nobody can tell what it is for. */
export const unmapped = '[omitted:unmapped]';
