/** A field of anything; `undefined` if there is none, or if reading it throws. */
export function fieldOf(holder: unknown, ...names: readonly string[]): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  for (const name of names) {
    try {
      const value = (holder as { readonly [name: string]: unknown })[name];
      if (value !== undefined && value !== null) return value;
    } catch {
      // An accessor of the app's own.
    }
  }
  return undefined;
}

/** The same as text: a number becomes text, a date RFC 3339; anything else is not there. */
export function textOf(holder: unknown, ...names: readonly string[]): string | undefined {
  const value = fieldOf(holder, ...names);
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined;
  return value.toISOString();
}
