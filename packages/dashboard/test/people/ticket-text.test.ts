import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { sessionsOf } from '../../src/people/sessions.ts';
import { ticketText } from '../../src/people/ticket-text.ts';
import { createInstants } from '../../src/time/instants.ts';

function told(action: string, name: string): string {
  const entry: Partial<EntryFields> = {
    ...{ id: '1', occurredAt: '2026-11-20T09:42:11.032Z', kind: 'action', action },
    actor: { type: 'user', id: 'u_17', name },
    ...{ targets: [], outcome: 'denied' },
    client: { ip: '203.0.113.9', ipTrusted: true },
  };
  const sessions = sessionsOf([entry as EntryFields]);
  return ticketText(name, { type: 'user', id: 'u_17' }, sessions, createInstants('en-GB', 'UTC'));
}

test('what somebody did can be pasted into a ticket', () => {
  assert.equal(
    told('order.refund', 'Ada'),
    [
      '## `Ada`, `user u_17`',
      '',
      '### 20 Nov 2026, 09:42:11 UTC – 20 Nov 2026, 09:42:11 UTC, `203.0.113.9`',
      '- 09:42:11 `Ada tried to refund order` (denied)',
      '',
    ].join('\n'),
  );
});

test('captured text stays text where it is pasted', () => {
  const [head] = told('x', '`</code>` [click](javascript:1)\n# Ada').split('\n');
  assert.equal(head, '## `` `</code>` [click](javascript:1)⟨000A⟩# Ada ``, `user u_17`');
});
