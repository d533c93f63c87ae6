import { type OptionRules, type ReadOptions, readOptions, texts } from '../options.ts';

/**
 * What is kept in clear although the built-in rules take it out. It weakens a default, so a recorder
 * that is created with it says so in its first entry: `whodid.redaction.weaken`.
 *
 * Secrets that are known by their form (tokens, card numbers, private keys) go all the same.
 */
export interface UnsafeOptions {
  /**
   * Names whose values stay, compared by whole words as in `maskKeys`. A name that is in both lists
   * is masked.
   *
   * @defaultValue `[]`
   */
  readonly keepKeys?: readonly string[] | undefined;

  /**
   * Names of headers whose values stay, in any case.
   *
   * @defaultValue `[]`
   */
  readonly keepHeaders?: readonly string[] | undefined;
}

export const unsafeRules: OptionRules<UnsafeOptions> = {
  keepKeys: texts([]),
  keepHeaders: texts([]),
};

/**
 * What is to be kept, with both lists.
 *
 * @throws WhodidError `CONFIG_UNKNOWN`, `CONFIG_INVALID`.
 */
export function readUnsafe(given: UnsafeOptions): ReadOptions<UnsafeOptions> {
  return readOptions('redact.unsafe', unsafeRules, given);
}
