import { WhodidError } from './errors.ts';
import { nearest } from './nearest.ts';

/** Reads one option: checks it, or gives the default if it is absent. */
export interface OptionRule<T> {
  readonly wanted: string;
  readonly fallback: T;
  accepts(value: unknown): boolean;
}

/** A rule for each option of `O`: `-?` makes a forgotten one a compile error. */
export type OptionRules<O> = { readonly [K in keyof O]-?: OptionRule<Exclude<O[K], undefined>> };

/** The options with every default filled in. */
export type ReadOptions<O> = { readonly [K in keyof O]-?: Exclude<O[K], undefined> };

/**
 * Checks options against their rules and fills in the defaults.
 *
 * @throws WhodidError `CONFIG_UNKNOWN` for an option without a rule, with the nearest known one;
 * `CONFIG_INVALID` for a value its rule does not accept. The value itself is not in the message.
 */
export function readOptions<O extends object>(
  scope: string,
  rules: OptionRules<O>,
  given: O | undefined,
): ReadOptions<O> {
  const known = Object.keys(rules);
  for (const option of Object.keys(given ?? {})) {
    if (known.includes(option)) continue;
    const suggestion = nearest(option, known);
    throw new WhodidError('CONFIG_UNKNOWN', {
      option: `${scope}.${option}`,
      ...(suggestion === undefined ? {} : { nearest: suggestion }),
    });
  }
  const read: Record<string, unknown> = {};
  for (const [option, rule] of Object.entries<OptionRule<unknown>>(rules)) {
    const value = (given as Record<string, unknown> | undefined)?.[option];
    if (value !== undefined && !rule.accepts(value)) {
      const got = typeof value === 'number' ? String(value) : typeof value;
      throw new WhodidError('CONFIG_INVALID', {
        option: `${scope}.${option}`,
        wanted: rule.wanted,
        got,
      });
    }
    read[option] = value === undefined ? rule.fallback : value;
  }
  return read as ReadOptions<O>;
}

/** A whole number within limits, both included. */
export function wholeNumber(rule: {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}): OptionRule<number> {
  return {
    wanted: `a whole number from ${rule.min} to ${rule.max}`,
    fallback: rule.fallback,
    accepts: (value) =>
      Number.isInteger(value) && (value as number) >= rule.min && (value as number) <= rule.max,
  };
}

/** One of a few words. */
export function oneOf<const T extends string>(
  choices: readonly T[],
  fallback: NoInfer<T>,
): OptionRule<T> {
  return {
    wanted: `one of ${choices.join(', ')}`,
    fallback,
    accepts: (value) => choices.includes(value as T),
  };
}

/** Text that is not empty. */
export function text<T extends string | null>(fallback: T): OptionRule<string | T> {
  return {
    wanted: 'text',
    fallback,
    accepts: (value) => typeof value === 'string' && value !== '',
  };
}

/** Yes or no. */
export function flag(fallback: boolean): OptionRule<boolean> {
  return { wanted: 'true or false', fallback, accepts: (value) => typeof value === 'boolean' };
}

/** A list of texts. */
export function texts(fallback: readonly string[]): OptionRule<readonly string[]> {
  return {
    wanted: 'a list of texts',
    fallback,
    accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  };
}

/** Anything an own check accepts: objects, functions, choices that depend on each other. */
export function custom<T>(
  wanted: string,
  fallback: T,
  accepts: (value: unknown) => boolean,
): OptionRule<T> {
  return { wanted, fallback, accepts };
}
