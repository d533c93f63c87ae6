import { types } from 'node:util';
import type { Json, Masked } from '../entry/entry.ts';
import { wellFormed } from '../entry/well-formed.ts';
import { cutText, isLonger } from './cut-text.ts';
import { isPan } from './detect/pan.ts';
import { binary, bytesInJson, foreignValue } from './foreign-value.ts';
import {
  cleanDocument,
  isGraphqlRequest,
  isPersistedQuery,
  type VariableClasses,
  variableClasses,
} from './graphql/graphql-request.ts';
import { type KeyPlans, type KeyStep, namingNames, valueNames } from './key-plans.ts';
import { isSecretNumber, isSecretText, type KeyRules, stronger } from './key-rules.ts';
import type { KeyClass } from './key-words.ts';
import type { RedactLimits } from './limits.ts';
import { isMarker, isMask, unmapped } from './markers.ts';
import { encodedJson, nestedJson } from './nested-json.ts';
import { closedJson } from './partial-json.ts';
import { pathText } from './path-text.ts';
import { putField } from './put-field.ts';
import { settled } from './settled.ts';
import type { TextScanner } from './text-scanner.ts';

/** What a walk needs; the same for all walks of one redactor. */
export interface WalkTools {
  readonly keys: KeyRules;
  readonly plans: KeyPlans;
  readonly scanner: TextScanner;
  readonly limits: RedactLimits;
  readonly mask: string;
}

type Fields = { [key: string]: Json };

/** What is known of a GraphQL request before its fields are copied. */
interface Request {
  /** The document without secrets, if it is text. */
  readonly query: string | undefined;
  readonly classes: VariableClasses;
}

