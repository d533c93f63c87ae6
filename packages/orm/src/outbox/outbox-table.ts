/** The table in the database of the app in which entries wait for the end of their transaction. */
export const outboxTable = 'whodid_outbox';

/** One of its rows. */
export interface OutboxRow {
  readonly id: string;
  /** The canonical text of the entry. */
  readonly entry: string;
}

/** After so long whoever should have shipped a row counts as gone, in milliseconds. */
export const abandonedMs = 30_000;

/** Most rows that are shipped at a time. */
export const mostRows = 500;
