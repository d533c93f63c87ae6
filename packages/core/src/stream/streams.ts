/** The streams of document 003. Any other name works as well. */
export const defaultStreams: readonly string[] = [
  'INFO',
  'WARN',
  'DEBUG',
  'LOGIN',
  'ERROR',
  'SECURITY ALERT',
  'STRANGE ACTIVITY',
  'INTERNAL',
];

/** Where whodid's own faults go. It cannot be removed. */
export const internalStream = 'INTERNAL';

const longest = 64;

/**
 * A stream's name as it is kept: upper case, single spaces, no characters that move a cursor, at most
 * 64 characters. `null` if nothing is left.
 */
export function streamName(given: string): string | null {
  const plain = given
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim()
    .toUpperCase();
  const name = [...plain].slice(0, longest).join('').trim();
  return name === '' ? null : name;
}
