import type { EntryFields, Json } from '../entry/entry.ts';
import { dataOf } from './data-of.ts';
import { userId } from './user-id.ts';

/** The fields that document 004 names. Every document has all of them. */
interface TrackedFields {
  /** Name of the route, else its pattern, else `""`. */
  readonly url_name: string;
  readonly url_path: string;
  /** The whole address, without secrets. */
  readonly api: string;
  /** As `HTTP_*` variables without that prefix: `USER_AGENT`, and neither content type nor length. */
  readonly headers: { readonly [name: string]: string };
  readonly body: Json;
  readonly method: string;
  readonly client_ip_address: string;
  readonly response: Json;
  /** `null` if the exchange ended before there was an answer. */
  readonly status_code: number | null;
  /** Seconds. */
  readonly execution_time: number;
  /** When the request came; RFC 3339, UTC. */
  readonly created_time: string;
  /** ISO 3166 code, or `""`. */
  readonly country: string;
  /** A number if it is written as one; `null` for nobody. */
  readonly user_id: string | number | null;
}

/** A document of the activity tracker: its fields, and the claims that the app added. */
export type ActivityDocument = TrackedFields & { readonly [claim: string]: Json };

const streaming = '** Streaming **';
const noHttpVariable: ReadonlySet<string> = new Set(['content-type', 'content-length']);

/**
 * An exchange as document 004 stores it, or `null` for an entry that is none.
 *
 * The fields of `entry.data` stand beside the others, as claims of a token do there. None of them
 * takes the place of a real one.
 */
export function activityDocument(entry: EntryFields): ActivityDocument | null {
  const { http, client } = entry;
  if (http === undefined) return null;
  const { _id, ...claims } = dataOf(entry);
  const fields: TrackedFields = {
    url_name: http.name ?? http.route ?? '',
    url_path: http.path,
    api: http.url,
    headers: variables(http.request.headers),
    body: http.request.body ?? '',
    method: http.method,
    client_ip_address: client?.ip ?? '',
    response: http.response.streamed ? streaming : (http.response.body ?? ''),
    status_code: http.statusCode ?? null,
    execution_time: http.durationMs / 1000,
    created_time: entry.occurredAt,
    country: client?.country ?? '',
    user_id: userIdOf(entry),
  };
  // Twice: the first for their place, the second so that no claim takes it.
  return { ...fields, ...claims, ...fields };
}

function variables(headers: { readonly [name: string]: string }): { [name: string]: string } {
  const kept = Object.entries(headers).filter(([name]) => !noHttpVariable.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name.toUpperCase().replaceAll('-', '_'), value]),
  );
}

function userIdOf({ actor }: EntryFields): string | number | null {
  return actor.type === 'anonymous' ? null : userId(actor);
}
