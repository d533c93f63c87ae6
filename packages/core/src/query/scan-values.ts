import { type Place, refuse } from './query-error.ts';
import { closingQuotes, readQuoted, runEnd } from './scan-run.ts';

/** One value after a field's colon, in pieces, because what is quoted means only itself. */
export interface RawValue extends Place {
  readonly parts: readonly RawPart[];
}

export interface RawPart {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
}

/** Reads the values of a condition: separated by commas, up to a space or the end of the group. */
export function scanValues(
  text: string,
  start: number,
  name: string,
): { values: readonly RawValue[]; end: number } {
  if (text.charAt(start) === '(') {
    refuse({ at: start, length: 1 }, 'A choice is written with commas', `${name}:one,two`);
  }
  const values: RawValue[] = [];
  let at = start;
  for (;;) {
    const value = scanValue(text, at);
    if (value.length === 0) refuseMissing(at, name, values.length > 0);
    values.push(value);
    at = value.at + value.length;
    if (text.charAt(at) !== ',') return { values, end: at };
    at += 1;
  }
}

function scanValue(text: string, start: number): RawValue {
  const parts: RawPart[] = [];
  let at = start;
  for (;;) {
    if (closingQuotes.has(text.charAt(at))) {
      const { content, length } = readQuoted(text, at);
      parts.push({ text: content, quoted: true, at });
      at += length;
      continue;
    }
    const end = runEnd(text, at, ',');
    if (end === at) return { parts, at: start, length: at - start };
    parts.push({ text: text.slice(at, end), quoted: false, at });
    at = end;
  }
}

function refuseMissing(at: number, name: string, afterComma: boolean): never {
  const problem = afterComma
    ? 'A value is missing after the comma (no space may follow it)'
    : `${shown(name)}: needs a value without a space before it`;
  refuse({ at: at - 1, length: 1 }, problem);
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
