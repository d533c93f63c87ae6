import type { EntryFields, Target } from '@whodid/core';
import { cut, pad, padLeft } from '../terminal/columns.ts';
import { duration, type Times } from '../terminal/measures.ts';
import type { Paint } from '../terminal/paint.ts';
import { printable } from '../terminal/printable.ts';

/** How lines of entries look. */
export interface LineStyle {
  readonly paint: Paint;
  readonly times: Times;
  /** Whether the day stands before the time: for the past, not for what happens now. */
  readonly withDate: boolean;
  /** Whether the id ends the line, to be shown in full with `whodid show`. */
  readonly withId: boolean;
  /** Width to keep to; `undefined` outside a terminal, where nothing is ever cut. */
  readonly width: number | undefined;
}

const actorWidth = 18;
const whatWidth = 30;
const idWidth = 36;

/** One entry on one line: time, result, who, what, how long. */
export function entryLine(entry: EntryFields, style: LineStyle): string {
  const { paint, times, withDate, withId, width } = style;
  const time = withDate ? times.full(entry.occurredAt) : times.clock(entry.occurredAt);
  const took = entry.http === undefined ? '' : duration(entry.http.durationMs);
  const who = whoOf(entry);
  const what = whatOf(entry);
  const fixed = time.length + 2 + 5 + 2 + actorWidth + 2 + 2 + 7 + (withId ? 2 + idWidth : 0);
  const room = width === undefined ? undefined : Math.max(12, width - fixed);
  const cells = [
    paint('dim', time),
    resultOf(entry, paint),
    pad(width === undefined ? who : cut(who, actorWidth), actorWidth),
    pad(room === undefined ? what : cut(what, room), Math.min(whatWidth, room ?? whatWidth)),
    padLeft(took, 7),
    ...(withId ? [paint('dim', printable(entry.id))] : []),
  ];
  return cells.join('  ').trimEnd();
}

/** Name of the actor, or its id, safe to print. */
export function whoOf({ actor }: EntryFields): string {
  return printable(actor.type === 'anonymous' ? 'anonymous' : (actor.name ?? actor.id));
}

/** What was done, safe to print: `GET /orders/:id`, `order.refund order #1042`. */
export function whatOf({ http, kind, action, targets }: EntryFields): string {
  if (http !== undefined && kind.startsWith('http')) {
    return printable(`${http.method} ${http.route ?? http.path}`);
  }
  return printable([action, ...targets.map(targetText)].join(' '));
}

/** `order #1042`, `user ada`. Not made safe. */
export function targetText({ type, id, name }: Target): string {
  return `${type} ${name ?? id}`;
}

/** The mark and the status code, or a word for it, five characters wide. */
function resultOf({ outcome, http }: EntryFields, paint: Paint): string {
  const { mark, word } = results[outcome];
  const text = `${mark} ${pad(String(http?.statusCode ?? word), 3)}`;
  return outcome === 'success'
    ? paint('green', text)
    : paint(mark === '✕' ? 'red' : 'yellow', text);
}

const results = {
  success: { mark: ' ', word: 'ok' },
  failure: { mark: '✕', word: 'bad' },
  denied: { mark: '✕', word: 'no' },
  unknown: { mark: '?', word: '–' },
} as const;
