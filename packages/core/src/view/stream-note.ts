import type { EntryFields, Json, JsonObject } from '../entry/entry.ts';

/** The action of what an app wrote to a stream. */
export const streamAction = 'stream.write';

/** The location that is no user. */
export const systemLocation = 'system';

/** What `data` of an entry holds that an app wrote to a stream, besides the message. */
export interface StreamNote {
  /** Whose log it belongs to: a user name, or `system`. */
  readonly location: string;
  readonly heading?: string;
  /** Whether the text ends with the time. */
  readonly timestamp?: true;
  /** Whether a dictionary is written over several lines. */
  readonly dictToString?: true;
  /** A message that is not text. */
  readonly dictionary?: Json;
  /** The keys of `dictionary` as they were given: in an entry they are sorted. */
  readonly order?: readonly string[];
}

/** The note in an entry, wherever it comes from. One that nobody wrote to a stream has a location. */
export function streamNoteOf(entry: EntryFields): StreamNote {
  const { data } = entry;
  const note = entry.action === streamAction && isObject(data) ? data : {};
  const { location, heading, timestamp, dictToString, dictionary, order } = note;
  return {
    location: typeof location === 'string' ? location : locationOf(entry),
    ...(typeof heading === 'string' ? { heading } : {}),
    ...(timestamp === true ? { timestamp } : {}),
    ...(dictToString === true ? { dictToString } : {}),
    ...(dictionary === undefined ? {} : { dictionary }),
    ...(isTexts(order) ? { order } : {}),
  };
}

// Faults and gaps are about whodid, whoever was signed in.
function locationOf({ actor, stream }: EntryFields): string {
  return actor.type === 'user' && stream !== 'INTERNAL' ? actor.id : systemLocation;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
