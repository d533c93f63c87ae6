import type { Json, Masked } from '../entry/entry.ts';
import type { KeyRules } from './key-rules.ts';
import { isMask } from './markers.ts';
import { ValueWalk, type WalkTools } from './value-walk.ts';

/** One call of a redactor: the rules, and the list that it adds to. */
export class RedactPass {
  readonly tools: WalkTools;
  readonly #masked: Masked[];

  constructor(tools: WalkTools, masked: Masked[]) {
    this.tools = tools;
    this.#masked = masked;
  }

  get mask(): string {
    return this.tools.mask;
  }

  get keys(): KeyRules {
    return this.tools.keys;
  }

  /** Adds to the list of what was taken out. */
  note(path: string, rule: string): void {
    this.#masked.push({ path, rule });
  }

  /** A name as it may be kept. */
  nameOf(name: string): string {
    return this.tools.keys.decide(name).name;
  }

  /** Whether a text is certainly clean: see {@link TextScanner.isPlain}. */
  isPlain(text: string): boolean {
    return this.tools.scanner.isPlain(text, this.tools.limits.stringBytes);
  }

  /** Text without secrets: JSON in it by its structure, the rest by form. */
  text(text: string, path: string): string {
    if (this.isPlain(text)) return text;
    const clean = this.value(text, path, false);
    return typeof clean === 'string' ? clean : String(clean);
  }

  /** A decoded part of a URL: like text, but what it still has encoded is left to the caller. */
  part(text: string, path: string): string {
    const { parts } = this.tools.scanner;
    if (parts.isPlain(text, this.tools.limits.stringBytes)) return text;
    const walk = new ValueWalk({ ...this.tools, scanner: parts }, path, this.#masked, false);
    return String(walk.copy(text));
  }

  /** Any value without secrets. `foreign` unless it was made by `JSON.parse`. */
  value(value: unknown, path: string, foreign: boolean): Json {
    return new ValueWalk(this.tools, path, this.#masked, foreign).copy(value);
  }

  /** The text of a GraphQL document without secrets. */
  document(text: string, path: string): string {
    return new ValueWalk(this.tools, path, this.#masked, false).document(text);
  }

  /** Whether a value is masked already. */
  isMask(value: string): boolean {
    return isMask(value, this.mask);
  }

  /** Any value that stands under a name. */
  named(name: string, value: unknown, path: string): Json {
    const { secret } = this.tools.keys.decide(name);
    return new ValueWalk(this.tools, path, this.#masked, true).copy(value, secret);
  }
}
