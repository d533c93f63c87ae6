import type { Service } from '../entry/entry.ts';
import { custom, type OptionRules, text, wholeNumber } from '../options.ts';
import type { RedactOptions } from '../redact/redact-options.ts';
import type { TransportSpec } from '../transport/transport.ts';

/** How a recorder names its entries, where it keeps them, and where it sends them. */
export interface RecorderOptions {
  /**
   * The program that records: its name, or more about it.
   *
   * @defaultValue the environment variable `npm_package_name`, else the name of the current directory
   */
  readonly service?: string | Service | undefined;

  /**
   * Whose entries these are, where neither the draft nor what is ambient says it.
   *
   * @defaultValue `default`
   */
  readonly tenant?: string | undefined;

  /**
   * Where entries go. Without one they are only kept in the spool, up to level `host`, until a
   * process with a transport opens the same spool directory.
   *
   * @defaultValue none
   */
  readonly transport?: TransportSpec | undefined;

  /**
   * Where entries of streams go besides, as text files: what `textFiles` returns. They have a ring, a
   * spool and a thread of their own, so that neither way waits for the other.
   *
   * @defaultValue none
   */
  readonly streams?: TransportSpec | undefined;

  /**
   * Directory on a local disk for entries on their way. Processes of one program share it: each has
   * a folder of its own in it and takes over those of dead ones, with its own transport. Programs
   * that send to different places need different directories. If it cannot be written, a directory
   * in the temporary directory is used, then memory; `state().trouble` says so. On a tmpfs no entry
   * gets to level `host`.
   *
   * @defaultValue `./.whodid/spool`
   */
  readonly spoolDirectory?: string | undefined;

  /**
   * Directory for the ring, on a tmpfs. Only this user may own it. Without a usable tmpfs the ring is
   * in the spool directory: an entry is as safe there, but `record()` then waits for a disk that is
   * stalled.
   *
   * @defaultValue `/dev/shm/whodid-<uid>`, where `/dev/shm` is a tmpfs
   */
  readonly ringDirectory?: string | undefined;

  /**
   * Most bytes in the ring. When it is full, entries are dropped and counted, and a `gap` entry names
   * them as soon as there is room.
   *
   * @defaultValue `33554432` (32 MiB); from 65536 to 1073741824
   */
  readonly ringLimitBytes?: number | undefined;

  /**
   * Most bytes in the spool of this process. When it is full, entries stay in the ring.
   *
   * @defaultValue `1073741824` (1 GiB); from 1048576 to 1099511627776
   */
  readonly spoolLimitBytes?: number | undefined;

  /** What redaction takes out besides what it always does. */
  readonly redact?: RedactOptions | undefined;

  /**
   * Name of this installation among others of the same service.
   *
   * @defaultValue the host's name
   */
  readonly producerId?: string | undefined;

  /**
   * Most entries in one delivery. A full batch leaves at once.
   *
   * @defaultValue `500`; from 1 to 1000
   */
  readonly batchSize?: number | undefined;

  /**
   * Longest an entry waits for its batch to fill, in milliseconds.
   *
   * @defaultValue `200`; from 10 to 3600000
   */
  readonly maxWaitMs?: number | undefined;

  /**
   * Called with every failure inside whodid, for your own alarms. What it throws is ignored.
   *
   * @defaultValue none
   */
  readonly onFault?: ((where: string, error: unknown) => void) | undefined;
}

export const recorderRules: OptionRules<RecorderOptions> = {
  service: custom('a name, or an object with one', '', isService),
  tenant: text('default'),
  transport: custom('what a transport function returns', noTransport(), isTransportSpec),
  streams: custom('what textFiles returns', noTransport(), isTransportSpec),
  spoolDirectory: text('./.whodid/spool'),
  ringDirectory: text(''),
  ringLimitBytes: wholeNumber({ fallback: 33_554_432, min: 65_536, max: 1_073_741_824 }),
  spoolLimitBytes: wholeNumber({ fallback: 1_073_741_824, min: 1_048_576, max: 1_099_511_627_776 }),
  redact: custom('an object', {}, (value) => typeof value === 'object' && value !== null),
  producerId: text(''),
  batchSize: wholeNumber({ fallback: 500, min: 1, max: 1000 }),
  maxWaitMs: wholeNumber({ fallback: 200, min: 10, max: 3_600_000 }),
  onFault: custom(
    'a function',
    () => undefined,
    (value) => typeof value === 'function',
  ),
};

function noTransport(): TransportSpec {
  return { module: '', options: null };
}

function isService(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value !== 'object' || value === null || !('name' in value)) return false;
  return typeof value.name === 'string' && value.name !== '';
}

function isTransportSpec(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!('module' in value) || typeof value.module !== 'string') return false;
  return URL.canParse(value.module) && 'options' in value && isCloneable(value.options);
}

// Options go to another thread. What cannot, such as a function, is better refused here than there.
function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
