import type { EntryFields, Json, JsonObject } from '../entry/entry.ts';
import { type StreamNote, streamAction, streamNoteOf } from './stream-note.ts';
import { timestamp } from './timestamp.ts';

export interface StreamTextStyle {
  /** Times in the zone of this machine instead of UTC. */
  readonly localTime: boolean;
}

/** Between the text of an entry and its time. Document 003 shows it as the Thai `ยง`: the same bytes. */
const sectionSign = '\u00a7';

// What these two are called in the text; all others go by their name.
const otherPrefixes: { readonly [stream: string]: string } = {
  INTERNAL: '[ INTERNAL ]',
  WARN: 'WARNING',
};

const indent = '    ';
const jsonDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * An entry as document 003 writes it into the file of its stream, without the end of the last line.
 *
 * Everything but a stream's name, a heading and the braces of a dictionary stands further in than the
 * first column, so that no text can look like another entry.
 */
export function streamText(entry: EntryFields, { localTime }: StreamTextStyle): string {
  const note = streamNoteOf(entry);
  const stream = entry.stream ?? 'INFO';
  const prefix = `${otherPrefixes[stream] ?? oneLine(stream)}:`;
  const text =
    note.dictionary === undefined
      ? lines(messageOf(entry))
      : dictionaryText(note.dictionary, note, localTime);
  const body = note.heading === undefined ? `${prefix}  ${text}` : underHeading(prefix, note, text);
  if (note.timestamp === undefined) return body;
  const time = timestamp(Date.parse(entry.occurredAt), localTime).slice(0, 19);
  return `${body} ${sectionSign} [${time}]`;
}

function underHeading(prefix: string, { heading = '', dictionary }: StreamNote, text: string) {
  const further = dictionary === undefined ? indent : '';
  return `${prefix} ${oneLine(heading)}\n${further}${text}`;
}

function messageOf(entry: EntryFields): string {
  const { action, outcome, reason, message, data } = entry;
  // What was too long for an entry has left a word that says so.
  if (action === streamAction) return message ?? (typeof data === 'string' ? data : '');
  const rest = [message, reason, entry.stream === 'INTERNAL' ? textOf(data) : undefined];
  return [`${action} ${outcome}`, ...rest.filter((part) => part !== undefined)].join(', ');
}

function textOf(data: Json | undefined): string | undefined {
  return data === undefined ? undefined : JSON.stringify(data);
}

// Keys in lower case and times as in the document's sample; its source does neither.
function dictionaryText(value: Json, note: StreamNote, localTime: boolean): string {
  const shown = isObject(value) ? inOrder(value, note.order ?? [], localTime) : value;
  const text =
    note.dictToString === true ? JSON.stringify(shown, null, indent.length) : JSON.stringify(shown);
  return visible(text);
}

function inOrder(value: JsonObject, order: readonly string[], localTime: boolean): JsonObject {
  const keys = [
    ...new Set([...order.filter((key) => Object.hasOwn(value, key)), ...Object.keys(value)]),
  ];
  const lower = keys.map((key) => key.toLowerCase());
  // Null prototype, and so `__proto__` is a key like any other.
  const shown: { [key: string]: Json } = Object.create(null);
  for (const [at, key] of keys.entries()) {
    const name = lower[at] ?? key;
    // Two that differ in nothing but case stay apart.
    shown[lower.indexOf(name) === lower.lastIndexOf(name) ? name : key] = shownValue(
      value[key] ?? null,
      localTime,
    );
  }
  return shown;
}

function shownValue(value: Json, localTime: boolean): Json {
  if (typeof value === 'string') return jsonDate.test(value) ? usTime(value, localTime) : value;
  if (Array.isArray(value)) return value.map((item) => shownValue(item, localTime));
  return isObject(value) ? inOrder(value, [], localTime) : value;
}

/** `MM/DD/YYYY HH:MM:SS` */
function usTime(text: string, localTime: boolean): string {
  const [date = '', time = ''] = timestamp(Date.parse(text), localTime).split(' ');
  const [year, month, day] = date.split('-');
  return `${month}/${day}/${year} ${time.slice(0, 8)}`;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u0085\u2028\u2029\v\f]/)
    .map(visible)
    .join(`\n${indent}`);
}

function oneLine(text: string): string {
  return visible(text.replaceAll('\n', '\\u{a}'));
}

// Moves the cursor, or hides what is there. An end of line was seen to before.
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    char === '\n' ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}
