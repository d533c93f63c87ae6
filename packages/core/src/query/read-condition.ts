import { nearest } from '../nearest.ts';
import { either } from './either.ts';
import type { FieldName } from './field-name.ts';
import type { QueryFieldRow } from './fields.ts';
import type { FieldTerm, Match, Query } from './query.ts';
import { refuse } from './query-error.ts';
import { readBounds } from './read-bounds.ts';
import type { RawValue } from './scan-values.ts';

/** What has to be known to read values. */
export interface ReadingTools {
  readonly now: number;
  readonly me?: string | undefined;
}

/** A value that stands for itself. */
interface Literal {
  readonly literal: string;
  readonly quoted: boolean;
}

/**
 * Turns the values of one condition into a query: one term, or several joined by `or`.
 *
 * @throws WhodidError `QUERY_INVALID`.
 */
export function readCondition(
  field: FieldName,
  values: readonly RawValue[],
  tools: ReadingTools,
): Query {
  const read = values.map((value) => readValue(field, value, tools));
  const literals = read.filter((value) => 'literal' in value);
  const matches: Match[] = [];
  if (literals.length > 0) {
    matches.push({ type: 'anyOf', values: [...new Set(literals.map(({ literal }) => literal))] });
  }
  if (field.row.hasCategories === true) matches.push(...categories(literals));
  matches.push(...read.filter((value) => 'type' in value));
  const terms = matches.map((match) => termOf(field, match));
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { type: 'or', parts: terms };
}

// `order` means everything in the category too, but `"order"` means only itself.
function categories(literals: readonly Literal[]): readonly Match[] {
  const plain = literals.filter(({ quoted }) => !quoted).map(({ literal }) => literal);
  return [...new Set(plain)].map((name) => ({ type: 'prefix', prefix: `${name}.` }));
}

function termOf({ row, key }: FieldName, match: Match): FieldTerm {
  const base = { type: 'field', field: row.name, match } as const;
  return key === undefined ? base : { ...base, key };
}

function readValue(field: FieldName, value: RawValue, tools: ReadingTools): Match | Literal {
  const { row } = field;
  if (row.valueType !== 'text') {
    const bounds = readBounds(field, value, tools.now);
    if (bounds !== undefined) return bounds;
  }
  return readPattern(value) ?? readLiteral(row, value, tools);
}

function readPattern(value: RawValue): Match | undefined {
  const { parts } = value;
  const whole = parts.map(({ text }) => text).join('');
  const bare = parts.filter(({ quoted }) => !quoted).map(({ text }) => text);
  if (bare.some((text) => text.includes('*'))) return readStars(value, whole);
  const last = parts.at(-1);
  if (last?.quoted === false && last.text.endsWith('.')) return { type: 'prefix', prefix: whole };
  return undefined;
}

function readStars(value: RawValue, whole: string): Match {
  const { parts } = value;
  if (parts.every(({ text, quoted }) => !quoted && /^\*+$/.test(text))) return { type: 'exists' };
  const starAt = parts.findIndex(({ text, quoted }) => !quoted && text.includes('*'));
  const starsEndIt = starAt === parts.length - 1 && /^[^*]*\*+$/.test(parts[starAt]?.text ?? '');
  if (starsEndIt) {
    const stars = /\*+$/.exec(parts[starAt]?.text ?? '')?.[0] ?? '';
    return { type: 'prefix', prefix: whole.slice(0, whole.length - stars.length) };
  }
  if (parts.some(({ text, quoted }) => quoted && text.includes('*'))) {
    refuse(value, 'A quoted star cannot stand beside stars that mean any text');
  }
  return { type: 'glob', pattern: whole.replaceAll(/\*+/g, '*') };
}

function readLiteral(row: QueryFieldRow, value: RawValue, { me }: ReadingTools): Literal {
  const literal = value.parts.map(({ text }) => text).join('');
  const quoted = value.parts.length === 1 && value.parts[0]?.quoted === true;
  if (literal === '') refuse(value, `${row.name}: needs a value`);
  if (row.choices !== undefined) checkChoice(row.name, row.choices, literal, value);
  if (quoted) return { literal, quoted };
  checkBare(row, literal, value);
  if (row.isPerson !== true || literal.toLowerCase() !== 'me') return { literal, quoted };
  if (me === undefined) refuse(value, 'Nobody is signed in, so nobody is “me”', '"me"');
  return { literal: me, quoted };
}

function checkChoice(
  name: string,
  choices: readonly string[],
  literal: string,
  value: RawValue,
): void {
  const folded = literal.toLowerCase();
  if (choices.some((choice) => choice === folded || choice.startsWith(`${folded}.`))) return;
  const suggestion = literal.length > 40 ? undefined : nearest(literal, choices);
  refuse(value, `Not a value of ${name} (${either(choices)})`, suggestion);
}

// The whole numbers that a mask leaves of an IPv4 address: `10.` of `10.0.0.0/8`.
function beginningOf(literal: string): string | undefined {
  const [address = '', bits = ''] = literal.split('/');
  const kept = address.split('.').slice(0, Math.min(3, Math.floor(Number(bits) / 8)));
  return address.includes('.') && kept.length > 0 ? `${kept.join('.')}.` : undefined;
}

const network = /^[\da-f.:]+\/\d+$/i;

function checkBare(row: QueryFieldRow, literal: string, value: RawValue): void {
  if (/^[<>]/.test(literal)) {
    refuse(value, `${row.name} is text and cannot be compared (a value goes in quotes)`);
  }
  if (row.name === 'ip' && network.test(literal)) {
    const problem = 'Networks with a mask are not known here (write the beginning)';
    refuse(value, problem, beginningOf(literal));
  }
}
