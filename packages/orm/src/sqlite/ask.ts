/** Asks the database for rows, without being seen by the capture. */
export type Ask = <T>(sql: string, ...parameters: (string | number | null)[]) => readonly T[];
