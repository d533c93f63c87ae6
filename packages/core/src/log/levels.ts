/** Severities of log output. The three of document 001 stand between INFO and WARNING. */
export const logLevels = {
  DEBUG: 10,
  INFO: 20,
  AUDIT: 21,
  API: 22,
  LOGIN: 23,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50,
} as const;

/** Name of a severity of log output. */
export type LogLevel = keyof typeof logLevels;

export const logLevelNames: readonly LogLevel[] = Object.keys(logLevels) as LogLevel[];
