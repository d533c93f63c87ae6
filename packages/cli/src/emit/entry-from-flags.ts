import { actorTypes, type Json, type JsonObject, nearest, outcomes } from '@whodid/core';
import type { Typed } from '../command.ts';
import { usageFailure } from '../failure.ts';
import { textOf, textsOf } from '../read-flags.ts';

/** The entry that `whodid emit order.refund --actor ada ...` means. */
export function entryFromFlags(action: string, options: Typed['options']): JsonObject {
  const actor = textOf(options, 'actor');
  const data = textOf(options, 'data');
  const outcome = textOf(options, 'outcome');
  const message = textOf(options, 'message');
  const reason = textOf(options, 'reason');
  const targets = textsOf(options, 'target').map(readTarget);
  return {
    action,
    ...(actor === undefined ? {} : { actor: readActor(actor) }),
    ...(targets.length === 0 ? {} : { targets }),
    ...(outcome === undefined ? {} : { outcome: readOutcome(outcome) }),
    ...(message === undefined ? {} : { message }),
    ...(reason === undefined ? {} : { reason }),
    ...(data === undefined ? {} : { data: readData(data) }),
  };
}

// `ada` is a user, `service:billing` is what it says.
function readActor(text: string): JsonObject {
  const [first = '', rest] = splitOnce(text, ':');
  const type = actorTypes.find((known) => known === first);
  return type === undefined || rest === undefined ? { type: 'user', id: text } : { type, id: rest };
}

function readTarget(text: string): JsonObject {
  const [type = '', rest = ''] = splitOnce(text, ':');
  const [id = '', name] = splitOnce(rest, '=');
  if (type === '' || id === '') throw usageFailure('--target must be type:id or type:id=name');
  return { type, id, ...(name === undefined ? {} : { name }) };
}

function readOutcome(text: string): string {
  const outcome = outcomes.find((known) => known === text);
  if (outcome !== undefined) return outcome;
  const meant = nearest(text, outcomes);
  throw usageFailure(
    `--outcome must be one of ${outcomes.join(', ')}`,
    meant === undefined ? undefined : `did you mean ${meant}?`,
  );
}

function readData(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw usageFailure('--data must be JSON', `as in --data '{"plan":"gold"}'`);
  }
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
