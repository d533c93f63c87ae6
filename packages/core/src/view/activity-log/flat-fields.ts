import type { Json } from '../../entry/entry.ts';
import { WhodidError } from '../../errors.ts';
import { type JsonKey, jsonKeys } from './activity-payload.ts';

/** The fields of a flat payload. */
export interface FlatFields {
  /** Every field that was there, as text; numbers and the like become text, `null` becomes `""`. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the JSON texts hold, of those that can be read and hold more than a text. */
  readonly json: ReadonlyMap<JsonKey, Json>;
}

const mostFields = 200;
const longestName = 100;
/** Deeper values would be cut by redaction; as text they are kept as far as they can be. */
const deepest = 30;

/**
 * Reads a payload that should be flat. Its senders do not always keep to texts: `None`, numbers, and
 * the JSON fields as values are taken as what they mean.
 *
 * @throws WhodidError `ENTRY_INVALID` with the name of the field.
 */
export function readFlatFields(received: unknown): FlatFields {
  if (typeof received !== 'object' || received === null || Array.isArray(received)) {
    throw invalid('', 'a flat JSON object');
  }
  const found = Object.entries(received);
  if (found.length > mostFields) throw invalid('', `an object with at most ${mostFields} fields`);
  const texts = new Map<string, string>();
  const json = new Map<JsonKey, Json>();
  for (const [name, value] of found) {
    if (name.length > longestName) throw invalid('["…"]', 'a name of at most 100 characters');
    const key = jsonKeys.find((known) => known === name);
    if (key === undefined) texts.set(name, plainText(name, value));
    else readJson(key, value, { texts, json });
  }
  if ((texts.get('auditID') ?? '') === '') throw invalid('auditID', 'text that is not empty');
  return { texts, json };
}

function plainText(name: string, value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  throw invalid(/^[\w$-]{1,64}$/.test(name) ? name : '["…"]', 'text');
}

function readJson(
  key: JsonKey,
  value: unknown,
  { texts, json }: { readonly texts: Map<string, string>; readonly json: Map<JsonKey, Json> },
): void {
  if (typeof value === 'string') {
    texts.set(key, value);
    const held = parsed(value);
    if (held !== undefined && typeof held !== 'string') json.set(key, held);
    return;
  }
  if (isDeeper(value, deepest)) throw invalid(key, `JSON nested at most ${deepest} deep`);
  texts.set(key, JSON.stringify(value));
  json.set(key, value as Json);
}

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isDeeper(value, deepest) ? undefined : value;
  } catch {
    return undefined;
  }
}

// Goes down no further than it has to, so no nesting can exhaust the stack.
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function invalid(path: string, wanted: string): WhodidError {
  return new WhodidError('ENTRY_INVALID', { path, wanted });
}
