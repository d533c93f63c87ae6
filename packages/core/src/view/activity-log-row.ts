import type { EntryFields, Json } from '../entry/entry.ts';
import { userId } from './user-id.ts';

/** A row of the activity log of document 002. */
export interface ActivityLogRow<S extends string = string> {
  readonly id: string;
  /** A number if it is written as one. */
  readonly user: string | number;
  readonly action: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** `null` if there is none. */
  readonly metadata: Json;
  /** The stage, which is not part of the entry. */
  readonly status: S;
}

/** An entry as document 002 shows it, in a stage of its workflow. */
export function activityLogRow<S extends string>(
  { id, actor, action, occurredAt, data }: EntryFields,
  status: S,
): ActivityLogRow<S> {
  return {
    id,
    user: userId(actor),
    action,
    timestamp: occurredAt,
    metadata: data ?? null,
    status,
  };
}
