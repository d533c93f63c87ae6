import type { Entry, Json, SealedText } from './entry.ts';
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
  switch (typeof value) {
    case 'string':
      return quoted(value);
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

// An entry is frozen, so its text never changes. Making it is part of measuring the entry.
const texts = new WeakMap<object, SealedText>();

/** The canonical text of an entry: the bytes that are stored, hashed and proven. */
export function canonicalText(entry: Entry): SealedText {
  return texts.get(entry) ?? (canonicalJson(entry as unknown as Json) as SealedText);
}

/** Keeps the text of an entry that is finished, for {@link canonicalText}. */
export function rememberText(entry: Entry, text: SealedText): void {
  texts.set(entry, text);
}

function list(items: readonly Json[]): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    text += canonicalJson(items[index] ?? null);
  }
  return `${text}]`;
}

function object(fields: { [key: string]: Json | undefined }): string {
  const keys = inOrder(Object.keys(fields));
  let text = '{';
  for (const key of keys) {
    const value = fields[key];
    if (value === undefined) continue;
    text += `${text === '{' ? '' : ','}${quoted(key)}:${canonicalJson(value)}`;
  }
  return `${text}}`;
}

// Most objects are small, and insertion beats the built-in sort up to a dozen keys. `>` compares
// UTF-16 code units, which is what the RFC asks for.
function inOrder(keys: string[]): string[] {
  if (keys.length > 24) return keys.sort();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] as string;
    let place = index - 1;
    while (place >= 0 && (keys[place] as string) > key) {
      keys[place + 1] = keys[place] as string;
      place -= 1;
    }
    keys[place + 1] = key;
  }
  return keys;
}

// What JSON must escape, and surrogates, which may be alone.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return special.test(text) ? JSON.stringify(wellFormed(text)) : `"${text}"`;
}
