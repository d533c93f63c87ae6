import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  admit,
  createIds,
  createRedactor,
  type Entry,
  type EntryFields,
  isUuid,
  isWhodidError,
  systemClock,
} from '@whodid/core';
import {
  type ActivityPayload,
  activityPayload,
  activityPayloadKeys,
  readActivityPayload,
} from '@whodid/core/view';
import fc from 'fast-check';
import { entryOf, httpOf } from '../entry-of.ts';
import { golden } from './golden.ts';

const nextId = createIds(systemClock);
const redactor = createRedactor();

/** As a collector keeps it. */
function kept(received: unknown, tenant = 'default'): Entry {
  return admit(readActivityPayload(received, tenant), {
    clock: systemClock,
    nextId,
    redactor,
    tenant,
    producer: () => ({ id: 'test', epoch: '0123456789abcdef', seq: 1 }),
    service: { name: 'key' },
  });
}

function rejected(received: unknown): string {
  try {
    readActivityPayload(received, 'default');
  } catch (error) {
    assert.ok(isWhodidError(error, 'ENTRY_INVALID'));
    return `${error.facts.path} ${error.facts.wanted}`;
  }
  return assert.fail('it was taken');
}

test('what has a place in an entry goes there', () => {
  const entry = kept(golden('registration'));
  assert.equal(entry.id, '4b7f2c1e-9a30-4c56-8d1f-2e6a7b8c9d01');
  assert.equal(entry.kind, 'action');
  assert.equal(entry.action, 'User registration');
  assert.equal(entry.outcome, 'success');
  assert.equal(entry.occurredAt, '2025-05-19T15:25:27.836Z');
  assert.deepEqual(entry.actor, {
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
  });
  assert.deepEqual(entry.client, {
    ip: '203.0.113.9',
    ipTrusted: false,
    peerIp: '10.0.0.7',
    browser: 'Edge',
  });
  assert.equal(entry.service.name, 'Authentication Service');
  assert.deepEqual(
    [entry.module, entry.moduleId, entry.endpoint],
    ['User Management', '1', '/users'],
  );
  assert.equal(entry.ambient?.sessionId, 's-42');
  assert.deepEqual(entry.change, {
    type: 'CREATE',
    model: 'User Management',
    fields: [
      { name: 'username', new: 'john_doe' },
      { name: 'email', new: 'john@example.com' },
    ],
  });
  assert.deepEqual(entry.data, {
    activityLog: {
      userActivityType: 'CREATE',
      startDate: '2025-05-19T15:25:27.800Z',
      endDate: '2025-05-19T15:25:27.950Z',
      payloadCreatedDate: '2025-05-19T15:25:28.001Z',
    },
  });
});

test('both goldens come back', () => {
  for (const payload of [golden('registration'), golden('nobody')]) {
    assert.deepEqual(activityPayload(kept(payload)), payload);
  }
});

test('further fields are kept, and the reason of a failure has a place', () => {
  const entry = kept({
    ...golden('registration'),
    actionStatus: 'Failed',
    reasonForFailure: 'limit exceeded',
    loanProduct: 'Gold',
    productId: 7,
    eocRunLog: null,
  });
  assert.deepEqual([entry.outcome, entry.reason], ['failure', 'limit exceeded']);
  const { activityLog } = entry.data as { activityLog: { [name: string]: unknown } };
  assert.deepEqual(
    [activityLog.loanProduct, activityLog.productId, activityLog.eocRunLog],
    ['Gold', '7', ''],
  );
});

test('an auditID that is no UUID gives the same id each time, another one per tenant, and is kept', () => {
  const odd = { auditID: '2024-01-31 12:00:00', action: 'x' };
  const { id } = kept(odd);
  assert.ok(isUuid(id));
  assert.equal(id[14], '8');
  assert.equal(kept(odd).id, id);
  assert.notEqual(kept(odd, 'acme').id, id);
  assert.equal(activityPayload(kept(odd)).auditID, '2024-01-31 12:00:00');
  const upper = { auditID: '4B7F2C1E-9A30-4C56-8D1F-2E6A7B8C9D01' };
  assert.equal(kept(upper).id, '4b7f2c1e-9a30-4c56-8d1f-2e6a7b8c9d01');
  assert.equal(activityPayload(kept(upper)).auditID, upper.auditID);
});

