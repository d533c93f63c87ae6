/**
 * Every error the libraries throw, by code, with the facts it carries.
 *
 * Codes are public API: renaming one is a breaking change. Facts name options, stores and sizes.
 * They never hold captured values, because error texts end up in logs we do not control.
 */
export interface ErrorFacts {
  /** An option has a value we cannot use. Thrown once, at start-up. Not retryable. */
  CONFIG_INVALID: { readonly option: string; readonly wanted: string; readonly got: string };
  /** An option that does not exist, with the nearest one that does. Not retryable. */
  CONFIG_UNKNOWN: { readonly option: string; readonly nearest?: string };
  /** A call on a recorder after `close()`. Not retryable. */
  RECORDER_CLOSED: Record<never, never>;
  /** The acknowledgement asked for cannot be given in this set-up. Not retryable. */
  LEVEL_UNREACHABLE: { readonly level: string; readonly reason: string };
  /** An acknowledgement did not come in time. The entry is safe at the level before. Retryable. */
  ACKNOWLEDGEMENT_LATE: { readonly level: string; readonly waitMs: number };
  /** The collector or store will not have this entry; it is in quarantine. Not retryable. */
  ENTRY_REFUSED: { readonly id: string; readonly reason: string };
  /** Listeners did not keep up: so many entries were stored and not heard. A fault, never thrown. */
  LISTENER_BEHIND: { readonly unheard: number };
  /** Lines of log output could not be written and never will be. A fault, never thrown. */
  LOG_LINES_LOST: { readonly lines: number };
  /** Text that should be an entry is not one. Names the place, never the value. Not retryable. */
  ENTRY_INVALID: { readonly path: string; readonly wanted: string };
  /** The spool directory cannot be used. Not retryable without a change to the machine. */
  SPOOL_UNUSABLE: { readonly directory: string; readonly reason: string };
  /** Nothing was delivered, a later try may be. Retryable, not before `retryAfterMs` if it is there. */
  TRANSPORT_UNAVAILABLE: {
    readonly transport: string;
    readonly reason: string;
    readonly retryAfterMs?: number;
  };
  /**
   * The destination read the batch and will not have it as a whole. Nothing was delivered. Not
   * retryable as it is; the shipper halves it until the entry that is the reason stands alone.
   */
  BATCH_REJECTED: { readonly transport: string; readonly reason: string };
  /** Redis is set up so that it loses jobs. A fault, never thrown. */
  QUEUE_UNSAFE: { readonly setting: string; readonly found: string; readonly wanted: string };
  /** The store cannot be reached. Nothing was written. Retryable. */
  STORE_UNAVAILABLE: { readonly store: string; readonly reason: string };
  /** What is kept of this entry is not what was written. It is not given out. Not retryable. */
  ENTRY_DAMAGED: { readonly store: string; readonly id: string };
  /** The store was used after `close()`. Not retryable. */
  STORE_CLOSED: { readonly store: string };
  /** Another process writes to this directory. Not retryable while it runs. */
  STORE_LOCKED: { readonly directory: string; readonly pid: number };
  /** The store's files or engine are of a version that we refuse. Not retryable. */
  STORE_VERSION: { readonly store: string; readonly found: string; readonly wanted: string };
  /** An argument of a store call is out of range. Not retryable. */
  STORE_ARGUMENT: { readonly argument: string; readonly wanted: string };
  /** A page cursor that we did not make, or made for another query. Not retryable. */
  CURSOR_INVALID: Record<never, never>;
  /** The query text cannot be read; `at` is the first wrong character, from 0. Not retryable. */
  QUERY_INVALID: {
    readonly at: number;
    readonly length: number;
    readonly problem: string;
    readonly suggestion?: string;
  };
}

export type ErrorCode = keyof ErrorFacts;

