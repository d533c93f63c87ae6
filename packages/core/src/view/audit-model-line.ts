import type { Change, EntryFields, Json, JsonObject } from '../entry/entry.ts';
import { dataOf } from './data-of.ts';
import type { LineStyle } from './line-style.ts';
import { timestamp } from './timestamp.ts';
import { type UserInfo, userId, userInfo } from './user-info.ts';

/** A line `audit.model` of document 001, its keys in the order of that document. */
export type AuditModelLine = {
  readonly timestamp: string;
  readonly level: 'AUDIT';
  readonly name: 'audit.model';
  readonly log_type: 'audit';
  readonly message: string;
  readonly request_id: string;
  readonly model: string;
  readonly event_type: string;
  /** `pending` for what has no id before it is created. */
  readonly instance_id: string;
  /** The fields as they are after the change, or were before a deletion. */
  readonly instance_repr: JsonObject;
  /** `""` for nobody. */
  readonly user_id: string;
  readonly user_info: UserInfo;
  readonly extra: JsonObject;
};

/** One model change as document 001 writes it, or `null` for an entry without one. */
export function auditModelLine(entry: EntryFields, style: LineStyle): AuditModelLine | null {
  const { change } = entry;
  if (change === undefined) return null;
  const id = instanceId(entry, change);
  return {
    timestamp: timestamp(Date.parse(entry.occurredAt), style.localTime),
    level: 'AUDIT',
    name: 'audit.model',
    log_type: 'audit',
    message: `${change.type} event by ${change.model} (id: ${id})`,
    request_id: entry.ambient?.requestId ?? '',
    model: change.model,
    event_type: change.type,
    instance_id: id,
    instance_repr: change.type === 'M2M' ? { id } : snapshot(change),
    user_id: userId(entry.actor),
    user_info: userInfo(entry.actor, style),
    extra: { ...dataOf(entry), ...details(change) },
  };
}

function instanceId({ targets }: EntryFields, { type, ids }: Change): string {
  const known = targets[0]?.id ?? ids?.[0];
  return known ?? (type === 'PRE_CREATE' ? 'pending' : '');
}

function snapshot({ type, fields }: Change): JsonObject {
  const before = type === 'DELETE' || type === 'PRE_DELETE' || type === 'BULK_DELETE';
  const values = fields.map((field) => [field.name, before ? field.old : field.new] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as JsonObject;
}

// What the kinds of change have besides the instance itself.
function details(change: Change): JsonObject {
  const { type, fields, totalCount, ids } = change;
  if (type === 'M2M') {
    const name = fields[0]?.name;
    return { ...(name === undefined ? {} : { field_name: name }), related_ids: [...(ids ?? [])] };
  }
  if (type === 'UPDATE' || type === 'PRE_UPDATE') return { changed_fields: changedFields(change) };
  if (!type.startsWith('BULK_')) return {};
  return {
    ...(totalCount === undefined ? {} : { total_count: totalCount }),
    ...(ids === undefined ? {} : { ids }),
    ...(type === 'BULK_UPDATE' ? { fields: fields.map(({ name }) => name) } : {}),
  };
}

function changedFields({ fields }: Change): JsonObject {
  const pairs = fields.map(({ name, old, new: now }): [string, Json] => [
    name,
    { from: old ?? null, to: now ?? null },
  ]);
  return Object.fromEntries(pairs);
}
