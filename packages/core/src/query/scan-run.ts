import { refuse } from './query-error.ts';

/** What opens a quotation, with what closes it. Texts pasted from documents have curly quotes. */
export const closingQuotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”“'],
  ['”', '”'],
  ['„', '“”'],
]);

const space = /\s/;

/** Whether there is white space at this place. */
export function isSpace(text: string, at: number): boolean {
  return space.test(text.charAt(at));
}

/**
 * Where a run without quotes that begins at `at` ends: at white space, a quote, one of `stops`, or
 * a closing parenthesis that was not opened inside the run.
 */
export function runEnd(text: string, at: number, stops = ''): number {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    const char = text.charAt(end);
    if (space.test(char) || closingQuotes.has(char) || stops.includes(char)) return end;
    if (char === '(') depth += 1;
    if (char === ')') {
      if (depth === 0) return end;
      depth -= 1;
    }
  }
  return text.length;
}

/**
 * Reads a quotation that opens at `at`. `\"` and `\\` stand for the second character; any other
 * backslash stands for itself, so that Windows paths can be pasted.
 */
export function readQuoted(text: string, at: number): { content: string; length: number } {
  const closing = closingQuotes.get(text.charAt(at)) ?? '"';
  let content = '';
  for (let end = at + 1; end < text.length; end += 1) {
    const char = text.charAt(end);
    if (closing.includes(char)) return { content, length: end + 1 - at };
    const next = text.charAt(end + 1);
    if (char === '\\' && (next === '\\' || closing.includes(next)) && next !== '') {
      content += next;
      end += 1;
    } else {
      content += char;
    }
  }
  return refuse({ at, length: text.length - at }, 'This quotation is never closed');
}
