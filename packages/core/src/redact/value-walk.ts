import { types } from 'node:util';
import type { Json, Masked } from '../entry/entry.ts';
import { wellFormed } from '../entry/well-formed.ts';
import { cutText, isLonger } from './cut-text.ts';
import { isPan } from './detect/pan.ts';
import { binary, bytesInJson, foreignValue } from './foreign-value.ts';
import { isSecretNumber, isSecretText, type KeyRules } from './key-rules.ts';
import type { KeyClass } from './key-words.ts';
import type { RedactLimits } from './limits.ts';
import { isMarker } from './markers.ts';
import { encodedJson, nestedJson } from './nested-json.ts';
import { closedJson } from './partial-json.ts';
import type { TextScanner } from './text-scanner.ts';

/** What a walk needs; the same for all walks of one redactor. */
export interface WalkTools {
  readonly keys: KeyRules;
  readonly scanner: TextScanner;
  readonly limits: RedactLimits;
  readonly mask: string;
}

type Fields = { [key: string]: Json };

const omittedForm = /^\[omitted:\d+ (?:keys|items)\]$/;
const omittedKey = '…';
const omittedSize = '[omitted:size]';
const deepestNesting = 2;
// What a secret at the very end of a cut text may need to be recognised.
const overlap = 1024;

/** One pass over one value: copies it without secrets. Make a new one for each value. */
export class ValueWalk {
  readonly #tools: WalkTools;
  readonly #masked: Masked[];
  readonly #base: string;
  // Whether there can be accessors, proxies and classes: not in what JSON.parse made.
  readonly #foreign: boolean;
  readonly #trail: (string | number)[] = [];
  readonly #above: object[] = [];
  #keysLeft: number;
  #bytesLeft: number;
  #nesting = 0;
  #altered = 0;

  constructor(tools: WalkTools, base: string, masked: Masked[], foreign: boolean) {
    this.#tools = tools;
    this.#base = base;
    this.#masked = masked;
    this.#foreign = foreign;
    this.#keysLeft = tools.limits.keys;
    this.#bytesLeft = tools.limits.entryBytes;
  }

  /** The copy. Never throws: what cannot be read becomes a marker. */
  copy(value: unknown, secret: KeyClass | null = null): Json {
    try {
      return this.#value(value, 0, secret);
    } catch {
      return '[unreadable]';
    }
  }

