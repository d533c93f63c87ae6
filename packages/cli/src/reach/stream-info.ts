/** A stream as the collector lists it. Times are RFC 3339. */
export interface StreamInfo {
  readonly name: string;
  readonly formerNames: readonly string[];
  readonly declared: boolean;
  readonly removed: boolean;
  readonly entries: number;
  readonly lastAt?: string;
}

/** The address of one stream. */
export function streamPath(name: string): string {
  return `/v1/streams/${encodeURIComponent(name)}`;
}
