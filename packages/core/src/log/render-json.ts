import type { LogLine } from './log-line.ts';

/** One JSON object on one line, whatever is in it. */
export function renderJson({ fields }: LogLine): string {
  // JSON escapes the ends of lines. What is left could still steer the terminal of whoever reads it.
  return JSON.stringify(fields).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

// Two code units where the character needs them, so that JSON gives back what was there.
function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, index) => unit(char.charCodeAt(index))).join('');
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
