import type { Json } from '@whodid/core';

type Excludes = (field: string) => boolean;

/** A BSON value in JSON: ids in hex, dates in ISO 8601, long numbers as text, bytes in base64. */
export function bsonJson(value: unknown, excludes: Excludes, depth = 0): Json {
  if (typeof value !== 'object' || value === null || depth > 50) return plain(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map((item) => bsonJson(item, excludes, depth + 1));
  const { _bsontype: type } = value as { readonly _bsontype?: string };
  if (type !== undefined) return special(value, type);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([name, item]) => item !== undefined && !excludes(name))
      .map(([name, item]) => [name, bsonJson(item, excludes, depth + 1)]),
  );
}

function special(value: object, type: string): Json {
  if (type === 'Int32' || type === 'Double') return Number(value);
  if (type === 'Binary')
    return (value as { toString(encoding: string): string }).toString('base64');
  return type === 'MinKey' || type === 'MaxKey' ? type : String(value);
}

function plain(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : String(value);
}
