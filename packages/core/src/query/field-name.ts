import { nearest } from '../nearest.ts';
import { either } from './either.ts';
import { type QueryFieldRow, queryFields, rowNamed } from './fields.ts';
import type { QueryField } from './query.ts';
import { type Place, refuse } from './query-error.ts';

/** A field as it was named: with its row, and for `data` the key inside it. */
export interface FieldName {
  readonly row: QueryFieldRow;
  readonly key?: string;
}

/**
 * The field that a name stands for, or nothing. Names are read without regard to case, the key
 * after `data.` or `meta.` exactly as it is written.
 */
export function fieldNamed(name: string, place: Place): FieldName | undefined {
  const row = rowNamed(name);
  if (row?.name === 'data') refuse(place, 'data needs a key', 'data.plan:gold');
  if (row !== undefined) return { row };
  const dot = name.indexOf('.');
  const parent = dot === -1 ? undefined : rowNamed(name.slice(0, dot));
  if (parent?.name !== 'data') return undefined;
  const key = name.slice(dot + 1);
  if (key.split('.').includes('')) refuse(place, 'A part of the key is empty');
  return { row: parent, key };
}

const looksLikeName = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/**
 * Refuses a name before a colon that is no field, unless the run is text people paste: `12:30`,
 * `10.0.0.1:8080`, `fe80::1`, `https://shop.example/orders`, `C:\temp`.
 */
export function refuseUnknownField(name: string, run: string, place: Place): void {
  const rest = run.slice(name.length + 1);
  const isAddress =
    rest.startsWith('//') || rest.startsWith(':') || (name.length === 1 && rest.startsWith('\\'));
  if (isAddress || !looksLikeName.test(name)) return;
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  const problem = `There is no field ${shown} (text with a colon goes in quotes)`;
  refuse(place, problem, suggestionFor(name, run));
}

function suggestionFor(name: string, run: string): string | undefined {
  const meant = meantBy.get(name.toLowerCase());
  if (meant !== undefined) return meant;
  const close = nearestFields(name);
  if (close.length > 0) return either(close);
  return run.length > 60 ? undefined : `"${run}"`;
}

// Words of other tools whose spelling is too far from ours.
const meantBy: ReadonlyMap<string, QueryField> = new Map<string, QueryField>([
  ['user', 'actor'],
  ['who', 'actor'],
  ['by', 'actor'],
  ['email', 'actor'],
  ['event', 'action'],
  ['type', 'kind'],
  ['result', 'outcome'],
  ['code', 'status'],
  ['statuscode', 'status'],
  ['time', 'created'],
  ['date', 'created'],
  ['timestamp', 'created'],
  ['occurredat', 'created'],
  ['url', 'path'],
  ['endpoint', 'route'],
  ['browser', 'client'],
  ['useragent', 'client'],
  ['object', 'target'],
  ['resource', 'target'],
  ['app', 'service'],
  ['latency', 'duration'],
  ['operation', 'action'],
]);

// At most three: what the name is the beginning of, then what it may be a slip of.
function nearestFields(name: string): readonly string[] {
  const names = queryFields.map((row) => row.name as string);
  const found = names.filter((known) => known.startsWith(name.toLowerCase())).slice(0, 3);
  while (found.length < 3) {
    const next = nearest(
      name,
      names.filter((known) => !found.includes(known)),
    );
    if (next === undefined) break;
    found.push(next);
  }
  return found;
}

const comparison = /^([\p{L}_][\p{L}\p{N}_.-]*)(==?|!=|>=?|<=?)(?=.)/u;

/** Refuses `status>=500` and `actor=ada`, which people write from habit, with the right form. */
export function refuseIfComparison(word: string, place: Place): void {
  const [whole = '', name = '', operator = ''] = comparison.exec(word) ?? [];
  if (whole === '' || fieldNamed(name, place) === undefined) return;
  const value = word.slice(whole.length);
  const kept = /^[<>]/.test(operator) ? operator : '';
  const sign = operator === '!=' ? '-' : '';
  refuse(place, 'A field is followed by a colon', `${sign}${name}:${kept}${value}`);
}
