import { type KeyboardEvent, type PointerEvent, useState } from 'react';

/** From one bucket to another, both included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** What is chosen of a row of buckets, and what the element needs in which they are. */
export interface StretchChoice {
  readonly chosen: Stretch | null;
  readonly handlers: {
    onKeyDown(event: KeyboardEvent): void;
    onBlur(): void;
    onPointerMove(event: PointerEvent): void;
    onPointerDown(event: PointerEvent): void;
    onPointerUp(): void;
    onPointerLeave(): void;
  };
}

/**
 * Chooses a stretch of buckets by dragging over them, or with arrow keys, Shift and Enter.
 *
 * @param onTake - told once it is chosen. Without, one only looks.
 */
export function useStretch(count: number, onTake?: (stretch: Stretch) => void): StretchChoice {
  const [chosen, setChosen] = useState<Stretch | null>(null);
  const [dragging, setDragging] = useState(false);
  const last = Math.max(0, count - 1);
  const take = (stretch: Stretch): void => {
    setChosen(null);
    onTake?.(stretch);
  };
  return {
    chosen,
    handlers: {
      onKeyDown: (event) => {
        const now = chosen ?? { first: last, last };
        const step = steps[event.key];
        if (step !== undefined) {
          const at = Math.min(last, Math.max(0, step(now.last, last)));
          setChosen({ first: event.shiftKey ? Math.min(now.first, at) : at, last: at });
        } else if (chosen !== null && event.key === 'Enter') take(chosen);
        else if (chosen !== null && event.key === 'Escape') setChosen(null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
      onBlur: () => setChosen(null),
      onPointerMove: (event) => {
        const at = bucketAt(event, count);
        setChosen((now) => (dragging && now !== null ? reaching(now, at) : single(at)));
      },
      onPointerDown: (event) => {
        if (onTake === undefined || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
        setChosen(single(bucketAt(event, count)));
      },
      onPointerUp: () => {
        setDragging(false);
        if (dragging && chosen !== null) take(chosen);
      },
      onPointerLeave: () => {
        if (!dragging) setChosen(null);
      },
    },
  };
}

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at + 10,
  PageDown: (at) => at - 10,
  Home: () => 0,
  End: (_, last) => last,
};

function bucketAt({ clientX, currentTarget }: PointerEvent, count: number): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  const at = width === 0 ? 0 : Math.floor(((clientX - left) / width) * count);
  return Math.min(Math.max(0, count - 1), Math.max(0, at));
}

function single(at: number): Stretch {
  return { first: at, last: at };
}

function reaching({ first, last }: Stretch, at: number): Stretch {
  return at < first ? { first: at, last } : { first, last: at };
}
