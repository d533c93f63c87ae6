import { nearest } from '../nearest.ts';

/** Where a received value is not what it should be. */
export interface Failure {
  /** Relative to what was checked; empty for the thing itself. */
  readonly path: string;
  /** Completes "must be". */
  readonly wanted: string;
}

/** Looks at a received value; `null` if it is right. A path is made only when it is not. */
export type Check = (value: unknown) => Failure | null;

/** A value that passes the test. */
export function that(wanted: string, accepts: (value: unknown) => boolean): Check {
  const failure: Failure = { path: '', wanted };
  return (value) => (accepts(value) ? null : failure);
}

/** Text that is not empty. */
export const filledText: Check = (value) => {
  if (typeof value !== 'string') return notText;
  return value === '' ? emptyText : null;
};

const notText: Failure = { path: '', wanted: 'text' };
const emptyText: Failure = { path: '', wanted: 'text that is not empty' };

/** One of a few words. */
export function word(choices: readonly string[]): Check {
  const known: ReadonlySet<unknown> = new Set(choices);
  return that(`one of ${choices.join(', ')}`, (value) => known.has(value));
}

/** A list of at most `most` items. */
export function listOf(item: Check, most: number): Check {
  const failure: Failure = { path: '', wanted: `a list of at most ${most}` };
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return failure;
    for (let index = 0; index < value.length; index += 1) {
      const found = item(value[index]);
      if (found !== null) return below(`[${index}]`, found);
    }
    return null;
  };
}

/** An object with any names and at most `most` of them. */
export function recordOf(item: Check, most: number): Check {
  const failure: Failure = { path: '', wanted: `an object with at most ${most} names` };
  return (value) => {
    if (!isObject(value)) return failure;
    const names = Object.keys(value);
    if (names.length > most) return failure;
    for (const name of names) {
      const found = item(value[name]);
      if (found !== null) return below(quoted(name), found);
    }
    return null;
  };
}

/** An object with these fields and no other. A name that ends with `?` may be absent. */
export function shape(fields: { readonly [name: string]: Check }): Check {
  const checks = new Map(
    Object.entries(fields).map(([name, check]) => [name.replace('?', ''), check]),
  );
  const required = Object.keys(fields).filter((name) => !name.endsWith('?'));
  const failure: Failure = { path: '', wanted: 'an object' };
  return (value) => {
    if (!isObject(value)) return failure;
    for (const name of Object.keys(value)) {
      const check = checks.get(name);
      if (check === undefined) return unknownField(name, [...checks.keys()]);
      const found = check(value[name]);
      if (found !== null) return below(name, found);
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) return { path: name, wanted: 'there' };
    }
    return null;
  };
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function below(step: string, { path, wanted }: Failure): Failure {
  return { path: path === '' || path.startsWith('[') ? step + path : `${step}.${path}`, wanted };
}

const longestShownName = 64;

// The name is captured text too: what is long or odd is not repeated in an error.
function unknownField(name: string, known: readonly string[]): Failure {
  const shown = quoted(name);
  const suggestion = nearest(name.slice(0, longestShownName), known);
  const hint = suggestion === undefined ? '' : `, did you mean ${suggestion}?`;
  return { path: shown, wanted: `left out: there is no such field${hint}` };
}

function quoted(name: string): string {
  return /^[\w$-]{1,64}$/.test(name) ? name : '["…"]';
}
