import type { Query, QueryField } from '@whodid/core';

/** Which entries a history holds. */
export interface HistoryFilter {
  /** Whose requests; everybody's without it. */
  readonly userId?: string | undefined;
  /** The one route that is wanted, by name or pattern. */
  readonly urlName?: string | undefined;
  /** Routes that are left out, by name or pattern. */
  readonly hidden?: readonly string[] | undefined;
}

/**
 * The query of a history. Built and not written as text, so that nothing in a parameter can mean
 * more than itself.
 */
export function historyQuery({ userId, urlName, hidden = [] }: HistoryFilter): Query {
  const parts: Query[] = [isOneOf('kind', ['http.in'])];
  if (userId !== undefined) {
    // A service may have the id of a person.
    parts.push(isOneOf('actor.type', ['user']), isOneOf('actor.id', [userId]));
  }
  if (urlName !== undefined) parts.push(ofRoutes([urlName]));
  if (hidden.length > 0) parts.push({ type: 'not', part: ofRoutes(hidden) });
  return { type: 'and', parts };
}

// By both: a handler function gives its name to a route, and whoever hides the pattern may not know.
function ofRoutes(values: readonly string[]): Query {
  return { type: 'or', parts: [isOneOf('route.name', values), isOneOf('route', values)] };
}

function isOneOf(field: QueryField, values: readonly string[]): Query {
  return { type: 'field', field, match: { type: 'anyOf', values } };
}
