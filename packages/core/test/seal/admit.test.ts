import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  admit,
  canonicalText,
  createRedactor,
  type Draft,
  type Entry,
  isUuid,
  isWhodidError,
  RawBody,
  seal,
} from '@whodid/core';
import fc from 'fast-check';
import { treacherousJson, treacherousText } from '../redact/treacherous.ts';
import { admitTools, sealTools } from './sealing.ts';

function problemOf(received: unknown): string {
  try {
    admit(received, admitTools());
  } catch (error) {
    if (isWhodidError(error, 'ENTRY_INVALID')) return error.message;
    throw error;
  }
  return 'admitted';
}

describe('what is refused', () => {
  const rows: readonly (readonly [unknown, string])[] = [
    [null, 'The entry must be an object'],
    [[], 'The entry must be an object'],
    ['text', 'The entry must be an object'],
    [{}, 'action must be there'],
    [{ action: '' }, 'action must be text that is not empty'],
    [{ action: 5 }, 'action must be text'],
    [{ acton: 'a' }, 'acton must be left out: there is no such field, did you mean action?'],
    [{ action: 'a', actor: { type: 'user', id: 5 } }, 'actor.id must be text'],
    [
      { action: 'a', actor: { type: 'robot', id: 'x' } },
      'actor.type must be one of user, service, agent, system, anonymous',
    ],
    [{ action: 'a', actor: { id: 'x' } }, 'actor.type must be there'],
    [
      { action: 'a', actor: { type: 'user', id: 'x', nmae: 'y' } },
      'actor.nmae must be left out: there is no such field, did you mean name?',
    ],
    [
      { action: 'a', targets: [{ type: 't', id: 'i' }, { type: 't' }] },
      'targets[1].id must be there',
    ],
    [{ action: 'a', schemaVersion: 2 }, 'schemaVersion must be 1'],
    [{ action: 'a', id: 'x' }, 'id must be a UUID in lower case'],
    [
      { action: 'a', occurredAt: 'yesterday' },
      'occurredAt must be a time as in 2026-01-31T12:00:00.000Z',
    ],
    [{ action: 'a', occurredAt: 5 }, 'occurredAt must be a time as in 2026-01-31T12:00:00.000Z'],
    [{ action: 'a', reason: null }, 'reason must be text'],
    [{ action: 'a', http: {} }, 'http.protocol must be there'],
    [{ action: 'a', tenant: 'other' }, 'tenant must be the tenant of the key'],
    [
      { action: 'a', producer: { id: 'p', epoch: 'x', seq: 1 } },
      'producer.epoch must be 16 hexadecimal digits',
    ],
    [
      { action: 'a', client: { ip: '::1', ipTrusted: 'yes' } },
      'client.ipTrusted must be true or false',
    ],
    [{ action: 'a', constructor: 1 }, 'constructor must be left out: there is no such field'],
    [
      JSON.parse('{"action":"a","__proto__":1}'),
      '__proto__ must be left out: there is no such field',
    ],
    [{ action: 'a', 'a secret key': 1 }, '["…"] must be left out: there is no such field'],
  ];
  for (const [received, expected] of rows) {
    test(expected, () => assert.equal(problemOf(received), expected));
  }

  test('nesting beyond 64, without exhausting the stack', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const wanted = 'must be JSON nested at most 64 deep';
    assert.equal(problemOf({ action: 'a', data: deep }), `data ${wanted}`);
    let fits: unknown = 1;
    for (let level = 0; level < 64; level += 1) fits = { a: fits };
    assert.equal(problemOf({ action: 'a', data: fits }), 'admitted');
  });

  test('an entry that is refused takes no number', () => {
    const tools = admitTools();
    assert.throws(() => admit({ action: 'a', nope: 1 }, tools));
    assert.equal(admit({ action: 'a' }, tools).producer.seq, 1);
  });
});

describe('what is filled in', () => {
  test('an entry by hand needs only an action', () => {
    const { id, ...rest } = admit({ action: 'door.open' }, admitTools());
    assert.ok(isUuid(id));
    assert.deepEqual(rest, {
      action: 'door.open',
      actor: { id: 'anonymous', type: 'anonymous' },
      kind: 'action',
      observedAt: '2026-08-01T12:00:00.000Z',
      occurredAt: '2026-08-01T12:00:00.000Z',
      outcome: 'success',
      producer: { id: 'collector', epoch: 'fedcba9876543210', seq: 1 },
      schemaVersion: 1,
      service: { name: 'shop', version: '1.2.3' },
      targets: [],
      tenant: 'main',
    });
  });

  test('times get the one form that entries have', () => {
    const entry = admit({ action: 'a', occurredAt: '2026-08-01T02:00:00+02:00' }, admitTools());
    assert.equal(entry.occurredAt, '2026-08-01T00:00:00.000Z');
  });

  test('secrets in what was written by hand are masked', () => {
    const entry = admit(
      { action: 'a', data: { password: 'S' }, message: 'token=abc123', reason: '' },
      admitTools(),
    );
    assert.deepEqual(entry.data, { password: '[redacted:key]' });
    assert.equal(entry.message, 'token=[redacted:key]');
    assert.ok(!Object.hasOwn(entry, 'reason'));
    assert.deepEqual(entry.masked, [
      { path: 'message', rule: 'assignment' },
      { path: 'data.password', rule: 'key' },
    ]);
  });
});

