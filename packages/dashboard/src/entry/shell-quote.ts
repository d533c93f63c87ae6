/**
 * One word for a shell, whatever is in it.
 *
 * Captured text ends up here and people paste it into a terminal. Control characters are written as
 * escapes, because a terminal acts on them while pasting, before the shell sees any quotes.
 */
export function shellQuote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (/\p{Cc}/u.test(text)) return `$'${text.replaceAll(/[\\'\p{Cc}]/gu, escaped)}'`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function escaped(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`;
  if (character === '\n') return '\\n';
  // Octal bytes: every shell that knows this quoting knows them, whatever its locale.
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');
}
