// The payloads in golden/ are written from document 000, not from our output.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityPayload, activityPayloadKeys } from '@whodid/core/view';
import { entryOf, httpOf } from '../entry-of.ts';
import { golden } from './golden.ts';

const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0';

const registration = entryOf({
  id: '4b7f2c1e-9a30-4c56-8d1f-2e6a7b8c9d01',
  kind: 'action',
  action: 'User registration',
  occurredAt: '2025-05-19T15:25:27.836Z',
  observedAt: '2025-05-19T15:25:28.001Z',
  actor: {
    type: 'user',
    id: '17',
    name: 'Ada Lovelace',
    role: 'Teller',
    roleId: '3',
    info: {
      username: 'ada',
      branchCode: '001',
      branchName: 'Head office',
      lastLogin: '2025-05-19T08:00:00.000Z',
    },
  },
  client: { ip: '203.0.113.9', ipTrusted: true, peerIp: '10.0.0.7', userAgent: edge },
  service: { name: 'Authentication Service' },
  module: 'User Management',
  moduleId: '1',
  endpoint: '/users',
  ambient: { sessionId: 's-42' },
  change: {
    type: 'CREATE',
    model: 'User Management',
    fields: [
      { name: 'username', new: 'john_doe' },
      { name: 'email', new: 'john@example.com' },
    ],
  },
  data: {
    activityLog: {
      userActivityType: 'CREATE',
      startDate: '2025-05-19T15:25:27.800Z',
      endDate: '2025-05-19T15:25:27.950Z',
    },
  },
});

test('the example of document 000 comes out as written there, key by key and in its order', () => {
  const payload = activityPayload(registration);
  assert.deepEqual(payload, golden('registration'));
  assert.deepEqual(Object.keys(payload), Object.keys(golden('registration')));
  assert.equal(activityPayloadKeys.length, 29);
});

test('what is not known is empty text or a placeholder, and JSON all the same', () => {
  const entry = entryOf({ kind: 'action', action: 'backup.done', outcome: 'failure' });
  const payload = activityPayload(entry);
  assert.deepEqual(payload, golden('nobody'));
  assert.equal(JSON.parse(payload.oldValuesJson), null);
});

test('a request gives its own type, place and moments', () => {
  const entry = entryOf({
    http: httpOf({ method: 'POST', path: '/loans/7/approve', route: '/loans/:id/approve' }),
  });
  const payload = activityPayload(entry);
  assert.equal(payload.userActivityType, 'APPROVAL');
  assert.equal(payload.endpointName, '/loans/:id/approve');
  assert.equal(payload.startDate, '2025-05-19T15:25:27.836Z');
  assert.equal(payload.endDate, '2025-05-19T15:25:33.212Z');
});

test('actionStatus follows the outcome', () => {
  const statusOf = (outcome: 'success' | 'failure' | 'denied' | 'unknown'): string =>
    activityPayload(entryOf({ outcome })).actionStatus;
  assert.deepEqual(
    [statusOf('success'), statusOf('failure'), statusOf('denied'), statusOf('unknown')],
    ['Successful', 'Failed', 'Failed', 'Failed'],
  );
});

test('data of an entry that is no action takes the place of nothing', () => {
  const data = { activityLog: { userID: 'root', auditID: 'x' }, userID: 'root' };
  const payload = activityPayload(entryOf({ data, actor: { type: 'user', id: 'ada' } }));
  assert.equal(payload.userID, 'ada');
  assert.equal(payload.auditID, '01890a5d-ac96-774b-bcce-b302099a8057');
});

test('a model change gives its values and columns', () => {
  const payload = activityPayload(
    entryOf({
      kind: 'model',
      change: {
        type: 'UPDATE',
        model: 'User',
        fields: [
          { name: 'email', old: 'a@x', new: 'b@x' },
          { name: 'phone', old: '1' },
        ],
      },
    }),
  );
  assert.equal(payload.oldValuesJson, '{"email":"a@x","phone":"1"}');
  assert.equal(payload.newValuesJson, '{"email":"b@x"}');
  assert.equal(payload.affectedColumns, '["email","phone"]');
  assert.equal(payload.userActivityType, 'MODIFICATION');
});
