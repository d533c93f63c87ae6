import { nearest } from '../nearest.ts';
import type { FieldName } from './field-name.ts';
import { nextDown, nextUp } from './next-number.ts';
import type { Match } from './query.ts';
import { type Place, refuse } from './query-error.ts';
import { readMilliseconds, readNumber, readStatusCode } from './read-number.ts';
import { readTime, timeWords } from './read-time.ts';
import type { RawValue } from './scan-values.ts';
import type { Span } from './span.ts';

/** How values of one type are written, and which value comes next. */
interface Measure {
  readonly problem: string;
  read(text: string): Span | undefined;
  suggest(text: string): string | undefined;
  after(value: number): number;
  before(value: number): number;
}

/** One end of a range, or the value that is compared with. */
interface Operand extends Place {
  readonly text: string;
}

/**
 * Reads `404`, `>=500`, `400..499`, `yesterday`, `2026-10-01..2026-10-31` as bounds.
 *
 * For the value type `json` only what compares is read, because a plain `49` may be text there:
 * nothing is returned for the rest.
 *
 * @throws WhodidError `QUERY_INVALID`.
 */
export function readBounds(field: FieldName, value: RawValue, now: number): Match | undefined {
  const measure = measureFor(field, now);
  const operator = value.parts[0]?.quoted === false ? operatorOf(value.parts[0].text) : '';
  const operand = within(value, value.at + operator.length, value.at + value.length);
  if (operator !== '') return compared(operator, required(operand, measure), measure);

  const dotsAt = placeOfDots(value);
  if (dotsAt !== undefined) {
    const ends = [
      within(value, value.at, dotsAt),
      within(value, dotsAt + 2, value.at + value.length),
    ];
    return field.row.valueType === 'json' && !ends.every((end) => isEnd(end, measure))
      ? undefined
      : readRange(ends[0], ends[1], measure, value);
  }
  if (field.row.valueType === 'json') return undefined;
  if (operand.text === '*') return { type: 'exists' };
  const { from, to, since } = required(operand, measure);
  return between(from, since === true ? Number.POSITIVE_INFINITY : to);
}

function operatorOf(text: string): string {
  return /^[<>]=?/.exec(text)?.[0] ?? '';
}

function compared(operator: string, { from, to }: Span, { after, before }: Measure): Match {
  if (operator === '>=') return between(from, Number.POSITIVE_INFINITY);
  if (operator === '>') return between(after(to), Number.POSITIVE_INFINITY);
  if (operator === '<=') return between(Number.NEGATIVE_INFINITY, to);
  return between(Number.NEGATIVE_INFINITY, before(from));
}

function readRange(
  left: Operand | undefined,
  right: Operand | undefined,
  measure: Measure,
  place: Place,
): Match {
  const isOpen = (end: Operand | undefined): boolean => end?.text === '' || end?.text === '*';
  if (left === undefined || right === undefined) return refuse(place, measure.problem);
  if (isOpen(left) && isOpen(right)) return { type: 'exists' };
  const min = isOpen(left) ? Number.NEGATIVE_INFINITY : required(left, measure).from;
  const max = isOpen(right) ? Number.POSITIVE_INFINITY : required(right, measure).to;
  if (min > max) refuse(place, 'This range ends before it begins');
  return between(min, max);
}

function isEnd({ text }: Operand, { read }: Measure): boolean {
  return text === '' || text === '*' || read(text) !== undefined;
}

function required(operand: Operand, { read, problem, suggest }: Measure): Span {
  const span = read(operand.text);
  return span ?? refuse(operand, problem, suggest(operand.text));
}

function between(min: number, max: number): Match {
  return { type: 'between', min, max };
}

function placeOfDots({ parts }: RawValue): number | undefined {
  for (const { text, quoted, at } of parts) {
    const found = quoted ? -1 : text.indexOf('..');
    if (found !== -1) return at + found;
  }
  return undefined;
}

// Signs and dots are never quoted, so a quoted part lies on one side of them as a whole.
function within(value: RawValue, start: number, end: number): Operand {
  const texts = value.parts.map(({ text, quoted, at }) => {
    if (quoted) return at >= start && at < end ? text : '';
    return text.slice(Math.max(0, start - at), Math.max(0, end - at));
  });
  return { text: texts.join(''), at: start, length: Math.max(1, end - start) };
}

function measureFor({ row }: FieldName, now: number): Measure {
  if (row.valueType === 'time') return { ...times, read: (text) => readTime(text, now) };
  if (row.valueType === 'statusCode') return statusCodes;
  return row.valueType === 'milliseconds' ? durations : numbers;
}

const wholeSteps = {
  after: (value: number): number => value + 1,
  before: (value: number): number => value - 1,
};
const smallestSteps = { after: nextUp, before: nextDown };
const noSuggestion = (): undefined => undefined;

const statusCodes: Measure = {
  problem: 'Not a status code (write 404, 4xx, >=500 or 400..499)',
  read: readStatusCode,
  suggest: (text) => (/^[1-5](?:\*+|\.|x|00s)$/i.test(text) ? `${text.charAt(0)}xx` : undefined),
  ...wholeSteps,
};

const durations: Measure = {
  problem: 'Not a duration (write 250, 1.5s, >100ms or 1s..2s)',
  read: readMilliseconds,
  suggest: noSuggestion,
  ...smallestSteps,
};

const numbers: Measure = {
  problem: 'Only numbers can be compared',
  read: readNumber,
  suggest: noSuggestion,
  ...smallestSteps,
};

const times: Omit<Measure, 'read'> = {
  problem: 'Not a time (write 2026-11-20, 24h, yesterday or 2026-10-01..2026-10-31)',
  suggest: suggestTime,
  ...wholeSteps,
};

function suggestTime(text: string): string | undefined {
  const [, amount, unit] =
    /^(\d{1,9})\s*(s|m|h|d|w)(?:ec|in|r|our|ay|eek|econd|inute)?s?(?: ago)?$/i.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return `${amount}${unit.toLowerCase()}`;
  if (text.length > 40) return undefined;
  const word = nearest(text, timeWords);
  return word?.includes(' ') ? `"${word}"` : word;
}
