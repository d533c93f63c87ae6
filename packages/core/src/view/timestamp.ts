/** A time as document 001 writes it, `YYYY-MM-DD HH:MM:SS.mmm`, without a zone. */
export function timestamp(atMs: number, localTime: boolean): string {
  const time = new Date(atMs);
  const shifted = localTime ? new Date(atMs - time.getTimezoneOffset() * 60_000) : time;
  return shifted.toISOString().slice(0, 23).replace('T', ' ');
}
