import type { Clock } from '../clock.ts';
import type { Entry, EntryFields, Producer, Service } from '../entry/entry.ts';
import { WhodidError } from '../errors.ts';
import type { Redactor } from '../redact/redactor.ts';
import { DraftReader } from './draft-reader.ts';
import { entryShape } from './entry-shape.ts';
import { finishEntry } from './finish-entry.ts';
import { readFields } from './read-fields.ts';

/** What {@link admit} needs besides what was received. */
export interface AdmitTools {
  readonly clock: Clock;
  /** A new UUIDv7, if the entry has no id. */
  nextId(): string;
  readonly redactor: Redactor;
  /** Whose entries these are. One that names another tenant is refused. */
  readonly tenant: string;
  /** Numbers an entry that has no producer. Called only for such, after everything was checked. */
  producer(): Producer;
  /** If the entry names none. */
  readonly service: Service;
}

/**
 * Makes an entry of what was received: one that a library sealed, or a part of one that somebody
 * wrote by hand, of which only `action` is required.
 *
 * What is missing is filled in. Redacted again, as a second line of defence; an entry that was
 * sealed with the same rules comes out with the same canonical text.
 *
 * @param received - made by `JSON.parse`.
 * @throws WhodidError `ENTRY_INVALID`, with the path of what is wrong and never its value.
 */
export function admit(received: unknown, tools: AdmitTools): Entry {
  const failure = entryShape(received);
  if (failure !== null) throw new WhodidError('ENTRY_INVALID', failure);
  const given = received as Partial<EntryFields>;
  if (given.tenant !== undefined && given.tenant !== tools.tenant) {
    throw new WhodidError('ENTRY_INVALID', { path: 'tenant', wanted: 'the tenant of the key' });
  }
  const reader = new DraftReader(tools.redactor, false, given.masked);
  const fields = readFields(
    given,
    {
      ambient: {},
      service: tools.service,
      tenant: tools.tenant,
      producer: given.producer ?? unnumbered,
      now: tools.clock.now(),
      nextId: tools.nextId,
    },
    reader,
  );
  const numbered =
    given.producer === undefined ? { ...fields, producer: { ...tools.producer() } } : fields;
  return finishEntry(numbered, tools.redactor);
}

const unnumbered: Producer = { epoch: '0000000000000000', id: 'unknown', seq: 1 };
