import { createHash } from 'node:crypto';
import { types } from 'node:util';
import { FreeNames } from './free-names.ts';

/**
 * What a value that is not plain data stands for: text, a list, a map, or an object whose own
 * fields are data. Only known types are asked, through the language's own functions, never through
 * methods that the value brings along.
 */
export function foreignValue(value: object): string | number | boolean | bigint | symbol | object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value)) return binary(bytesOf(value));
  if (types.isDate(value)) return dateText(value);
  if (types.isNativeError(value)) return errorFields(value);
  if (types.isMap(value)) return mapEntries(value);
  if (types.isSet(value)) return setItems(value);
  if (types.isAnyArrayBuffer(value)) return binary(new Uint8Array(value));
  if (types.isBoxedPrimitive(value)) return unboxed(value);
  if (types.isRegExp(value)) return regExpText(value);
  if (types.isPromise(value)) return '[promise]';
  return webValue(value, prototype) ?? value;
}

/** What stands for bytes: how many, and by what to recognise them. */
export function binary(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return `[binary ${bytes.byteLength} B sha256:${hash}]`;
}

/** The bytes of a `Buffer` that went through JSON: a list of numbers is as readable as text. */
export function bytesInJson(type: unknown, data: unknown): Uint8Array | undefined {
  if (type !== 'Buffer' || !Array.isArray(data) || types.isProxy(data)) return undefined;
  const isByte = (item: unknown): boolean => Number.isInteger(item) && (item as number) >>> 8 === 0;
  return data.every(isByte) ? Uint8Array.from(data as number[]) : undefined;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function dateText(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? '[invalid date]' : new Date(time).toISOString();
}

const stackLines = 20;

// What libraries hang on errors (requests, configurations, responses) is left out: it holds headers
// and bodies.
function errorFields(error: Error): object {
  const fields: { [key: string]: unknown } = {};
  for (const field of ['name', 'message', 'code', 'cause', 'errors']) {
    const value = dataOf(error, field);
    if (value !== undefined) fields[field] = value;
  }
  const stack = stackOf(error);
  if (typeof stack === 'string') fields.stack = stack.split('\n', stackLines).join('\n');
  return fields;
}

// An accessor in newer engines, the same one for all errors; any other is not the engine's.
const stackAccessor = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get;

function stackOf(error: Error): unknown {
  const own = Object.getOwnPropertyDescriptor(error, 'stack');
  if (own?.get === undefined || own.get !== stackAccessor) return own?.value;
  try {
    return stackAccessor.call(error);
  } catch {
    // Something in the app prepares stack traces, and failed to.
    return undefined;
  }
}

// A field of the object or of what it inherits from, if it is data.
function dataOf(object: object, field: string): unknown {
  let holder: object | null = object;
  for (let steps = 0; holder !== null && steps < 10 && !types.isProxy(holder); steps += 1) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, field);
    if (descriptor !== undefined) return descriptor.value;
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}

// Without a prototype, so that `__proto__` is a name like any other.
type Entries = { [name: string]: unknown };

function mapEntries(map: Map<unknown, unknown>): Entries {
  const entries = Object.create(null) as Entries;
  const free = new FreeNames([]);
  Map.prototype.forEach.call(map, (value: unknown, key: unknown) => {
    const isObject = typeof key === 'object' || typeof key === 'function';
    entries[free.take(isObject ? '[object]' : String(key))] = value;
  });
  return entries;
}

function setItems(set: Set<unknown>): unknown[] {
  const items: unknown[] = [];
  Set.prototype.forEach.call(set, (item: unknown) => {
    items.push(item);
  });
  return items;
}

function unboxed(value: object): string | number | boolean | bigint | symbol {
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  if (types.isBigIntObject(value)) return BigInt.prototype.valueOf.call(value);
  return Symbol.prototype.valueOf.call(value) as symbol;
}

const regExpSource = Object.getOwnPropertyDescriptor(RegExp.prototype, 'source')?.get;

function regExpText(value: RegExp): string {
  return `/${String(regExpSource?.call(value))}/`;
}

const urlText = Object.getOwnPropertyDescriptor(URL.prototype, 'href')?.get;

// `instanceof` would ask the value; the prototype itself does not. The name comes first, because
// the first use of `Headers` or `FormData` loads the whole of fetch.
function webValue(value: object, prototype: unknown): object | string | undefined {
  if (prototype === URL.prototype) return String(urlText?.call(value));
  if (prototype === URLSearchParams.prototype) {
    return repeated((add) => URLSearchParams.prototype.forEach.call(value as URLSearchParams, add));
  }
  const name = className(prototype);
  if (name === 'Headers' && prototype === Headers.prototype) {
    return repeated((add) => Headers.prototype.forEach.call(value as Headers, add));
  }
  if (name === 'FormData' && prototype === FormData.prototype) {
    return repeated((add) => FormData.prototype.forEach.call(value as FormData, add));
  }
  return undefined;
}

function className(prototype: unknown): unknown {
  const maker: unknown = dataOf(prototype as object, 'constructor');
  return typeof maker === 'function' ? dataOf(maker, 'name') : undefined;
}

function repeated(each: (add: (value: unknown, name: string) => void) => void): Entries {
  const entries = Object.create(null) as Entries;
  each((value, name) => {
    const part = typeof value === 'string' ? value : '[file]';
    const before = entries[name];
    if (before === undefined) entries[name] = part;
    else entries[name] = Array.isArray(before) ? [...before, part] : [before, part];
  });
  return entries;
}
