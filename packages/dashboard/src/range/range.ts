/** The last so many minutes, hours or days. */
export type Span = '15m' | '1h' | '24h' | '7d';

/** From when to when the list reaches. Instants are RFC 3339 UTC. */
export type Range =
  | { readonly type: 'last'; readonly span: Span }
  | { readonly type: 'all' }
  | { readonly type: 'between'; readonly from: string; readonly to?: string };

const minuteMs = 60_000;

const spanMs: Readonly<Record<Span, number>> = {
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '24h': 24 * 60 * minuteMs,
  '7d': 7 * 24 * 60 * minuteMs,
};

const spanLabels: Readonly<Record<Span, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
};

export const spans: readonly Span[] = ['15m', '1h', '24h', '7d'];

export const defaultRange: Range = { type: 'last', span: '24h' };

/** Reads a range as it stands in an address. Text that is none gives the default. */
export function readRange(text: string | null): Range {
  if (text === null) return defaultRange;
  if (text === 'all') return { type: 'all' };
  const span = spans.find((known) => known === text);
  if (span !== undefined) return { type: 'last', span };
  const [from, to, ...rest] = text.split('..');
  if (rest.length > 0 || from === undefined || !isInstant(from)) return defaultRange;
  if (to === undefined || to === '') return { type: 'between', from };
  if (!isInstant(to) || Date.parse(to) < Date.parse(from)) return defaultRange;
  return { type: 'between', from, to };
}

/** Writes a range so that {@link readRange} gives it back. */
export function writeRange(range: Range): string {
  if (range.type === 'all') return 'all';
  return range.type === 'last' ? range.span : `${range.from}..${range.to ?? ''}`;
}

/** The instants a range stands for at `now` (milliseconds since 1970). */
export function boundsOf(range: Range, now: number): { from?: string; to?: string } {
  if (range.type === 'all') return {};
  if (range.type === 'last') return { from: new Date(now - spanMs[range.span]).toISOString() };
  return { from: range.from, ...(range.to === undefined ? {} : { to: range.to }) };
}

/** Whether new entries can fall into the range: only then is there anything to watch live. */
export function reachesNow(range: Range): boolean {
  return range.type !== 'between' || range.to === undefined;
}

/** The range in words. `show` puts an instant into the reader's own format. */
export function labelOf(range: Range, show: (instant: string) => string): string {
  if (range.type === 'all') return 'All time';
  if (range.type === 'last') return spanLabels[range.span];
  return range.to === undefined
    ? `Since ${show(range.from)}`
    : `${show(range.from)} – ${show(range.to)}`;
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}
