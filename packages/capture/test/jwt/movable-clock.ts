import type { Clock } from '@whodid/core';

/** A clock that goes on by itself and can be moved. */
export interface MovableClock extends Clock {
  move(ms: number): void;
  /** Stops wall time at an instant. */
  moveTo(instantMs: number): void;
}

export function movableClock(): MovableClock {
  let movedMs = 0;
  let stoppedAt: number | undefined;
  return {
    now: () => stoppedAt ?? Date.now() + movedMs,
    monotonicMs: () => performance.now() + movedMs,
    move(ms) {
      movedMs += ms;
    },
    moveTo(instantMs) {
      stoppedAt = instantMs;
    },
  };
}
