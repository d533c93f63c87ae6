import { types } from 'node:util';
import { ambientActor } from '../ambient/ambient-actor.ts';
import type { Draft } from '../entry/draft.ts';
import type { Actor } from '../entry/entry.ts';
import { streamAction, systemLocation } from '../view/stream-note.ts';
import type { StreamOptions } from './stream-logger.ts';
import { streamName } from './streams.ts';

/** The draft of what an app writes to a stream. Never throws. */
export function streamDraft(
  stream: unknown,
  location: unknown,
  message: unknown,
  options: StreamOptions,
): Draft {
  const name = streamName(typeof stream === 'string' ? stream : '') ?? 'INFO';
  const where = placeOf(location);
  const text = textOf(message);
  const { timestamp, heading, dictToString } = options;
  return {
    kind: 'note',
    action: streamAction,
    stream: name,
    // An error has failed. Of any other note nobody has said how it went.
    outcome: name === 'ERROR' ? 'failure' : 'unknown',
    ...whoAndWhom(where),
    ...(text === null ? {} : { message: text }),
    data: {
      location: where,
      ...(typeof heading === 'string' && heading !== '' ? { heading } : {}),
      ...(timestamp === true ? { timestamp } : {}),
      ...(dictToString === true ? { dictToString } : {}),
      ...(text === null ? { dictionary: message, order: keysOf(message) } : {}),
    },
  };
}

// Who is signed in has done it. Whoever else's log it goes to is what it is about.
function whoAndWhom(location: string): Pick<Draft, 'actor' | 'targets'> {
  const user = location === systemLocation ? null : { type: 'user', id: location || 'unknown' };
  const actor = ambientActor();
  if (actor === null) return { actor: (user ?? { type: 'system', id: systemLocation }) as Actor };
  if (user === null || actor.id === location || actor.name === location) return {};
  return { targets: [user] };
}

function placeOf(location: unknown): string {
  if (typeof location === 'string') return location;
  if (typeof location === 'number' || typeof location === 'bigint') return String(location);
  return systemLocation;
}

// `null` is what is no text: a dictionary, a list, an error.
function textOf(message: unknown): string | null {
  if (typeof message === 'string') return message;
  if (typeof message === 'object' && message !== null) return null;
  return typeof message === 'function' || typeof message === 'symbol'
    ? `[${typeof message}]`
    : String(message);
}

// A proxy would be foreign code.
function keysOf(message: unknown): readonly string[] {
  if (typeof message !== 'object' || message === null || types.isProxy(message)) return [];
  return Array.isArray(message) ? [] : Object.keys(message);
}
