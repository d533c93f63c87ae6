import type { Json, Masked } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';

/**
 * Reads fields that may be anything. Types are only a promise where an app fills in a draft: text
 * may be a number, an accessor may throw. What cannot be used is left out; text comes out without
 * secrets.
 */
export class DraftReader {
  readonly redactor: Redactor;
  readonly masked: Masked[];
  // Whether there can be accessors, proxies and classes.
  readonly #foreign: boolean;

  constructor(redactor: Redactor, foreign: boolean, masked: readonly Masked[] = []) {
    this.redactor = redactor;
    this.masked = masked.slice();
    this.#foreign = foreign;
  }

  /** A field of anything, or `undefined`. */
  field(holder: unknown, name: string): unknown {
    if (typeof holder !== 'object' || holder === null) return undefined;
    try {
      return (holder as { [name: string]: unknown })[name];
    } catch {
      return undefined;
    }
  }

  /** Text without secrets; a number becomes text. Empty text says nothing and is left out. */
  text(value: unknown, path: string): string | undefined {
    if (typeof value === 'string') {
      return value === '' ? undefined : this.redactor.text(value, path, this.masked);
    }
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    return undefined;
  }

  /** The fields of `holder` by these names that are text. */
  texts<K extends string>(
    holder: unknown,
    names: readonly K[],
    path: string,
  ): { -readonly [N in K]?: string } | undefined {
    if (typeof holder !== 'object' || holder === null) return undefined;
    const read: { -readonly [N in K]?: string } = {};
    let any = false;
    for (const name of names) {
      const value = this.field(holder, name);
      if (value === undefined) continue;
      const text = this.text(value, `${path}.${name}`);
      if (text === undefined) continue;
      read[name] = text;
      any = true;
    }
    return any ? read : undefined;
  }

  /** Any value, without secrets. */
  value(value: unknown, path: string): Json | undefined {
    if (value === undefined) return undefined;
    return this.#foreign
      ? this.redactor.value(value, path, this.masked)
      : this.redactor.json(value, path, this.masked);
  }

  /** A whole number from `min` on. */
  wholeNumber(value: unknown, min: number): number | undefined {
    return Number.isSafeInteger(value) && (value as number) >= min ? (value as number) : undefined;
  }

  /** The items of a list, at most `most`. */
  items(value: unknown, most: number): readonly unknown[] | undefined {
    try {
      return Array.isArray(value) ? Array.prototype.slice.call(value, 0, most) : undefined;
    } catch {
      return undefined;
    }
  }
}
