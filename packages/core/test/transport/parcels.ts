import {
  canonicalText,
  createIds,
  createRedactor,
  type Draft,
  type Parcel,
  seal,
  systemClock,
} from '@whodid/core';

const nextId = createIds(systemClock);
const redactor = createRedactor();
let seq = 0;

/** Some sealed entries on their way. */
export function parcels(count: number, message = 'hello'): readonly Parcel[] {
  return Array.from({ length: count }, () => parcelOf({ action: 'test.run', message }));
}

/** One draft as a sealed entry on its way. */
export function parcelOf(draft: Draft): Parcel {
  seq += 1;
  const entry = seal(draft, {
    clock: systemClock,
    nextId,
    redactor,
    ambient: {},
    service: { name: 'test' },
    tenant: 'main',
    producer: { id: 'test', epoch: '0123456789abcdef', seq },
  });
  return { id: entry.id, seq, text: canonicalText(entry) };
}
