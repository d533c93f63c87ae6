import { boundsOfPeriod, type Period, periodLabels, periods } from './period.ts';

/** The last so many minutes, hours or days. */
export type Span = '15m' | '1h' | '24h' | '7d' | '30d';

/** From when to when the list reaches. Instants are RFC 3339 UTC. */
export type Range =
  | { readonly type: 'last'; readonly span: Span }
  | { readonly type: 'period'; readonly period: Period }
  | { readonly type: 'all' }
  | { readonly type: 'between'; readonly from: string; readonly to?: string };

const minuteMs = 60_000;

const spanMs: Readonly<Record<Span, number>> = {
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '24h': 24 * 60 * minuteMs,
  '7d': 7 * 24 * 60 * minuteMs,
  '30d': 30 * 24 * 60 * minuteMs,
};

const spanLabels: Readonly<Record<Span, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

export const spans: readonly Span[] = ['15m', '1h', '24h', '7d', '30d'];

export const defaultRange: Range = { type: 'last', span: '24h' };

/** Reads a range as it stands in an address. Text that is none gives the fallback. */
export function readRange(text: string | null, fallback: Range = defaultRange): Range {
  if (text === null) return fallback;
  if (text === 'all') return { type: 'all' };
  const span = spans.find((known) => known === text);
  if (span !== undefined) return { type: 'last', span };
  const period = periods.find((known) => known === text);
  if (period !== undefined) return { type: 'period', period };
  const [from, to, ...rest] = text.split('..');
  if (rest.length > 0 || from === undefined || !isInstant(from)) return fallback;
  if (to === undefined || to === '') return { type: 'between', from };
  if (!isInstant(to) || Date.parse(to) < Date.parse(from)) return fallback;
  return { type: 'between', from, to };
}

/** Writes a range so that {@link readRange} gives it back. */
export function writeRange(range: Range): string {
  if (range.type === 'all') return 'all';
  if (range.type === 'last') return range.span;
  if (range.type === 'period') return range.period;
  return `${range.from}..${range.to ?? ''}`;
}

/** Instants, RFC 3339. Without `from` since ever, without `to` until now. */
export interface Bounds {
  readonly from?: string;
  readonly to?: string;
}

/**
 * The instants a range stands for.
 *
 * @param now - milliseconds since 1970.
 * @param zone - where days and months begin.
 */
export function boundsOf(range: Range, now: number, zone: string): Bounds {
  switch (range.type) {
    case 'all':
      return {};
    case 'last':
      return { from: new Date(now - spanMs[range.span]).toISOString() };
    case 'period':
      return boundsOfPeriod(range.period, now, zone);
    case 'between':
      return { from: range.from, ...(range.to === undefined ? {} : { to: range.to }) };
  }
}

/** Whether new entries can fall into the range: only then is there anything to watch live. */
export function reachesNow(range: Range): boolean {
  if (range.type === 'period') return range.period.startsWith('this') || range.period === 'today';
  return range.type !== 'between' || range.to === undefined;
}

/** The range in words. `show` puts an instant into the reader's own format. */
export function labelOf(range: Range, show: (instant: string) => string): string {
  if (range.type === 'all') return 'All time';
  if (range.type === 'last') return spanLabels[range.span];
  if (range.type === 'period') return periodLabels[range.period];
  return range.to === undefined
    ? `Since ${show(range.from)}`
    : `${show(range.from)} – ${show(range.to)}`;
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}
