import type { Actor, Target } from '../entry/entry.ts';

/** What an actor is found by. */
export function actorValues({ id, name, email }: Actor): readonly string[] {
  return unique([id], named(name), present(email), present(email?.split('@', 1)[0]));
}

/** What a target is found by. */
export function targetValues({ type, id, name }: Target): readonly string[] {
  return unique([id, `${type}:${id}`], named(name));
}

const betweenWords = /[^\p{L}\p{N}\p{M}._@#'’-]+/u;

/** A name as a whole, and each of its words. */
export function named(name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  return [name, ...name.split(betweenWords).filter((word) => word !== '')];
}

/** A list of the value if it is there. */
export function present<T extends string | number>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

/** One list of several, each value once. */
export function unique(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
