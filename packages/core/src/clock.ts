/** Where time comes from, handed in at the edge so that tests can move it. */
export interface Clock {
  /** Wall time in milliseconds since 1970, UTC. May jump. */
  now(): number;
  /** Milliseconds from an arbitrary start, with fractions. Never goes back. For durations. */
  monotonicMs(): number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};
