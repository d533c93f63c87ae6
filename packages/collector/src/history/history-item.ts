import type { EntryFields } from '@whodid/core';
import { activityDocument } from '@whodid/core/view';
import type { StoredEntry } from '@whodid/store';

/** One result of a history. */
export interface HistoryItem {
  readonly id: string;
  readonly event_name: string;
  readonly client_ip_address: string;
  readonly created_time: string;
  /** A number if it is written as one; `null` if it was no person. */
  readonly user_id: string | number | null;
}

/** @param labels - what routes are called, by name or, of a route without name, by pattern. */
export function historyItem(
  { id, text }: StoredEntry,
  labels: { readonly [route: string]: string },
): HistoryItem {
  const entry: EntryFields = JSON.parse(text);
  const document = activityDocument(entry);
  // A request that met no route has no name but this one: `http.request`.
  const name = document?.url_name || entry.action;
  return {
    id,
    event_name: (Object.hasOwn(labels, name) && labels[name]) || name,
    client_ip_address: document?.client_ip_address ?? entry.client?.ip ?? '',
    created_time: entry.occurredAt,
    user_id: entry.actor.type === 'user' ? (document?.user_id ?? entry.actor.id) : null,
  };
}
