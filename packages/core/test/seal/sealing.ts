import {
  type AdmitTools,
  createIds,
  createRedactor,
  type Redactor,
  type SealTools,
  systemClock,
} from '@whodid/core';

/** What sealing needs, with nothing ambient. */
export function sealTools(redactor: Redactor = createRedactor()): SealTools {
  return {
    clock: { now: () => Date.UTC(2026, 7, 1, 12), monotonicMs: () => 0 },
    nextId: createIds(systemClock),
    redactor,
    ambient: {},
    service: { name: 'shop', version: '1.2.3' },
    tenant: 'main',
    producer: { id: 'shop-1', epoch: '0123456789abcdef', seq: 7 },
  };
}

/** What admitting needs; a missing producer is numbered 1, 2, 3 ... */
export function admitTools(redactor: Redactor = createRedactor()): AdmitTools {
  let seq = 0;
  return {
    ...sealTools(redactor),
    producer: () => {
      seq += 1;
      return { id: 'collector', epoch: 'fedcba9876543210', seq };
    },
  };
}