describe('an entry that a library sealed comes out with the same text', () => {
  function roundTrip(entry: Entry, redactor = createRedactor()): void {
    const text = canonicalText(entry);
    const admitted = admit(JSON.parse(text), admitTools(redactor));
    assert.equal(canonicalText(admitted), text);
    assert.ok(Object.isFrozen(admitted.actor));
  }

  test('with everything in it', () => {
    const draft: Draft = {
      action: 'order.pay',
      kind: 'http.in',
      stream: 'ORDERS',
      level: 22,
      outcome: 'denied',
      reason: 'card 4111 1111 1111 1111',
      message: 'password=x',
      actor: { type: 'user', id: 'u', info: { token: 'x', team: 'a' }, credential: 'key-1' },
      onBehalfOf: [{ type: 'service', id: 's', role: 'r', roleId: '1' }],
      targets: [{ type: 'order', id: '7', name: 'Order 7' }],
      change: {
        type: 'UPDATE',
        model: 'Order',
        fields: [{ name: 'secret', old: 1, new: ['S'] }],
        totalCount: 1,
        ids: ['7'],
      },
      client: { ip: '::1', ipTrusted: false, userAgent: 'x\r\n\u202e', country: 'DE' },
      module: 'm',
      moduleId: '1',
      endpoint: 'e',
      ambient: { requestId: 'r', traceId: 't' },
      data: { 10: 'a', 9: 'b', '\u20ac': 1.5, n: 1e21 },
      http: {
        protocol: 'https',
        method: 'POST',
        url: '/pay/S?token=S&a=1&a=2&__proto__=x',
        route: '/pay/:token',
        statusCode: 402,
        durationMs: 12.3456,
        error: 'Bearer abc123456789',
        request: {
          headers: { cookie: 'sid=1', authorization: 'Basic abc', 'x-api-key': 'k', host: 'h' },
          bodyBytes: 20,
          body: new RawBody(Buffer.from('a=1&password=S'), 'application/x-www-form-urlencoded'),
        },
        response: {
          headers: { 'set-cookie': ['a=b; Path=/', 'c=d'], location: '/x?code=0123456789abcdefg' },
          bodyBytes: 2,
          body: new RawBody(Buffer.from('<a/>'), 'text/xml'),
        },
      },
    };
    roundTrip(seal(draft, sealTools()));
  });

  test('with any text anywhere', () => {
    const redactors = [createRedactor(), createRedactor({ stringBytes: 256, entryBytes: 4096 })];
    const text = treacherousText;
    const drafts = fc.record({
      action: text,
      message: text,
      reason: text,
      module: text,
      actor: fc.record({ type: fc.constantFrom('user', 'agent'), id: text, info: treacherousJson }),
      targets: fc.array(fc.record({ type: text, id: text, name: text }), { maxLength: 3 }),
      data: treacherousJson,
      change: fc.record({
        type: fc.constant('UPDATE'),
        model: text,
        fields: fc.array(fc.record({ name: text, old: treacherousJson, new: text }), {
          maxLength: 2,
        }),
      }),
      client: fc.record({ ip: text, ipTrusted: fc.boolean(), userAgent: text }),
      http: fc.record({
        method: text,
        url: text,
        route: fc.constantFrom('/a/:token', '/x'),
        durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
        error: text,
        request: fc.record({
          headers: fc.dictionary(fc.constantFrom('cookie', 'referer', 'accept', 'x-token'), text),
          body: treacherousJson,
          bodyBytes: fc.nat(),
        }),
        response: fc.record({
          headers: fc.dictionary(fc.constantFrom('set-cookie', 'location', 'authorization'), text),
          body: text.map((content) => new RawBody(Buffer.from(content), 'text/plain')),
          bodyBytes: fc.nat(),
        }),
      }),
    });
    fc.assert(
      fc.property(drafts, fc.constantFrom(...redactors), (draft, redactor) => {
        roundTrip(seal(draft as unknown as Draft, sealTools(redactor)), redactor);
      }),
      { numRuns: Number(process.env.WHODID_PROPERTY_RUNS ?? 300) },
    );
  });
});

test('hostile names pollute nothing', () => {
  const received: unknown = JSON.parse(
    '{"action":"a","data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
  );
  const entry = admit(received, admitTools());
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.match(canonicalText(entry), /"__proto__":\{"polluted":1\}/);
});

test('what a received list of masked things says is redacted too', () => {
  const planted = 'password=hunter2-planted';
  const entry = admit(
    { action: 'x', masked: [{ path: `data["${planted}"]`, rule: planted }] },
    admitTools(),
  );
  assert.doesNotMatch(canonicalText(entry), /hunter2/);
  const again = admit(JSON.parse(canonicalText(entry)), admitTools());
  assert.equal(canonicalText(again), canonicalText(entry));
});

test('paths that look like assignments stay the same when they come again', () => {
  const data = { 'password=': { token: 'S' }, 'a token="': ['password', { pwd: 'S' }] };
  const sealed = canonicalText(seal({ action: 'x', data }, sealTools()));
  assert.equal(canonicalText(admit(JSON.parse(sealed), admitTools())), sealed);
});
