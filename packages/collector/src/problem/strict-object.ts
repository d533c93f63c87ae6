import { nearest } from '@whodid/core';
import { z } from 'zod';

/** An object schema that refuses unknown names and tells the nearest known one. */
export function strictObject<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknown(issue.keys, known) : 'a JSON object',
  });
}

function unknown(keys: readonly string[], known: readonly string[]): string {
  const name = (keys[0] ?? '').slice(0, 100);
  const meant = nearest(name, known);
  const there = known.length === 0 ? 'none' : known.join(', ');
  const hint = meant === undefined ? `there are: ${there}` : `did you mean ${meant}?`;
  return `There is no ${name} here, ${hint}`;
}