const omittedForm = /^\[omitted:\d+ (?:keys|items)\]$/;
const omittedKey = '…';
const omittedSize = '[omitted:size]';
const unparsed = '[redacted:unparsed]';
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
  // Of the variables that are about to be walked.
  #classes: VariableClasses | null = null;

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

  /** The text of a GraphQL document. Never throws. */
  document(text: string): string {
    try {
      return this.#document(text, 0);
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
    if (secret !== null && isSecretNumber(secret)) return this.#mask(depth, secret);
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
      return isMask(text, this.#tools.mask) || isMarker(text) ? text : this.#mask(depth, secret);
    }
    if (this.#bytesLeft <= 0 && text !== '') return this.#marker(omittedSize);
    const isPlain = this.#tools.scanner.isPlain(text, this.#tools.limits.stringBytes);
    return this.#counted(isPlain ? text : this.#limited(text, depth));
  }

  #counted(clean: string): string {
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
    for (let room = limit; room > 0; room = Math.floor(room * 0.9)) {
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
    const clean = this.#scan(wellFormed(text), depth);
    if (clean === text) this.#tools.scanner.remember(text);
    return clean;
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
      return this.#mask(depth, secret);
    }
    if (depth >= this.#tools.limits.depth)
      return this.#marker(`[depth>${this.#tools.limits.depth}]`);
    if (this.#foreign && this.#nesting === 0) return this.#foreignObject(value, depth, secret);
    return Array.isArray(value)
      ? this.#list(value, depth, secret)
      : this.#fields(value, depth, secret);
  }

  #foreignObject(value: object, depth: number, secret: KeyClass | null): Json {
    if (types.isProxy(value)) return this.#marker('[proxy]');
    if (this.#above.includes(value)) return this.#marker('[circular]');
    this.#above.push(value);
    const plain = foreignValue(value);
    let copy: Json;
    if (typeof plain !== 'object') copy = this.#value(plain, depth, secret);
    else if (Array.isArray(plain)) copy = this.#list(plain, depth, secret);
    else copy = this.#fields(plain, depth, secret);
    this.#above.pop();
    return copy;
  }

  #list(items: readonly unknown[], depth: number, secret: KeyClass | null): Json {
    const isUnmapped = secret === 'unmapped' || this.#takeClasses() !== null;
    const inherited = isUnmapped ? 'unmapped' : secret === 'text' ? secret : null;
    const last = items.length === 0 ? undefined : this.#read(items, items.length - 1);
    const isCut = typeof last === 'string' && omittedForm.test(last);
    const count = isCut ? items.length - 1 : items.length;
    const kept = this.#take(count);
    const copy: Json[] = [];
    for (let index = 0; index < kept; index += 1) {
      this.#trail[depth] = index;
      copy.push(this.#value(this.#read(items, index), depth + 1, inherited));
    }
    if (kept < count) copy.push(this.#marker(`[omitted:${count - kept} items]`));
    else if (isCut) copy.push(last);
    return copy;
  }

  #fields(source: object, depth: number, secret: KeyClass | null): Json {
    const variables = this.#takeClasses();
    const classes = variables ?? classesBelow(secret);
    const keys = Object.keys(source);
    const bytes = this.#bytes(source, keys);
    if (bytes !== undefined) return this.#marker(binary(bytes));
    const omitted = keys.length > this.#keysLeft ? this.#cut(source, keys) : undefined;
    this.#keysLeft -= keys.length;
    const plan = this.#tools.plans.for(keys);
    this.#bytesLeft -= plan.length;
    if (plan.renamed) this.#altered += 1;
    const request = plan.mayAsk && variables === null ? this.#request(source, depth) : undefined;
    const copy: Fields = {};
    // JSON in a text is kept in the order it was written in, everything else in canonical order.
    const steps = this.#nesting === 0 ? plan.inOrder : plan.asGiven;
    for (let index = 0; index < steps.length; index += 1) {
      const step = withClass(steps[index] as KeyStep, classes);
      if (request === undefined) this.#field(copy, source, step, depth);
      else this.#requestField(copy, source, step, depth, request);
    }
    if (plan.hasValue) this.#maskNamed(copy, depth);
    if (omitted !== undefined) copy[omittedKey] = omitted;
    return copy;
  }

  #bytes(source: object, keys: readonly string[]): Uint8Array | undefined {
    if (keys[1] !== 'data' || keys[0] !== 'type') return undefined;
    return bytesInJson(this.#read(source, 'type'), this.#read(source, 'data'));
  }

  #field(copy: Fields, source: object, step: KeyStep, depth: number): void {
    const value = this.#read(source, step.key);
    if (value === undefined) return;
    this.#trail[depth] = step.name;
    putField(copy, step.name, this.#value(value, depth + 1, step.secret));
  }

  #request(source: object, depth: number): Request | undefined {
    const query = this.#read(source, 'query');
    const isRequest = isGraphqlRequest({
      query,
      variables: this.#read(source, 'variables'),
      operationName: this.#read(source, 'operationName'),
      isPersisted: isPersistedQuery((name) => this.#read(source, name)),
    });
    if (!isRequest) return undefined;
    this.#trail[depth] = 'query';
    const clean =
      typeof query === 'string' ? this.#counted(this.#document(query, depth + 1)) : undefined;
    return { query: clean, classes: variableClasses(clean, this.#tools.keys) };
  }

  #document(text: string, depth: number): string {
    const { keys, mask } = this.#tools;
    const [noted, altered] = [this.#masked.length, this.#altered];
    const clean = settled(text, (before) => {
      const document = cleanDocument(before, keys, mask);
      if (document !== before) this.#note(depth, 'graphql', document);
      return this.#limited(document, depth);
    });
    if (clean === text) {
      // What one step put in, the other may have taken out again.
      this.#masked.length = noted;
      this.#altered = altered;
    }
    return clean ?? unparsed;
  }

  #requestField(
    copy: Fields,
    source: object,
    step: KeyStep,
    depth: number,
    request: Request,
  ): void {
    const { key, name, secret } = step;
    if (secret !== null || (key !== 'query' && key !== 'variables')) {
      this.#field(copy, source, step, depth);
    } else if (key === 'variables') this.#variables(copy, source, step, depth, request.classes);
    else if (request.query !== undefined) putField(copy, name, request.query);
    else this.#field(copy, source, step, depth);
  }

  // Variables may be JSON in a text. If they are not what they should be, nothing of them is kept.
  #variables(
    copy: Fields,
    source: object,
    { key, name }: KeyStep,
    depth: number,
    classes: VariableClasses,
  ): void {
    const value = this.#read(source, key);
    if (value === undefined) return;
    this.#trail[depth] = name;
    this.#classes = classes;
    const clean = this.#value(value, depth + 1, null);
    const wasRead = this.#takeClasses() === null;
    const isKept =
      typeof clean !== 'string' ||
      clean === '' ||
      isMarker(clean) ||
      (wasRead && isObjectText(clean));
    putField(copy, name, isKept ? clean : this.#note(depth + 1, 'graphql', unmapped));
  }

  #takeClasses(): VariableClasses | null {
    const classes = this.#classes;
    this.#classes = null;
    return classes;
  }

  // Shortens `keys` to as many as may be kept, and says how many were left out. A statement of that
  // kind from an earlier pass is no key of its own.
  #cut(source: object, keys: string[]): string | undefined {
    const place = keys.indexOf(omittedKey);
    const before = place < 0 ? undefined : this.#read(source, omittedKey);
    const isCut = typeof before === 'string' && omittedForm.test(before);
    if (isCut) keys.splice(place, 1);
    const left = keys.length - this.#keysLeft;
    if (left <= 0) return isCut ? before : undefined;
    keys.length = this.#keysLeft;
    return this.#marker(`[omitted:${left} keys]`);
  }

  #take(count: number): number {
    const taken = Math.min(count, this.#keysLeft);
    this.#keysLeft -= taken;
    return taken;
  }

  // `{ name: 'password', value: 'x' }`, as lists of headers, parameters, form fields and changes have
  // it, and `{ op: 'replace', path: '/password', value: 'x' }`.
  #maskNamed(copy: Fields, depth: number): void {
    for (const naming of namingNames) {
      const name = copy[naming];
      if (typeof name !== 'string') continue;
      const { secret } = this.#tools.keys.decide(name);
      if (secret !== null) this.#maskValues(copy, depth, secret);
    }
  }

  #maskValues(copy: Fields, depth: number, secret: KeyClass): void {
    for (const name of valueNames) {
      const value = copy[name];
      if (value === undefined || (typeof value === 'string' && isMask(value, this.#tools.mask)))
        continue;
      this.#trail[depth] = name;
      // What is clean already is left as it is.
      copy[name] = this.#value(value, depth + 1, secret);
    }
  }

  // Accessors are not called: they may have effects, and what they return is not data.
  #read(source: object, key: string | number): unknown {
    if (!this.#foreign || this.#nesting > 0) return (source as { [key: string]: unknown })[key];
    const descriptor = Object.getOwnPropertyDescriptor(source, key);
    if (descriptor === undefined || 'value' in descriptor) return descriptor?.value;
    this.#altered += 1;
    return '[accessor]';
  }

  #mask(depth: number, secret: KeyClass): string {
    if (secret === 'unmapped') return this.#note(depth, 'graphql', unmapped);
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

// `{ cookie: { name: 'sid', value: 'x' } }` is looked into, and all of the secret is there.
const textValues: VariableClasses = (name) => (valueNames.has(name) ? 'text' : null);

function classesBelow(secret: KeyClass | null): VariableClasses | null {
  return secret === 'text' ? textValues : null;
}

function withClass(step: KeyStep, classes: VariableClasses | null): KeyStep {
  if (classes === null) return step;
  return { ...step, secret: stronger(step.secret, classes(step.key)) };
}

function isObjectText(text: string): boolean {
  const value = nestedJson(text);
  return typeof value === 'object' && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (typeof value === 'symbol') return `[symbol ${value.description ?? ''}]`;
  // A function's name may be an accessor; only a plain one is read.
  const name = Object.getOwnPropertyDescriptor(value as object, 'name')?.value;
  return typeof name === 'string' && name !== '' ? `[function ${name}]` : '[function]';
}
