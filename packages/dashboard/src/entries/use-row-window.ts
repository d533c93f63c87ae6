import {
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { rowAt, rowEnds, rowTop } from './row-ends.ts';

/** The rows of a long list that are on the screen or near it. */
export interface RowWindow {
  /** The first row that is there, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Of the whole list, and of the rows before the first that is there, in pixels. */
  readonly height: number;
  readonly before: number;
  /** Whether the reader is near the end. */
  readonly isNearEnd: boolean;
  /** Scrolls as little as it takes until a row is on the screen. */
  reveal(at: number): void;
  /** The ref of a row whose height varies. It names itself in `data-key`. Absent if none does. */
  readonly measure: ((row: Element | null) => () => void) | undefined;
}

/** Rows beyond the edge of the screen that are there already, for keys and for fast scrolling. */
const beyond = 8;
/** Scrolling by less than that changes nothing. */
const stepPx = 32;

export interface WindowOptions<T> {
  readonly rows: readonly T[];
  /** What a row measures, in pixels. The same function as long as it says the same. */
  readonly heightOf: (row: T) => number;
  /** Whether it may be more or less, as with text that needs another line. */
  readonly varies: boolean;
  /** What the rows are in. */
  readonly body: RefObject<HTMLElement | null>;
}

export function useRowWindow<T extends { readonly key: string }>({
  rows,
  heightOf,
  varies,
  body,
}: WindowOptions<T>): RowWindow {
  const { heights, measure } = useHeights();
  const ends = useMemo(
    () => rowEnds(rows, (row) => (varies ? heights.get(row.key) : undefined) ?? heightOf(row)),
    [rows, heightOf, varies, heights],
  );
  const begin = useTopOf(body);
  const scrolled = useSyncExternalStore(onScroll, scrollStep) * stepPx - begin;
  const from = Math.max(0, rowAt(ends, scrolled) - beyond);
  const to = Math.min(
    rows.length,
    rowAt(ends, scrolled + window.innerHeight + stepPx) + 1 + beyond,
  );
  return {
    ...{ from, to, measure: varies ? measure : undefined },
    height: rowTop(ends, rows.length),
    isNearEnd: to >= rows.length,
    before: rowTop(ends, from),
    reveal(at) {
      const top = begin + rowTop(ends, at);
      const bottom = begin + rowTop(ends, at + 1);
      if (top < window.scrollY) window.scrollTo({ top });
      else if (bottom > window.scrollY + window.innerHeight) {
        window.scrollTo({ top: bottom - window.innerHeight });
      }
    },
  };
}

// Another map for each change, so that what depends on it is made anew.
function useHeights() {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(() => new Map());
  const observer = useRef<ResizeObserver>(null);
  const measure = useCallback((row: Element | null) => {
    observer.current ??= new ResizeObserver((changes) => {
      setHeights((before) => withMeasured(before, changes));
    });
    if (row !== null) observer.current.observe(row);
    return () => {
      if (row !== null) observer.current?.unobserve(row);
    };
  }, []);
  useEffect(() => () => observer.current?.disconnect(), []);
  return { heights, measure };
}

function withMeasured(
  before: ReadonlyMap<string, number>,
  changes: readonly ResizeObserverEntry[],
): ReadonlyMap<string, number> {
  const measured = changes.flatMap(({ target }): [string, number][] => {
    const key = target instanceof HTMLElement ? target.dataset.key : undefined;
    const { height } = target.getBoundingClientRect();
    return key === undefined || height === 0 || before.get(key) === height ? [] : [[key, height]];
  });
  return measured.length === 0 ? before : new Map([...before, ...measured]);
}

function onScroll(listener: () => void): () => void {
  const events = ['scroll', 'resize'] as const;
  for (const event of events) window.addEventListener(event, listener, { passive: true });
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

function scrollStep(): number {
  return Math.floor(window.scrollY / stepPx);
}

// How far down the page the rows begin. What is above them grows and shrinks.
function useTopOf(body: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const measure = (): void => {
      const box = body.current?.getBoundingClientRect();
      if (box !== undefined) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  return top;
}
