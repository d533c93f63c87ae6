import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryFields } from '@whodid/core';
import { sessionsOf } from '../../src/people/sessions.ts';

const startAt = Date.parse('2026-11-20T10:00:00Z');

// What happened so many minutes ago, seen from noon.
function ago(minutes: number, part: Partial<EntryFields> = {}): EntryFields {
  const entry: Partial<EntryFields> = {
    id: `e${minutes}`,
    occurredAt: new Date(startAt - minutes * 60_000).toISOString(),
    action: 'order.view',
    outcome: 'success',
    targets: [],
    ...part,
  };
  return entry as EntryFields;
}

function counts(entries: readonly EntryFields[]): readonly number[] {
  return sessionsOf(entries).map(({ count }) => count);
}

test('nothing is no session', () => {
  assert.deepEqual(sessionsOf([]), []);
});

test('a break of more than half an hour ends a session', () => {
  assert.deepEqual(counts([ago(0), ago(30), ago(61), ago(70)]), [2, 2]);
});

test('another session of the app is another session, whatever the time between', () => {
  const of = (sessionId: string): Partial<EntryFields> => ({ ambient: { sessionId } });
  assert.deepEqual(counts([ago(0, of('a')), ago(1, of('b')), ago(2, of('b')), ago(3)]), [1, 3]);
});

test('another address is another session', () => {
  const from = (ip: string): Partial<EntryFields> => ({ client: { ip, ipTrusted: true } });
  const entries = [ago(0, from('203.0.113.9')), ago(1), ago(2, from('203.0.113.9'))];
  assert.deepEqual(counts(entries), [3]);
  assert.deepEqual(counts([...entries, ago(3, from('198.51.100.4'))]), [3, 1]);
});

test('a session knows from when to when it was', () => {
  const [session] = sessionsOf([ago(0), ago(20)]);
  assert.equal(session?.from, ago(20).occurredAt);
  assert.equal(session.to, ago(0).occurredAt);
});

test('what was done several times in a row is told once, but for changes', () => {
  const change = { type: 'UPDATE', model: 'Order', fields: [] } as const;
  const [session] = sessionsOf([
    ago(0),
    ago(1),
    ago(2, { outcome: 'denied' }),
    ago(3),
    ago(4, { change }),
    ago(5, { change }),
  ]);
  assert.deepEqual(
    session?.runs.map(({ entry, count }) => [entry.id, count]),
    [
      ['e0', 2],
      ['e2', 1],
      ['e3', 1],
      ['e4', 1],
      ['e5', 1],
    ],
  );
});
