import type { QueryField } from '@whodid/core/query';
import { fieldTerm } from '../query/field-term.ts';
import { targetText } from '../sentence/target-text.ts';

/** An actor or target as it is counted: `type:id`. The id may have colons, the type has none. */
export interface Reference {
  readonly type: string;
  readonly id: string;
}

export function readReference(text: string): Reference {
  const colon = text.indexOf(':');
  return { type: text.slice(0, colon), id: text.slice(colon + 1) };
}

/** An actor as people know them: `type:id`, and the name if there is one. */
export function personText(reference: string, name?: string): string {
  const { type, id } = readReference(reference);
  return type === 'anonymous' ? 'Anonymous' : (name ?? id);
}

/** A thing as people know it: `order #1042`. */
export function resourceText(reference: string, name?: string): string {
  return targetText({ ...readReference(reference), ...(name === undefined ? {} : { name }) });
}

/** The page of a person, given `type:id`. */
export function personPath(reference: string): string {
  const { type, id } = readReference(reference);
  return `/people/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}

/** The page of a resource, given `type:id`. */
export function resourcePath(reference: string): string {
  const { type, id } = readReference(reference);
  return `/resources/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}

/** Query text that asks for what one actor did. */
export function actorTerms({ type, id }: Reference): string {
  return terms(['actor.type', type], ['actor.id', id]);
}

/** Query text that asks for all conditions: `terms(['method', 'GET'], ['route', '/orders'])`. */
export function terms(...all: readonly (readonly [QueryField, string])[]): string {
  return all.map(([field, value]) => fieldTerm(field, value)).join(' ');
}
