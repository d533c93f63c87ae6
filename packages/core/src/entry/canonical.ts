import type { Entry, Json, SealedText } from './entry.ts';
import { inOrder } from './in-order.ts';
import { wellFormed } from './well-formed.ts';

/**
 * The canonical text of a value (RFC 8785): the same value gives the same text in every program
 * and every language.
 *
 * Keys are ordered by UTF-16 code units, numbers written as ECMAScript does. A lone surrogate,
 * which UTF-8 cannot carry, becomes U+FFFD. Nesting is limited only by the stack: take what comes
 * from outside through {@link admit} or a redactor first.
 */
export function canonicalJson(value: Json): string {
  // What seal makes is in order already, and then the engine is several times faster.
  if (!isOrdered(value)) return written(value);
  const text = JSON.stringify(value);
  // It escapes a lone surrogate; the RFC knows no such escape.
  return text.includes('\\ud') ? written(value) : text;
}

// An entry is frozen, so its text never changes; making it is part of measuring the entry. Kept on
// the entry, where neither enumeration nor JSON nor a copy sees it: a WeakMap costs the collector of
// garbage more than making the text anew.
const textOf: unique symbol = Symbol('canonical text');

/** The canonical text of an entry: the bytes that are stored, hashed and proven. */
export function canonicalText(entry: Entry): SealedText {
  const kept = (entry as { readonly [textOf]?: SealedText })[textOf];
  return kept ?? (canonicalJson(entry as unknown as Json) as SealedText);
}

/** Keeps the text of an entry that is about to be frozen, for {@link canonicalText}. */
export function keepText(entry: object, text: string): void {
  Object.defineProperty(entry, textOf, { value: text });
}

// Keys that are numbers are enumerated before all others and by value, whatever order they were
// given; this sees the order in which they will be written.
function isOrdered(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      if (!isOrdered(value[index])) return false;
    }
    return true;
  }
  let before = '';
  for (const key in value) {
    if (key < before || !isOrdered((value as { [key: string]: Json })[key] ?? null)) return false;
    before = key;
  }
  return true;
}

function written(value: Json): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(wellFormed(value));
    case 'number':
      // JSON has no word for NaN and the infinities.
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value) : object(value as { [key: string]: Json });
  }
}

function list(items: readonly Json[]): string {
  return `[${items.map((item) => written(item ?? null)).join(',')}]`;
}

function object(fields: { [key: string]: Json | undefined }): string {
  let text = '{';
  for (const key of inOrder(Object.keys(fields))) {
    const value = fields[key];
    if (value === undefined) continue;
    text += `${text === '{' ? '' : ','}${written(key)}:${written(value)}`;
  }
  return `${text}}`;
}