test('secrets inside the JSON texts are masked by their names, wherever the columns say they are', () => {
  for (const affectedColumns of ['["email"]', '["password"]', '[]', '', 'password', undefined]) {
    const entry = kept({
      auditID: 'a-1',
      oldValuesJson: '{"password":"Planted-old","email":"a@x"}',
      newValuesJson: '{"password":"Planted-new","email":"b@x","deep":[{"apiKey":"Planted-key"}]}',
      ...(affectedColumns === undefined ? {} : { affectedColumns }),
    });
    assert.ok(!JSON.stringify(entry).includes('Planted'), affectedColumns);
    const payload = activityPayload(entry);
    assert.ok(!JSON.stringify(payload).includes('Planted'));
    assert.equal(JSON.parse(payload.newValuesJson).email, 'b@x');
    assert.equal(JSON.parse(payload.newValuesJson).password, '[redacted:key]');
  }
});

test('what is no JSON stays text, and is redacted as text', () => {
  const entry = kept({ auditID: 'a-1', newValuesJson: "{'name': 'x', 'password': 'Planted-1'}" });
  const { newValuesJson } = activityPayload(entry);
  assert.match(newValuesJson, /^\{'name': 'x', 'password': '\[redacted:key\]'\}$/);
});

test('columns are guessed where none are named, those that only the old value has included', () => {
  const entry = kept({
    auditID: 'a-1',
    oldValuesJson: '{"a":1,"b":{"c":1},"gone":true}',
    newValuesJson: '{"a":2,"b":{"c":1}}',
  });
  assert.deepEqual(entry.change?.fields, [
    { name: 'a', old: 1, new: 2 },
    { name: 'gone', old: true },
  ]);
  const payload = activityPayload(entry);
  assert.equal(payload.affectedColumns, '["a","gone"]');
  assert.deepEqual(JSON.parse(payload.oldValuesJson), { a: 1, b: { c: 1 }, gone: true });
});

test('placeholders are nobody, nowhere and no role', () => {
  const entry = kept({ ...golden('nobody'), userID: 'None', clientInfo: 'Unknown' });
  assert.deepEqual(entry.actor, { type: 'anonymous', id: 'anonymous' });
  assert.equal(entry.client, undefined);
});

test('a timestamp without a zone is no moment: the time of arrival counts', () => {
  const entry = kept({ ...golden('registration'), timestamp: '2020-01-01 10:00:00.123' });
  assert.ok(Date.parse(entry.occurredAt) > Date.parse('2025-06-01T00:00:00Z'));
  assert.equal(activityPayload(entry).timestamp, '2020-01-01 10:00:00.123');
});

