import { defined } from '../entry/defined.ts';
import { type Change, changeTypes } from '../entry/entry.ts';
import type { DraftReader } from './draft-reader.ts';

const mostFields = 500;
const mostIds = 1000;

/** A model change; values of fields with secret names are masked. */
export function readChange(given: unknown, reader: DraftReader): Change | undefined {
  const type = changeTypes.find((known) => known === reader.field(given, 'type'));
  const model = reader.text(reader.field(given, 'model'), 'change.model');
  if (type === undefined && model === undefined) return undefined;
  const fields = reader.items(reader.field(given, 'fields'), mostFields) ?? [];
  const ids = reader.items(reader.field(given, 'ids'), mostIds);
  return defined({
    fields: fields.map((field, index) => readField(field, `change.fields[${index}]`, reader)),
    ids: ids?.map((id, index) => reader.text(id, `change.ids[${index}]`) ?? 'unknown'),
    model: model ?? 'unknown',
    totalCount: reader.wholeNumber(reader.field(given, 'totalCount'), 0),
    type: type ?? 'UPDATE',
  });
}

function readField(given: unknown, path: string, reader: DraftReader): Change['fields'][number] {
  const name = reader.field(given, 'name');
  const label = typeof name === 'string' && name !== '' ? name : 'unknown';
  const side = (side: 'old' | 'new') => {
    const value = reader.field(given, side);
    if (value === undefined) return undefined;
    return reader.redactor.named(label, value, `${path}.${side}`, reader.masked);
  };
  return defined({
    name: reader.redactor.name(label) || 'unknown',
    new: side('new'),
    old: side('old'),
  });
}
