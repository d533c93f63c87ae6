// The names of the fields are those of document 002.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityLogRow } from '@whodid/core/view';
import { entryOf } from './entry-of.ts';

test('an entry becomes the row of document 002', () => {
  const metadata = { ip: '192.168.0.1', device: 'Chrome' };
  const entry = entryOf({ action: 'LOGIN', actor: { type: 'user', id: '1' }, data: metadata });
  assert.deepEqual(activityLogRow(entry, 'PENDING'), {
    id: entry.id,
    user: 1,
    action: 'LOGIN',
    timestamp: entry.occurredAt,
    metadata,
    status: 'PENDING',
  });
});

test('a user is a number only if nothing of the id is lost, and no metadata is null', () => {
  const users = ['0', '15', '007', '-1', '1.5', '1e3', '1234567890123456', 'u_17'];
  assert.deepEqual(
    users.map((id) => activityLogRow(entryOf({ actor: { type: 'user', id } }), 'DONE').user),
    [0, 15, '007', '-1', '1.5', '1e3', '1234567890123456', 'u_17'],
  );
  assert.equal(activityLogRow(entryOf({}), 'DONE').metadata, null);
  assert.equal(activityLogRow(entryOf({ data: false }), 'DONE').metadata, false);
});
