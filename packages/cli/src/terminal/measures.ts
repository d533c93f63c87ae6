/** A duration for people: `23 ms`, `1.2 s`, `2 min`. */
export function duration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** Turns instants into text of one time zone. */
export interface Times {
  /** `10:44:02.118` */
  clock(rfc3339: string): string;
  /** `2026-11-20 10:44:02.118` */
  full(rfc3339: string): string;
}

/** Times in an IANA zone; without one, in the zone of this machine. */
export function timesIn(zone: string | undefined): Times {
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const full = (rfc3339: string) => {
    const instant = new Date(rfc3339);
    if (Number.isNaN(instant.getTime())) return rfc3339;
    return `${format.format(instant)}.${String(instant.getUTCMilliseconds()).padStart(3, '0')}`;
  };
  return { full, clock: (rfc3339) => full(rfc3339).slice(11) };
}
