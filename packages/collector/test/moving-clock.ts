import type { Clock } from '@whodid/core';

/** A clock that stands still until it is moved. */
export interface MovingClock extends Clock {
  move(ms: number): void;
}

export function movingClock(start: number = Date.UTC(2026, 10, 20, 12)): MovingClock {
  let now = start;
  return {
    now: () => now,
    monotonicMs: () => now,
    move: (ms) => {
      now += ms;
    },
  };
}
