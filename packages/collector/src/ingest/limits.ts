/** What one request may hold, and what all of them together may. */
export interface IngestLimits {
  /** Bytes of one body after decompression. */
  readonly bodyBytes: number;
  readonly entries: number;
  /** Objects and lists inside each other, counted from the entry itself. */
  readonly depth: number;
  /** Requests at once. */
  readonly requests: number;
  /** Decoded bytes of all requests in progress. */
  readonly totalBytes: number;
}

export const ingestLimits: IngestLimits = {
  bodyBytes: 8 * 1024 * 1024,
  entries: 1000,
  depth: 64,
  requests: 64,
  totalBytes: 32 * 1024 * 1024,
};
