import {
  canonicalText,
  createIds,
  createRedactor,
  type Draft,
  type Entry,
  seal,
  systemClock,
} from '@whodid/core';

const redactor = createRedactor();
const nextId = createIds(systemClock);

/** Drafts as they would leave the process. */
export function sealed(drafts: readonly Draft[]): readonly Entry[] {
  return drafts.map((draft, index) =>
    seal(draft, {
      clock: systemClock,
      nextId,
      redactor,
      ambient: {},
      service: { name: 'billing' },
      tenant: 'default',
      producer: { id: 'billing-1', epoch: '0123456789abcdef', seq: index + 1 },
    }),
  );
}

/** All text of the drafts, as they are and as they would leave the process. */
export function everyText(drafts: readonly Draft[]): string {
  return JSON.stringify(drafts) + sealed(drafts).map(canonicalText).join('\n');
}
