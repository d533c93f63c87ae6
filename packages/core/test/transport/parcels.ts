import {
  canonicalText,
  createIds,
  createRedactor,
  type Parcel,
  seal,
  systemClock,
} from '@whodid/core';

const nextId = createIds(systemClock);
const redactor = createRedactor();
let seq = 0;

/** Some sealed entries on their way. */
export function parcels(count: number, message = 'hello'): readonly Parcel[] {
  return Array.from({ length: count }, () => {
    seq += 1;
    const entry = seal(
      { action: 'test.run', message },
      {
        clock: systemClock,
        nextId,
        redactor,
        ambient: {},
        service: { name: 'test' },
        tenant: 'main',
        producer: { id: 'test', epoch: '0123456789abcdef', seq },
      },
    );
    return { id: entry.id, seq, text: canonicalText(entry) };
  });
}
