import type { Ambient } from '../ambient/ambient.ts';
import { defined } from '../entry/defined.ts';
import { type Actor, actorTypes, type JsonObject } from '../entry/entry.ts';
import type { DraftReader } from './draft-reader.ts';

const mostActors = 20;
const anonymous: Actor = Object.freeze({ id: 'anonymous', type: 'anonymous' });

/** Who acts according to the draft or, if it does not say, to what is ambient. */
export function readActor(given: unknown, ambient: Ambient, reader: DraftReader): Actor {
  return actorOf(given ?? ask(ambient.actor), 'actor', reader) ?? anonymous;
}

/** For whom, outermost last. */
export function readOnBehalfOf(
  given: unknown,
  ambient: Ambient,
  reader: DraftReader,
): readonly Actor[] | undefined {
  const items = reader.items(given ?? ask(ambient.onBehalfOf), mostActors);
  if (items === undefined) return undefined;
  const actors: Actor[] = [];
  for (const item of items) {
    const actor = actorOf(item, `onBehalfOf[${actors.length}]`, reader);
    if (actor !== undefined) actors.push(actor);
  }
  return actors.length === 0 ? undefined : actors;
}

// It is the app's function and may throw; an entry without its actor is still an entry.
function ask(ambient: Ambient['actor'] | Ambient['onBehalfOf']): unknown {
  try {
    return typeof ambient === 'function' ? ambient() : ambient;
  } catch {
    return undefined;
  }
}

function actorOf(given: unknown, path: string, reader: DraftReader): Actor | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const id = reader.text(reader.field(given, 'id'), `${path}.id`);
  const info = reader.value(reader.field(given, 'info'), `${path}.info`);
  const text = (name: string): string | undefined =>
    reader.text(reader.field(given, name), `${path}.${name}`);
  const type = typeOf(reader.field(given, 'type'), id);
  return defined({
    credential: text('credential'),
    email: text('email'),
    id: id ?? (type === 'anonymous' ? 'anonymous' : 'unknown'),
    info: isObject(info) ? info : undefined,
    name: text('name'),
    role: text('role'),
    roleId: text('roleId'),
    type,
  });
}

function typeOf(given: unknown, id: string | undefined): Actor['type'] {
  const known = actorTypes.find((type) => type === given);
  return known ?? (id === undefined ? 'anonymous' : 'user');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