test('what cannot be taken is refused by the name of the field, and never quoted', () => {
  assert.equal(rejected({ action: 'x' }), 'auditID text that is not empty');
  assert.equal(rejected({ auditID: '' }), 'auditID text that is not empty');
  assert.equal(rejected({ auditID: 'a', role: { name: 'x' } }), 'role text');
  assert.equal(rejected({ auditID: 'a', more: ['x'] }), 'more text');
  assert.equal(rejected({ auditID: 'a', 'hunter2 hunter2': ['x'] }), '["…"] text');
  assert.equal(rejected([]), ' a flat JSON object');
  assert.equal(rejected(null), ' a flat JSON object');
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}`, 'x']));
  assert.equal(rejected({ auditID: 'a', ...many }), ' an object with at most 200 fields');
});

test('JSON texts nested a hundred thousand deep harm nobody', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const entry = kept({ auditID: 'a-1', newValuesJson: deep, affectedColumns: deep });
  assert.equal(entry.action, 'Activity on unknown service');
});

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('', '<UNKNOWN>', '<admin>', 'None', 'Successful', 'Failed', 'Edge', 'CREATE'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.ipV4(),
  fc.uuid(),
);
const jsonText = fc.oneof(
  text,
  fc.json({ maxDepth: 3 }),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 })).map(asText),
  fc.array(fc.string({ maxLength: 8 })).map(asText),
);
const isJsonKey = (key: string): boolean => /Json$|^affectedColumns$/.test(key);
const anyPayload = fc.record(
  Object.fromEntries(activityPayloadKeys.map((key) => [key, isJsonKey(key) ? jsonText : text])),
) as fc.Arbitrary<ActivityPayload>;

function asText(value: unknown): string {
  return JSON.stringify(value);
}

/** The texts of a payload, the JSON ones as what they mean. */
function meant(payload: ActivityPayload): unknown {
  return Object.entries(payload).map(([key, value]) => {
    if (!isJsonKey(key)) return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  });
}

// Text that redaction changes does not come back, and must not.
function isPlain(payload: ActivityPayload): boolean {
  return Object.values(payload).every((value) => redactor.text(value, '', []) === value);
}

test('any payload that holds no secret comes back with the same 29 texts', () => {
  fc.assert(
    fc.property(anyPayload, (payload) => {
      fc.pre(payload.auditID !== '' && isPlain(payload));
      const entry = kept(payload);
      fc.pre(entry.masked === undefined);
      assert.deepEqual(meant(activityPayload(entry)), meant(payload));
    }),
    { numRuns: 500 },
  );
});

const anyEntry: fc.Arbitrary<Partial<EntryFields>> = fc.record(
  {
    kind: fc.constantFrom('action', 'http.in', 'model', 'auth', 'note'),
    action: fc.string({ minLength: 1 }),
    message: fc.string(),
    outcome: fc.constantFrom('success', 'failure', 'denied', 'unknown'),
    actor: fc.record(
      { type: fc.constant('user' as const), id: fc.string({ minLength: 1 }), name: fc.string() },
      { requiredKeys: ['type', 'id'] },
    ),
    client: fc.record({ ip: fc.ipV4(), ipTrusted: fc.boolean(), userAgent: fc.string() }),
    module: fc.string(),
    data: fc.dictionary(
      fc.constantFrom('activityLog', 'x'),
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.dictionary(fc.constantFrom(...activityPayloadKeys), fc.jsonValue({ maxDepth: 1 })),
      ),
    ) as fc.Arbitrary<EntryFields['data'] & object>,
    change: fc.record({
      type: fc.constantFrom('CREATE', 'UPDATE', 'DELETE', 'M2M'),
      model: fc.string({ minLength: 1 }),
      fields: fc.array(
        fc.record(
          {
            name: fc.string({ minLength: 1 }),
            old: fc.jsonValue({ maxDepth: 1 }),
            new: fc.jsonValue({ maxDepth: 1 }),
          },
          { requiredKeys: ['name'] },
        ),
      ),
    }),
    http: fc.record({ method: fc.constantFrom('GET', 'POST'), path: fc.webPath() }).map(httpOf),
  },
  { requiredKeys: ['action'] },
) as fc.Arbitrary<Partial<EntryFields>>;

test('any entry gives 29 texts, and they come back', () => {
  fc.assert(
    fc.property(anyEntry, (fields) => {
      const payload = activityPayload(entryOf(fields));
      assert.deepEqual(Object.keys(payload), [...activityPayloadKeys]);
      assert.ok(Object.values(payload).every((value) => typeof value === 'string'));
      fc.pre(payload.auditID !== '' && isPlain(payload));
      const entry = kept(payload);
      fc.pre(entry.masked === undefined);
      assert.deepEqual(meant(activityPayload(entry)), meant(payload));
    }),
    { numRuns: 500 },
  );
});
