import type { EntryFields } from '@whodid/core';

/** An entry as an app posts it: the least, and what makes it worth reading. */
export const examplePost = {
  action: 'invoice.approve',
  actor: { type: 'user', id: 'ada', name: 'Ada Lovelace' },
  targets: [{ type: 'invoice', id: '4711' }],
  data: { total: 129.5, currency: 'EUR' },
} as const;

export const exampleLines: string = `${JSON.stringify({ action: 'invoice.approve' })}\n${JSON.stringify({ action: 'invoice.pay', outcome: 'failure' })}\n`;

/** What becomes of {@link examplePost}. */
export const exampleEntry: EntryFields = {
  id: '019aadd1-7a40-7c3f-9d54-0b7f4c1f2a10',
  occurredAt: '2026-11-20T09:30:00.000Z',
  observedAt: '2026-11-20T09:30:00.012Z',
  schemaVersion: 1,
  tenant: 'default',
  kind: 'action',
  action: 'invoice.approve',
  outcome: 'success',
  actor: { type: 'user', id: 'ada', name: 'Ada Lovelace' },
  targets: [{ type: 'invoice', id: '4711' }],
  service: { name: 'billing' },
  producer: { id: 'billing-1', epoch: '7f3a9c52d1e84b06', seq: 42 },
  data: { total: 129.5, currency: 'EUR' },
};

export const exampleKeyId = '4kQ9vXr2LmT7bYc1WdEf8HsZ';
