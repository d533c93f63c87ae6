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
  /** Whether the id, in a terminal its end, closes the line: `whodid show` takes either. */
  readonly withId: boolean;
  /** Width to keep to; `undefined` outside a terminal, where nothing is ever cut. */
  readonly width: number | undefined;
}

const narrow = 100;
const resultWidth = 6;
const tookWidth = 7;
const whatWidth = { least: 14, usual: 30 };

/** One entry on one line: time, result, who, what, how long. Cut only to fit a terminal. */
export function entryLine(entry: EntryFields, style: LineStyle): string {
  const { paint, width } = style;
  const time = timeOf(entry, style);
  const id = idOf(entry, style);
  const actorWidth = width !== undefined && width < narrow ? 12 : 18;
  const others = [time.length, resultWidth, actorWidth, tookWidth, id.length];
  const room =
    width === undefined
      ? undefined
      : Math.max(whatWidth.least, width - others.reduce((sum, cell) => sum + cell + 2, 0));
  const took = entry.http === undefined ? '' : duration(entry.http.durationMs);
  const cells = [
    paint('dim', time),
    resultOf(entry, paint),
    fit(whoOf(entry), width === undefined ? undefined : actorWidth, actorWidth),
    fit(whatOf(entry), room, Math.min(whatWidth.usual, room ?? whatWidth.usual)),
    padLeft(took, tookWidth),
    ...(id === '' ? [] : [paint('dim', id)]),
  ];
  return cells.join('  ').trimEnd();
}

/** The end of an id, which tells entries apart as well as the whole and fits on a line. */
function shortId(id: string): string {
  return id.slice(id.lastIndexOf('-') + 1);
}

function timeOf({ occurredAt }: EntryFields, { times, withDate, width }: LineStyle): string {
  if (!withDate) return times.clock(occurredAt);
  return width === undefined ? times.full(occurredAt) : times.full(occurredAt).slice(0, -4);
}

function idOf({ id }: EntryFields, { withId, width }: LineStyle): string {
  if (!withId) return '';
  return printable(width === undefined ? id : shortId(id));
}

function fit(text: string, most: number | undefined, least: number): string {
  return pad(most === undefined ? text : cut(text, most), least);
}

/** Name of the actor, or its id, safe to print. */
function whoOf({ actor }: EntryFields): string {
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

/** The mark and the status code, or a word for it, six characters wide. */
function resultOf({ outcome, http }: EntryFields, paint: Paint): string {
  const { mark, word } = results[outcome];
  const text = `${mark} ${pad(String(http?.statusCode ?? word), 4)}`;
  return outcome === 'success'
    ? paint('green', text)
    : paint(mark === '✕' ? 'red' : 'yellow', text);
}

const results = {
  success: { mark: ' ', word: 'ok' },
  failure: { mark: '✕', word: 'fail' },
  denied: { mark: '✕', word: 'deny' },
  unknown: { mark: '?', word: '–' },
} as const;
