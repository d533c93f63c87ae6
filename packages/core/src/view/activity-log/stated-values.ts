import { isDeepStrictEqual, types } from 'node:util';
import type { ChangeType } from '../../entry/entry.ts';

/** The values before and after, and which of their columns changed, as somebody stated them. */
export interface StatedValues {
  readonly oldValues: unknown;
  readonly newValues: unknown;
  /** What was said of the columns; anything but a list of names is no answer. */
  readonly columns: unknown;
}

/** A change of a draft, its values as they were stated. */
interface StatedChange {
  readonly type: ChangeType;
  readonly model: string;
  readonly fields: readonly StatedField[];
}

interface StatedField {
  readonly name: string;
  readonly old?: unknown;
  readonly new?: unknown;
}

/** Stated values, taken apart. */
export interface SplitValues {
  /** The columns that changed, if that can be told. */
  readonly change: StatedChange | undefined;
  /** What cannot be told from the change, by the keys of document 000. */
  readonly rest: { readonly [key: string]: unknown };
}

const mostColumns = 500;

/**
 * Makes a change of the columns that changed. Values with further columns, and what is no object, are
 * given back whole.
 *
 * @param activityType - the `userActivityType`.
 */
export function splitValues(
  { oldValues, newValues, columns }: StatedValues,
  activityType: string,
  model: string,
): SplitValues {
  const [old, now] = [fieldsOf(oldValues), fieldsOf(newValues)];
  const names = isColumns(columns) ? columns : affectedColumns(oldValues, newValues);
  const usable = old && now && names.length > 0 && names.length <= mostColumns;
  const change = usable
    ? { type: typeOf(activityType), model, fields: names.map((name) => field(name, old, now)) }
    : undefined;
  const told = change === undefined ? [] : names;
  return {
    change,
    rest: {
      ...(isTold(old, oldValues, told) ? {} : { oldValuesJson: oldValues }),
      ...(isTold(now, newValues, told) ? {} : { newValuesJson: newValues }),
      ...(columns === undefined || isDeepStrictEqual(columns, told)
        ? {}
        : { affectedColumns: columns }),
    },
  };
}

/** Names of the columns that differ: those of the new value, then those that only the old one has. */
export function affectedColumns(oldValues: unknown, newValues: unknown): readonly string[] {
  const [old, now] = [fieldsOf(oldValues), fieldsOf(newValues)];
  return old && now ? changedColumns(old, now) : [];
}

type Fields = ReadonlyMap<string, unknown>;

function changedColumns(old: Fields, now: Fields): readonly string[] {
  const names = [...new Set([...now.keys(), ...old.keys()])];
  return names.filter(
    (name) =>
      name !== '' && !(old.has(name) && now.has(name) && isSame(old.get(name), now.get(name))),
  );
}

// Values of an app may have accessors that throw.
function isSame(old: unknown, now: unknown): boolean {
  try {
    return isDeepStrictEqual(old, now);
  } catch {
    return false;
  }
}

/** Whether fields of these names say all of a value: an object without fields is not nothing. */
function isTold(fields: Fields | undefined, value: unknown, names: readonly string[]): boolean {
  if (value === null) return true;
  if (fields === undefined || fields.size === 0) return false;
  return [...fields.keys()].every((name) => names.includes(name));
}

function field(name: string, old: Fields, now: Fields): StatedField {
  return {
    name,
    ...(old.has(name) ? { old: old.get(name) } : {}),
    ...(now.has(name) ? { new: now.get(name) } : {}),
  };
}

/** Own fields without calling anything; none for `null`, `undefined` for what is no plain object. */
function fieldsOf(value: unknown): Fields | undefined {
  if (value === null) return new Map();
  if (typeof value !== 'object' || Array.isArray(value) || types.isProxy(value)) return undefined;
  if (types.isMap(value) || types.isSet(value) || types.isDate(value)) return undefined;
  const fields = new Map<string, unknown>();
  for (const name of Object.keys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property === undefined || !('value' in property)) return undefined;
    if (property.value !== undefined) fields.set(name, property.value);
  }
  return fields;
}

function isColumns(columns: unknown): columns is readonly string[] {
  return (
    Array.isArray(columns) &&
    columns.length > 0 &&
    columns.length <= mostColumns &&
    columns.every((name) => typeof name === 'string' && name !== '') &&
    new Set(columns).size === columns.length
  );
}

function typeOf(activityType: string): ChangeType {
  if (/^creat/i.test(activityType)) return 'CREATE';
  return /^delet/i.test(activityType) ? 'DELETE' : 'UPDATE';
}
