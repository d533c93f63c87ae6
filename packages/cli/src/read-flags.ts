import type { Typed } from './command.ts';
import { usageFailure } from './failure.ts';

type Options = Typed['options'];

/** The text given for a flag. */
export function textOf(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** All texts given for a repeatable flag. */
export function textsOf(options: Options, name: string): readonly string[] {
  const value = options[name];
  return typeof value === 'object' ? value : [];
}

/** A whole number given for a flag or, second, an environment variable. */
export function numberOf(
  given: { readonly name: string; readonly text: string | undefined },
  limits: { readonly fallback: number; readonly min: number; readonly max: number },
): number {
  if (given.text === undefined) return limits.fallback;
  const number = Number(given.text);
  const wanted = `a whole number from ${limits.min} to ${limits.max}`;
  if (!/^\d+$/.test(given.text) || number < limits.min || number > limits.max) {
    throw usageFailure(`${given.name} must be ${wanted}`);
  }
  return number;
}

/** A flag that was given, or else an environment variable, with the name to complain about. */
export function flagOrEnv(
  flag: { readonly name: string; readonly text: string | undefined },
  variable: string,
  env: { readonly [name: string]: string | undefined },
): { readonly name: string; readonly text: string | undefined } {
  if (flag.text !== undefined) return flag;
  const text = env[variable];
  return { name: variable, text: text === '' ? undefined : text };
}
