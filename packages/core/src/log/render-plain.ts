import type { Json } from '../entry/entry.ts';
import type { LogLine } from './log-line.ts';

const longestLevel = 8;
/** What stands at the beginning of the line, and what says nothing to a person. */
const notRepeated: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'name',
  'message',
  'exception',
  'log_type',
]);

/**
 * A line for people, without colours: time, level, message, logger, then what else there is. An
 * exception follows on lines of its own, which are indented, so that none can pass for an entry.
 */
export function renderPlain({ level, fields }: LogLine): string {
  const { timestamp, name, message, exception } = fields;
  const head = `${word(timestamp)} [${level.padEnd(longestLevel)}] ${word(message)} [${word(name)}]`;
  const rest = Object.entries(fields)
    .filter(([key, value]) => !notRepeated.has(key) && !isEmpty(value))
    .map(([key, value]) => ` ${visible(key)}=${cell(value)}`);
  return `${head}${rest.join('')}${indented(exception)}`;
}

function word(value: Json | undefined): string {
  return typeof value === 'string' ? visible(value) : '';
}

function cell(value: Json): string {
  const bare = typeof value === 'string' && /^[^\s"=]+$/.test(value);
  return visible(bare ? value : JSON.stringify(value));
}

function indented(exception: Json | undefined): string {
  if (typeof exception !== 'string' || exception === '') return '';
  return exception
    .split(/\r\n|[\r\n]/)
    .map((line) => `\n    ${visible(line.trimEnd())}`)
    .join('');
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

// An end of line would forge another line, other characters move the cursor or hide what is there.
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}
