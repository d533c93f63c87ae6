import {
  custom,
  type OptionRules,
  type RedactOptions,
  type TransportSpec,
  text,
  wholeNumber,
} from '@whodid/core';

/** Where an activity log sends to, and where it keeps what is on its way. */
export interface ActivityLogOptions {
  /**
   * Address that takes one payload in each request: http or https, without user name. Required, unless
   * there is a `queue`.
   */
  readonly loggerUrl: string | undefined;

  /**
   * Token of this service, sent as `Authorization: Bearer`. Without one there is no such header. The
   * token of the user who is signed in is never sent.
   *
   * @defaultValue none
   */
  readonly token?: string | undefined;

  /**
   * A queue on the way, of this logger's own: what `bullmqTransport` returns. Then a worker posts what
   * is in it, with an address and a token of its own, and those here are not used. See the guide of
   * the activity log.
   *
   * @defaultValue none: the thread of this activity log posts
   */
  readonly queue?: TransportSpec | null | undefined;

  /**
   * Longest to wait for one answer, in milliseconds.
   *
   * @defaultValue `5000` (5 s); from 100 to 50000
   */
  readonly timeoutMs?: number | undefined;

  /**
   * Directory on a local disk for what is on its way. One for each address: what a dead process left
   * there, the next one sends to its own. Not the spool directory of a recorder.
   *
   * @defaultValue `./.whodid/activity-log`
   */
  readonly spoolDir?: string | undefined;

  /**
   * The `microserviceName` of what names none.
   *
   * @defaultValue the environment variable `npm_package_name`, else the name of the current directory
   */
  readonly service?: string | undefined;

  /** What redaction takes out besides what it always does. */
  readonly redact?: RedactOptions | undefined;

  /**
   * Called with every failure inside whodid, for your own alarms. What it throws is ignored.
   *
   * @defaultValue none
   */
  readonly onFault?: ((where: string, error: unknown) => void) | undefined;
}

export const activityLogRules: OptionRules<ActivityLogOptions> = {
  loggerUrl: text(''),
  token: text(''),
  queue: custom<TransportSpec | null>('what bullmqTransport returns', null, isTransport),
  timeoutMs: wholeNumber({ fallback: 5000, min: 100, max: 50_000 }),
  spoolDir: text('./.whodid/activity-log'),
  service: text(''),
  redact: custom('an object', {}, (value) => typeof value === 'object' && value !== null),
  onFault: custom(
    'a function',
    () => undefined,
    (value) => typeof value === 'function',
  ),
};

function isTransport(value: unknown): boolean {
  if (value === null) return true;
  return (
    typeof value === 'object' &&
    'module' in value &&
    typeof value.module === 'string' &&
    value.module !== ''
  );
}