const sentences: { readonly [C in ErrorCode]: (facts: ErrorFacts[C]) => string } = {
  CONFIG_INVALID: ({ option, wanted, got }) => `Option ${option} must be ${wanted}, got ${got}`,
  CONFIG_UNKNOWN: ({ option, nearest }) =>
    `There is no option ${option}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`,
  RECORDER_CLOSED: () => 'The recorder is closed',
  LEVEL_UNREACHABLE: ({ level, reason }) => `Level ${level} cannot be reached: ${reason}`,
  ACKNOWLEDGEMENT_LATE: ({ level, waitMs }) => `Level ${level} was not reached within ${waitMs} ms`,
  ENTRY_REFUSED: ({ id, reason }) => `Entry ${id} was refused: ${reason}`,
  LISTENER_BEHIND: ({ unheard }) => `Listeners are too slow: ${unheard} entries were not heard`,
  LOG_LINES_LOST: ({ lines }) => `${lines} lines of log output were lost`,
  ENTRY_INVALID: ({ path, wanted }) => `${path === '' ? 'The entry' : path} must be ${wanted}`,
  SPOOL_UNUSABLE: ({ directory, reason }) => `The spool in ${directory} cannot be used: ${reason}`,
  TRANSPORT_UNAVAILABLE: ({ transport, reason }) => `The ${transport} transport failed: ${reason}`,
  BATCH_REJECTED: ({ transport, reason }) => `The ${transport} rejected the batch: ${reason}`,
  QUEUE_UNSAFE: ({ setting, found, wanted }) =>
    `Redis may lose jobs: ${setting} is ${found} and should be ${wanted}`,
  STORE_UNAVAILABLE: ({ store, reason }) => `The ${store} store cannot be reached: ${reason}`,
  ENTRY_DAMAGED: ({ store, id }) => `Entry ${id} in the ${store} store is damaged`,
  STORE_CLOSED: ({ store }) => `The ${store} store is closed`,
  STORE_LOCKED: ({ directory, pid }) =>
    `${directory} is open for writing in another whodid (pid ${pid}); stop it or use another directory`,
  STORE_VERSION: ({ store, found, wanted }) => `The ${store} store needs ${wanted}, found ${found}`,
  STORE_ARGUMENT: ({ argument, wanted }) => `${argument} must be ${wanted}`,
  CURSOR_INVALID: () => 'The cursor is not one that this query gave out',
  QUERY_INVALID: ({ at, problem, suggestion }) =>
    `${problem} at character ${at + 1}${suggestion === undefined ? '' : `, did you mean ${suggestion}?`}`,
};

const name = 'WhodidError';

const retryable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ACKNOWLEDGEMENT_LATE',
  'TRANSPORT_UNAVAILABLE',
  'STORE_UNAVAILABLE',
]);

/** Every code there is, for documentation and tests. */
export const errorCodes: readonly ErrorCode[] = Object.keys(sentences) as ErrorCode[];

/** An error of this project. Branch on {@link WhodidError.code}, not on the message. */
export class WhodidError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly facts: ErrorFacts[C];
  /** Whether the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;

  constructor(code: C, facts: ErrorFacts[C], options?: { readonly cause?: unknown }) {
    super(sentences[code](facts), options);
    this.name = name;
    this.code = code;
    this.facts = facts;
    this.retryable = retryable.has(code);
  }
}

/** A {@link WhodidError} as a union over its codes: checking `code` tells the type of `facts`. */
export type AnyWhodidError<C extends ErrorCode = ErrorCode> = { [K in C]: WhodidError<K> }[C];

/**
 * Tells whether a caught value is one of our errors, optionally of one code.
 *
 * Goes by name rather than `instanceof`: two copies of this package may be loaded side by side,
 * a framework's and the application's, and an error of either must be recognised.
 */
export function isWhodidError<C extends ErrorCode = ErrorCode>(
  value: unknown,
  code?: C,
): value is AnyWhodidError<C> {
  if (!(value instanceof Error) || value.name !== name) return false;
  return code === undefined || ('code' in value && value.code === code);
}
