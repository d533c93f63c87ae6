import type { Json, JsonObject } from '../entry/entry.ts';

/**
 * The values under a key of free-form data. Dots in the key go deeper; a list on the way, or at
 * the end, stands for each of its items. Numbers stay numbers, `true` and `false` become text.
 * An object is not a value; `null` counts as absent.
 */
export function dataValues(data: Json | undefined, key: string): readonly (string | number)[] {
  let found: readonly Json[] = data === undefined ? [] : flat(data);
  for (const part of key.split('.')) found = found.flatMap((value) => below(value, part));
  return found.flatMap((value) => {
    if (value === null || typeof value === 'object') return [];
    return [typeof value === 'boolean' ? String(value) : value];
  });
}

function below(value: Json, part: string): readonly Json[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return [];
  return flat((value as JsonObject)[part] ?? null);
}

function flat(value: Json): readonly Json[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}