  #value(value: unknown, depth: number, secret: KeyClass | null): Json {
    switch (typeof value) {
      case 'string':
        return this.#text(value, depth, secret);
      case 'number':
        return this.#number(value, depth, secret);
      case 'boolean':
        return value;
      case 'object':
        return value === null ? null : this.#object(value, depth, secret);
      default:
        return this.#odd(value, depth, secret);
    }
  }

  #number(value: number, depth: number, secret: KeyClass | null): Json {
    if (secret !== null && isSecretNumber(secret)) return this.#mask(depth);
    if (value > 2e13 && Number.isInteger(value) && isPan(String(value))) {
      return this.#note(depth, 'pan', `[redacted:pan …${String(value).slice(-4)}]`);
    }
    if (Number.isFinite(value)) return value === 0 ? 0 : value;
    return this.#marker(`[${value}]`);
  }

  // What JSON has no word for.
  #odd(value: unknown, depth: number, secret: KeyClass | null): Json {
    if (value === undefined) return null;
    const text = typeof value === 'bigint' ? `${value}n` : nameOf(value);
    this.#altered += 1;
    return this.#text(text, depth, secret);
  }

  #text(text: string, depth: number, secret: KeyClass | null): Json {
    if (secret !== null && isSecretText(secret, text)) {
      return text === this.#tools.mask || isMarker(text) ? text : this.#mask(depth);
    }
    const clean = this.#limited(text, depth);
    this.#bytesLeft -= clean.length;
    if (this.#bytesLeft >= 0) return clean;
    this.#bytesLeft = 0;
    return this.#marker(omittedSize);
  }

  #limited(text: string, depth: number): string {
    const limit = this.#tools.limits.stringBytes;
    if (!isLonger(text, limit)) {
      const clean = this.#clean(text, depth);
      if (!isLonger(clean, limit)) return clean;
    }
    this.#altered += 1;
    const beginning = this.#beginning(text.slice(0, limit + overlap), depth);
    // Masking may lengthen what it cleans, so one cut may not be enough; each gives it more room.
    for (let room = limit; room > 0; room -= 64) {
      const clean = this.#scan(cutText(beginning, room, text.length), depth);
      if (!isLonger(clean, limit)) return clean;
    }
    return omittedSize;
  }

  #clean(text: string, depth: number): string {
    const first = text.charCodeAt(0);
    // `{`, `[`, `"` and white space: JSON inside a string is redacted by its structure.
    if (first === 123 || first === 91 || first === 34 || first <= 32) {
      const inner = nestedJson(text);
      if (inner !== undefined) return this.#nested(text, inner, depth);
    }
    const encoded = encodedJson(text);
    if (encoded !== undefined && this.#hides(encoded)) {
      return this.#note(depth, 'encoded', `[redacted:encoded ${text.length} characters]`);
    }
    return this.#scan(wellFormed(text), depth);
  }

  // What is left of JSON that was cut is redacted by its structure too.
  #beginning(text: string, depth: number): string {
    const first = text.charCodeAt(0);
    const inner = first === 123 || first === 91 ? nestedJson(closedJson(text)) : undefined;
    if (inner !== undefined) return this.#nested(text, inner, depth);
    return this.#scan(wellFormed(text), depth);
  }

  #nested(text: string, inner: unknown, depth: number): string {
    if (this.#nesting >= deepestNesting) return this.#note(depth, 'nested', '[redacted:nested]');
    const before = this.#altered;
    this.#nesting += 1;
    const copy = this.#value(inner, depth, null);
    this.#nesting -= 1;
    // The text is left as it was if nothing had to go. Scanned all the same: a key that stands
    // there twice hides the first of its values from the parser.
    return this.#scan(this.#altered === before ? wellFormed(text) : JSON.stringify(copy), depth);
  }

  // Whether there is something to redact in what a text encodes.
  #hides(encoded: unknown): boolean {
    const masked: Masked[] = [];
    new ValueWalk(this.#tools, '', masked, false).copy(encoded);
    return masked.length > 0;
  }

  #scan(text: string, depth: number): string {
    const clean = this.#tools.scanner.scan(text, () => this.#path(depth), this.#masked);
    if (clean !== text) this.#altered += 1;
    return clean;
  }

  #object(value: object, depth: number, secret: KeyClass | null): Json {
    if (secret !== null && secret !== 'text' && secret !== 'opaque' && secret !== 'digits') {
      return this.#mask(depth);
    }
    if (depth >= this.#tools.limits.depth)
      return this.#marker(`[depth>${this.#tools.limits.depth}]`);
    if (this.#foreign && this.#nesting === 0) return this.#foreignObject(value, depth, secret);
    return Array.isArray(value) ? this.#list(value, depth, secret) : this.#fields(value, depth);
  }

  #foreignObject(value: object, depth: number, secret: KeyClass | null): Json {
    if (types.isProxy(value)) return this.#marker('[proxy]');
    if (this.#above.includes(value)) return this.#marker('[circular]');
    this.#above.push(value);
    const plain = foreignValue(value);
    let copy: Json;
    if (typeof plain !== 'object') copy = this.#value(plain, depth, secret);
    else if (types.isMap(plain)) copy = this.#entries(plain as Map<string, unknown>, depth);
    else
      copy = Array.isArray(plain) ? this.#list(plain, depth, secret) : this.#fields(plain, depth);
    this.#above.pop();
    return copy;
  }

  #list(items: readonly unknown[], depth: number, secret: KeyClass | null): Json {
    const copy: Json[] = [];
    const inherited = secret === 'text' ? secret : null;
    for (let index = 0; index < items.length; index += 1) {
      const item = this.#read(items, index);
      const isEnd = index === items.length - 1 && typeof item === 'string';
      if (isEnd && omittedForm.test(item)) {
        copy.push(item);
        break;
      }
      if (this.#keysLeft <= 0) {
        copy.push(this.#marker(`[omitted:${items.length - index} items]`));
        break;
      }
      this.#keysLeft -= 1;
      this.#trail[depth] = index;
      copy.push(this.#value(item, depth + 1, inherited));
    }
    return copy;
  }

  #fields(source: object, depth: number): Json {
    const copy: Fields = {};
    const names = Object.keys(source);
    if (names[1] === 'data' && names[0] === 'type') {
      const bytes = bytesInJson(this.#read(source, 'type'), this.#read(source, 'data'));
      if (bytes !== undefined) return this.#marker(binary(bytes));
    }
    let hasValue = false;
    for (let index = 0; index < names.length; index += 1) {
      const key = names[index] as string;
      const value = this.#read(source, key);
      if (value === undefined) continue;
      if (key === omittedKey && typeof value === 'string' && omittedForm.test(value)) {
        copy[key] = value;
        continue;
      }
      if (this.#keysLeft <= 0) {
        copy[omittedKey] = this.#marker(`[omitted:${names.length - index} keys]`);
        break;
      }
      hasValue ||= key === 'value';
      this.#field(copy, key, value, depth);
    }
    return hasValue ? this.#namedValue(copy, depth) : copy;
  }

  #entries(source: Map<string, unknown>, depth: number): Json {
    const copy: Fields = {};
    for (const [key, value] of source) {
      if (this.#keysLeft <= 0) {
        copy[omittedKey] = this.#marker(`[omitted:${source.size - Object.keys(copy).length} keys]`);
        break;
      }
      this.#field(copy, key, value, depth);
    }
    return copy;
  }

  #field(copy: Fields, key: string, value: unknown, depth: number): void {
    this.#keysLeft -= 1;
    this.#bytesLeft -= key.length;
    const { name, secret } = this.#tools.keys.decide(key);
    let free = name;
    if (name !== key) {
      this.#altered += 1;
      while (Object.hasOwn(copy, free)) free += '~';
    }
    this.#trail[depth] = free;
    const clean = this.#value(value, depth + 1, secret);
    // Assigning to `__proto__` would set the prototype.
    if (free === '__proto__') {
      Object.defineProperty(copy, free, {
        value: clean,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else copy[free] = clean;
  }

  // `{ name: 'password', value: 'x' }`, as lists of headers, parameters and form fields have it.
  #namedValue(copy: Fields, depth: number): Json {
    const name = copy.name ?? copy.key ?? copy.field;
    if (typeof name !== 'string' || copy.value === undefined) return copy;
    const { secret } = this.#tools.keys.decide(name);
    if (secret === null || copy.value === this.#tools.mask) return copy;
    this.#trail[depth] = 'value';
    // Masking what is already clean again is harmless.
    copy.value = this.#value(copy.value, depth + 1, secret);
    return copy;
  }

  // Accessors are not called: they may have effects, and what they return is not data.
  #read(source: object, key: string | number): unknown {
    if (!this.#foreign || this.#nesting > 0) return (source as { [key: string]: unknown })[key];
    const descriptor = Object.getOwnPropertyDescriptor(source, key);
    if (descriptor === undefined || 'value' in descriptor) return descriptor?.value;
    this.#altered += 1;
    return '[accessor]';
  }

  #mask(depth: number): string {
    return this.#note(depth, 'key', this.#tools.mask);
  }

  #note(depth: number, rule: string, marker: string): string {
    this.#masked.push({ path: this.#path(depth), rule });
    return this.#marker(marker);
  }

  #marker(text: string): string {
    this.#altered += 1;
    return text;
  }

  #path(depth: number): string {
    return pathText(this.#base, this.#trail, depth);
  }
}

const plainName = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** A path as in `http.request.body.users[0].token`; keys that are no plain words are quoted. */
export function pathText(
  base: string,
  trail: readonly (string | number)[],
  length: number,
): string {
  let text = base;
  for (let index = 0; index < length; index += 1) {
    const step = trail[index] as string | number;
    if (typeof step === 'number') text += `[${step}]`;
    else if (!plainName.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

function nameOf(value: unknown): string {
  if (typeof value === 'symbol') return `[symbol ${value.description ?? ''}]`;
  // A function's name may be an accessor; only a plain one is read.
  const name = Object.getOwnPropertyDescriptor(value as object, 'name')?.value;
  return typeof name === 'string' && name !== '' ? `[function ${name}]` : '[function]';
}
