import { custom, type OptionRules, texts, wholeNumber } from '../options.ts';
import type { UnsafeOptions } from './unsafe-options.ts';

/** What redaction takes out and where it cuts. */
export interface RedactOptions {
  /**
   * Names of your own whose values are secret, added to the built-in ones. Compared by whole words:
   * `national id` matches `nationalId`, `national_id` and `user[national-id]`, not `nationalIdea`.
   *
   * @defaultValue `[]`
   */
  readonly maskKeys?: readonly string[] | undefined;

  /**
   * Names of headers to keep besides the built-in ones, in any case. A header that is not on the
   * list is left out; headers that are known to carry secrets stay masked even if listed.
   *
   * @defaultValue `[]`
   */
  readonly headers?: readonly string[] | undefined;

  /**
   * What the built-in rules take out and this app wants to keep. See {@link UnsafeOptions}.
   *
   * @defaultValue `{}`
   */
  readonly unsafe?: UnsafeOptions | undefined;

  /**
   * What stands in place of a value whose name is secret: 1 to 64 characters, without white space,
   * quotes, brackets `()<>` and the characters that separate parts of a URL. A collector leaves
   * the default and `***FILTERED***` as they are; in place of any other it writes the default.
   *
   * @defaultValue `[redacted:key]`
   */
  readonly mask?: string | undefined;

  /**
   * Deepest nesting that is kept.
   *
   * @defaultValue `32`; from 1 to 60
   */
  readonly depth?: number | undefined;

  /**
   * Most keys and list items kept of one value.
   *
   * @defaultValue `2000`; from 10 to 100000
   */
  readonly keys?: number | undefined;

  /**
   * Longest text that is kept, in bytes of UTF-8; the rest is cut off with a marker. Never
   * more than half of `entryBytes`.
   *
   * @defaultValue `8192` (8 KiB); from 256 to 1048576
   */
  readonly stringBytes?: number | undefined;

  /**
   * Largest entry, in bytes of its canonical text. Above it bodies are left out, then headers, then
   * data.
   *
   * @defaultValue `65536` (64 KiB); from 4096 to 8388608
   */
  readonly entryBytes?: number | undefined;
}

const maskForm = /^[^\s"'\\&=?#;,/@%+<>()\p{C}]{1,64}$/u;

export const redactRules: OptionRules<RedactOptions> = {
  maskKeys: texts([]),
  headers: texts([]),
  unsafe: custom(
    'an object with keepKeys and keepHeaders',
    {},
    (value) => typeof value === 'object' && value !== null,
  ),
  mask: custom(
    '1 to 64 characters without white space, quotes and URL separators',
    '[redacted:key]',
    (value) => typeof value === 'string' && maskForm.test(value),
  ),
  depth: wholeNumber({ fallback: 32, min: 1, max: 60 }),
  keys: wholeNumber({ fallback: 2000, min: 10, max: 100_000 }),
  stringBytes: wholeNumber({ fallback: 8192, min: 256, max: 1_048_576 }),
  entryBytes: wholeNumber({ fallback: 65_536, min: 4096, max: 8_388_608 }),
};
