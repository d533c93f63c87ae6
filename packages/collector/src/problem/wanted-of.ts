import type { z } from 'zod';

/**
 * What a value should have been, to go on with "limit must be". For schemas that do not say it
 * themselves: zod's own messages are sentences about what was sent.
 */
export function wantedOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return types.get(issue.expected) ?? `a ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return sized(
        issue.origin,
        issue.inclusive === false ? 'more than' : 'at least',
        issue.minimum,
      );
    case 'too_big':
      return sized(
        issue.origin,
        issue.inclusive === false ? 'less than' : 'at most',
        issue.maximum,
      );
    case 'invalid_format':
      return formats.get(issue.format) ?? 'text of another form';
    case 'unrecognized_keys':
      return `There is no ${(issue.keys[0] ?? '').slice(0, 100)} here`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    default:
      return 'something else';
  }
}

const types: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a JSON object'],
  ['record', 'a JSON object'],
  ['array', 'a list'],
  ['null', 'null'],
]);

const formats: ReadonlyMap<string, string> = new Map([
  ['datetime', 'a time as in RFC 3339'],
  ['date', 'a date as in 2026-11-20'],
  ['uuid', 'a UUID'],
  ['email', 'an email address'],
  ['url', 'a URL'],
]);

function sized(origin: string, bound: string, size: number | bigint): string {
  if (origin === 'string') return `text of ${bound} ${size} characters`;
  if (origin === 'array' || origin === 'set') return `a list of ${bound} ${size}`;
  if (origin === 'object' || origin === 'map') return `an object of ${bound} ${size} names`;
  return `${bound} ${size}`;
}
