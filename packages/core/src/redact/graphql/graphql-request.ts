import { types } from 'node:util';
import type { KeyRules } from '../key-rules.ts';
import type { KeyClass } from '../key-words.ts';
import { unmapped } from '../markers.ts';
import { GraphqlDocument, keywords } from './graphql-document.ts';

const unparsed = '[redacted:unparsed]';
const tail = /(?:…\[cut, \d+ characters\]|\[redacted:unparsed\])$/;
const operation =
  /^[\s,\ufeff]*(?:\{[\s,]*(?:[A-Za-z_#}]|\.\.\.)|(?:query|mutation|subscription)(?:\s+\w+)?[\s,]*[({@#]|fragment\s+\w+\s+on\s)/;
// Where there are variables as well, less has to be seen of it: it may have been cut off.
const beginning = /^[\s,\ufeff]*(?:#|\{(?!\s*")|(?:query|mutation|subscription|fragment)\b)/;
const name = /^(?:[A-Za-z_]\w*)?$/;
const comment = /^(?:[\s,\ufeff]*#[^\n\r]*)+/;

/** The fields of a GraphQL request that tell that it is one, whatever else is in it. */
export interface RequestFields {
  readonly query: unknown;
  readonly variables: unknown;
  readonly operationName: unknown;
  /** Whether `extensions.persistedQuery` is there: then the server knows the document by its hash. */
  readonly isPersisted: boolean;
}

/**
 * Whether these are the fields of a GraphQL request. A search for `{"query": "red shoes"}` is none.
 */
export function isGraphqlRequest(fields: RequestFields): boolean {
  const { query, variables, operationName, isPersisted } = fields;
  if (typeof query === 'string' && operation.test(withoutComments(query))) return true;
  if (!mayBeVariables(variables)) return false;
  if (isPersisted || (typeof operationName === 'string' && name.test(operationName))) return true;
  return typeof query === 'string' && (beginning.test(query) || isCutKeyword(query));
}

function mayBeVariables(variables: unknown): boolean {
  if (typeof variables === 'string') return /^\s*\{/.test(variables) || variables === unmapped;
  return typeof variables === 'object' && variables !== null;
}

function isCutKeyword(query: string): boolean {
  const start = query.replace(tail, '').trimStart();
  return [...keywords].some((keyword) => keyword.startsWith(start));
}

function withoutComments(query: string): string {
  return query.trimStart().startsWith('#') ? query.replace(comment, '') : query;
}

/** The text of a document without secret literals; what cannot be read of it is left out. */
export function cleanDocument(text: string, keys: KeyRules, mask: string): string {
  const [cut] = tail.exec(text) ?? [];
  const read = cut === undefined ? text : text.slice(0, -cut.length);
  const document = new GraphqlDocument(read, keys);
  const clean = document.masked(mask);
  return document.isWhole && cut === undefined ? clean : clean + (cut ?? unparsed);
}

/** How secret a variable of a request is. */
export type VariableClasses = (name: string) => KeyClass | null;

/**
 * How secret the variables of a document are by what they feed: everything, if that cannot be told,
 * because the document is not there, cannot be read, or does not use the variable.
 */
export function variableClasses(text: unknown, keys: KeyRules): VariableClasses {
  const document = typeof text === 'string' ? new GraphqlDocument(text, keys) : undefined;
  if (document?.isWhole !== true) return () => 'unmapped';
  return (name) => {
    const secret = document.variable(name);
    return secret === undefined ? 'unmapped' : secret;
  };
}

const documentIds = ['documentId', 'queryId', 'doc_id'];

/** Whether a request names its document by a hash or an id that only the server can resolve. */
export function isPersistedQuery(read: (name: string) => unknown): boolean {
  const extensions = read('extensions');
  if (typeof extensions === 'string') return extensions.includes('persistedQuery');
  if (typeof extensions === 'object' && extensions !== null && !types.isProxy(extensions)) {
    if (Object.hasOwn(extensions, 'persistedQuery')) return true;
  }
  return documentIds.some((name) => typeof read(name) === 'string');
}
