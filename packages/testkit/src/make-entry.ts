import {
  admit,
  type Clock,
  createIds,
  createRedactor,
  type Entry,
  type EntryFields,
  systemClock,
} from '@whodid/core';

const nextId = createIds(systemClock);
const redactor = createRedactor();
let seq = 0;

/**
 * Makes a valid entry through the same gate as one from outside, so that it is redacted and sealed.
 * What `overrides` leaves open gets a default: the action `test.run` by the user `u-1`, now.
 */
export function makeEntry(overrides: Partial<EntryFields> = {}): Entry {
  seq += 1;
  const clock: Clock = systemClock;
  const { tenant = 'main', ...given } = overrides;
  return admit(
    { action: 'test.run', actor: { type: 'user', id: 'u-1' }, ...given },
    {
      clock,
      nextId,
      redactor,
      tenant,
      producer: () => ({ id: 'test', epoch: '0123456789abcdef', seq }),
      service: { name: 'test' },
    },
  );
}
