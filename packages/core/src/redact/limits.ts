/** Where redaction cuts. See {@link RedactOptions} for each. */
export interface RedactLimits {
  readonly depth: number;
  readonly keys: number;
  readonly stringBytes: number;
  readonly entryBytes: number;
}
