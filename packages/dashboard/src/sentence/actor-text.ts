import type { Actor, EntryFields } from '@whodid/core';

/** Who acted, and for whom, in the words people know them by. */
export interface WhoText {
  readonly name: string;
  /** What kind of actor, if not a person: `service`. */
  readonly type?: string;
  /** For whom the actor acted. */
  readonly behalf?: string;
}

export function whoText({ actor, onBehalfOf }: Pick<EntryFields, 'actor' | 'onBehalfOf'>): WhoText {
  const behalf = (onBehalfOf ?? []).map(actorName).join(', ');
  return {
    name: actorName(actor),
    ...(actor.type === 'user' || actor.type === 'anonymous' ? {} : { type: actor.type }),
    ...(behalf === '' ? {} : { behalf }),
  };
}

/** The name of an actor: what the app calls them, else the id. */
export function actorName({ type, id, name, email }: Actor): string {
  if (type === 'anonymous') return 'Anonymous';
  return name ?? email ?? id;
}
