import type { EntryFields, JsonObject } from '../entry/entry.ts';
import { dataOf } from './data-of.ts';
import type { LineStyle } from './line-style.ts';
import { timestamp } from './timestamp.ts';
import { userId } from './user-info.ts';

/** An APP line of document 001, its keys in the order of that document. */
export type AppLine = {
  readonly timestamp: string;
  readonly level: string;
  readonly name: string;
  /** `app`, or the role of a process that is none: a worker, a scheduler. */
  readonly log_type: string;
  /** File, its name without ending, and function that the line comes from; `""` if not known. */
  readonly path: string;
  readonly module: string;
  readonly function: string;
  readonly message: string;
  /** Stack of the error, or `""`. */
  readonly exception: string;
  readonly request_id: string;
  readonly user_id: string;
  /** Absent if there is nothing in it. */
  readonly extra?: JsonObject;
};

/** What an APP line is made of: the same without what is derived. */
export type AppLineParts = Omit<AppLine, 'timestamp' | 'extra'> & {
  readonly atMs: number;
  readonly extra: JsonObject;
};

/** A line of the app's own as document 001 writes it. */
export function appLine(
  { atMs, extra, ...parts }: AppLineParts,
  { localTime }: Pick<LineStyle, 'localTime'>,
): AppLine {
  return {
    timestamp: timestamp(atMs, localTime),
    level: parts.level,
    name: parts.name,
    log_type: parts.log_type,
    path: parts.path,
    module: parts.module,
    function: parts.function,
    message: parts.message,
    exception: parts.exception,
    request_id: parts.request_id,
    user_id: parts.user_id,
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/**
 * An entry for which document 001 has no line of its own, as an APP line: what the app stated, what
 * whodid noted, and what is missing.
 */
export function appLineOf(
  entry: EntryFields,
  line: Pick<AppLine, 'level' | 'name' | 'log_type'>,
  style: LineStyle,
): AppLine {
  const { action, outcome, reason, targets } = entry;
  return appLine(
    {
      ...line,
      atMs: Date.parse(entry.occurredAt),
      path: '',
      module: entry.module ?? '',
      function: '',
      message: entry.message ?? `${action} ${outcome}`,
      exception: '',
      request_id: entry.ambient?.requestId ?? '',
      user_id: userId(entry.actor),
      extra: {
        ...dataOf(entry),
        action,
        outcome,
        ...(reason === undefined ? {} : { reason }),
        ...(targets.length === 0 ? {} : { targets: targets.map((target) => ({ ...target })) }),
      },
    },
    style,
  );
}
