import type { Ambient } from '../ambient/ambient.ts';
import type { Clock } from '../clock.ts';
import type { Producer, Service } from '../entry/entry.ts';
import type { Redactor } from '../redact/redactor.ts';

/** What {@link seal} needs besides the draft. */
export interface SealTools {
  readonly clock: Clock;
  /** A new UUIDv7, if the draft has no id of its own. */
  nextId(): string;
  readonly redactor: Redactor;
  /** What was ambient where the draft was made. */
  readonly ambient: Ambient;
  readonly service: Service;
  /** If neither draft nor ambient names one. */
  readonly tenant: string;
  readonly producer: Producer;
}
