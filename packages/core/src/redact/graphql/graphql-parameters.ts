import { isMarker, unmapped } from '../markers.ts';
import type { RedactPass } from '../redact-pass.ts';
import { isGraphqlRequest, isPersistedQuery } from './graphql-request.ts';

/** The parameters of a GraphQL request over GET that are not like all others, without secrets. */
export type GraphqlParameter = (name: string, value: string) => string | undefined;

/**
 * For the decoded parameters of a URL or a form: what becomes of those that hold a GraphQL document
 * and its variables. `null` if these are not the parameters of a GraphQL request.
 */
export function graphqlParameters(
  given: readonly (readonly [string, string])[],
  path: string,
  pass: RedactPass,
): GraphqlParameter | null {
  const first = new Map(given.toReversed());
  const { query, variables } = { query: first.get('query'), variables: first.get('variables') };
  if (query === undefined && variables === undefined) return null;
  const operationName = first.get('operationName');
  const isPersisted = isPersistedQuery((name) => first.get(name));
  if (!isGraphqlRequest({ query, variables, operationName, isPersisted })) return null;
  // Of two documents nobody knows which one the server takes.
  const isClear = ['query', 'variables'].every((name) => timesIn(given, name) <= 1);
  if (!isClear) return (name, value) => unclear(name, value, path, pass);
  // With a name it is taken for a request whatever its document looks like.
  const clean = pass.value({ query, variables, operationName: '' }, path, false);
  const { query: cleanQuery, variables: cleanVariables } = clean as { [name: string]: unknown };
  return (name) =>
    asText(name === 'query' ? cleanQuery : name === 'variables' ? cleanVariables : undefined);
}

function timesIn(given: readonly (readonly [string, string])[], wanted: string): number {
  return given.filter(([name]) => name === wanted).length;
}

function unclear(name: string, value: string, path: string, pass: RedactPass): string | undefined {
  if (name !== 'query' && name !== 'variables') return undefined;
  if (name === 'query')
    return asText((pass.value({ query: value }, path, false) as { query: unknown }).query);
  if (value === '' || isMarker(value)) return value;
  pass.note(`${path}.variables`, 'graphql');
  return unmapped;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
