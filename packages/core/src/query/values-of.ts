import type { EntryFields } from '../entry/entry.ts';
import { type FieldValue, rowOf } from './fields.ts';
import type { QueryField } from './query.ts';

/**
 * The values of an entry that a condition on `field` is compared with; none if it lacks the field.
 *
 * A name comes as a whole and as words, an e-mail also as its part before the `@`, so that
 * comparing is always whole against whole. Text is as it is in the entry, not folded.
 *
 * @param key - for the field `data`: where inside it.
 */
export function valuesOf(
  entry: EntryFields,
  field: QueryField,
  key?: string,
): readonly FieldValue[] {
  return rowOf(field).valuesOf(entry, key ?? '');
}
