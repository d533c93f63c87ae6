import type { JsonObject } from '../entry/entry.ts';
import type { LogLevel } from './levels.ts';

/** One line of log output: without secrets, not yet text. */
export interface LogLine {
  readonly level: LogLevel;
  /** What document 001 writes as one JSON object, its keys in that order. */
  readonly fields: JsonObject;
}
