import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Ambient,
  canonicalText,
  createRedactor,
  type Draft,
  type DraftHttp,
  type Entry,
  isUuid,
  RawBody,
  seal,
} from '@whodid/core';
import fc from 'fast-check';
import { treacherousJson, treacherousText } from '../redact/treacherous.ts';
import { sealTools } from './sealing.ts';

const tools = sealTools();

function sealed(draft: unknown, ambient: Ambient = {}): Entry {
  return seal(draft as Draft, { ...tools, ambient });
}

const message = { headers: {}, bodyBytes: 0 };

function withHttp(http: Partial<DraftHttp>): Entry {
  return sealed({
    action: 'http.request',
    kind: 'http.in',
    http: { method: 'GET', url: '/', durationMs: 1, request: message, response: message, ...http },
  });
}

describe('what is missing', () => {
  test('only the action is needed', () => {
    const entry = sealed({ action: 'invoice.approve' });
    const { id, ...rest } = entry;
    assert.ok(isUuid(id));
    assert.deepEqual(rest, {
      action: 'invoice.approve',
      actor: { id: 'anonymous', type: 'anonymous' },
      kind: 'action',
      observedAt: '2026-08-01T12:00:00.000Z',
      occurredAt: '2026-08-01T12:00:00.000Z',
      outcome: 'success',
      producer: { id: 'shop-1', epoch: '0123456789abcdef', seq: 7 },
      schemaVersion: 1,
      service: { name: 'shop', version: '1.2.3' },
      targets: [],
      tenant: 'main',
    });
  });

  test('comes from what is ambient', () => {
    const ambient: Ambient = {
      requestId: 'r-1',
      tenant: 'acme',
      actor: () => ({ type: 'user', id: 'u-17', name: 'Ada' }),
      onBehalfOf: [{ type: 'user', id: 'u-18' }],
      client: { ip: '203.0.113.7', ipTrusted: true },
    };
    const entry = sealed({ action: 'a', ambient: { traceId: 't-1' } }, ambient);
    assert.deepEqual(entry.actor, { type: 'user', id: 'u-17', name: 'Ada' });
    assert.deepEqual(entry.onBehalfOf, [{ type: 'user', id: 'u-18' }]);
    assert.deepEqual(entry.ambient, { requestId: 'r-1', traceId: 't-1' });
    assert.deepEqual(entry.client, { ip: '203.0.113.7', ipTrusted: true });
    assert.equal(entry.tenant, 'acme');
  });

  test('what the draft says goes before what is ambient', () => {
    const ambient: Ambient = { tenant: 'acme', actor: { type: 'user', id: 'u-1' }, requestId: 'r' };
    const entry = sealed(
      {
        action: 'a',
        tenant: 'own',
        actor: { type: 'agent', id: 'bot' },
        ambient: { requestId: 'q' },
      },
      ambient,
    );
    assert.equal(entry.tenant, 'own');
    assert.deepEqual(entry.actor, { id: 'bot', type: 'agent' });
    assert.deepEqual(entry.ambient, { requestId: 'q' });
  });

  test('an actor function that throws costs only the actor', () => {
    const entry = sealed({ action: 'a' }, { actor: () => assert.fail() });
    assert.equal(entry.actor.type, 'anonymous');
    assert.equal(entry.action, 'a');
  });

  test('times are read from numbers, dates and texts', () => {
    for (const given of [
      1_785_542_400_123,
      new Date(1_785_542_400_123),
      '2026-08-01T02:00:00.123+02:00',
    ]) {
      assert.equal(
        sealed({ action: 'a', occurredAt: given }).occurredAt,
        '2026-08-01T00:00:00.123Z',
      );
    }
    for (const odd of ['yesterday', Number.NaN, 1e18, new Date(Number.NaN), {}]) {
      assert.equal(sealed({ action: 'a', occurredAt: odd }).occurredAt, '2026-08-01T12:00:00.000Z');
    }
  });
});

describe('an HTTP exchange', () => {
  test('path and query are read from the URL, without its secrets', () => {
    const { http, masked } = withHttp({
      url: 'https://u:S3cret@shop.example/orders/7?access_token=S3cret&tag=a&tag=b%20c#S',
      protocol: 'https',
    });
    assert.equal(
      http?.url,
      'https://u:[redacted:key]@shop.example/orders/7?access_token=[redacted:key]&tag=a&tag=b%20c#S',
    );
    assert.equal(http?.path, '/orders/7');
    assert.equal(http?.protocol, 'https');
    assert.deepEqual(http?.query, { access_token: '[redacted:key]', tag: ['a', 'b c'] });
    assert.deepEqual(
      masked?.map(({ path }) => path),
      ['http.url', 'http.url.access_token'],
    );
  });

  test('a secret path parameter is gone from URL and path', () => {
    const { http } = withHttp({ url: '/reset/S3cret?x=1', route: '/reset/:token' });
    assert.equal(http?.url, '/reset/:token?x=1');
    assert.equal(http?.path, '/reset/:token');
  });

  test('bodies: raw, parsed, empty and none', () => {
    const { http } = withHttp({
      request: { headers: {}, bodyBytes: 12, body: { pin: 1234, name: 'x' }, cut: true },
      response: {
        headers: {},
        bodyBytes: 18,
        body: new RawBody(Buffer.from('{"token":"S3cret"}'), 'application/json'),
      },
    });
    assert.deepEqual(http?.request, {
      body: { pin: '[redacted:key]', name: 'x' },
      bodyBytes: 12,
      cut: true,
      headers: {},
    });
    assert.deepEqual(http?.response.body, { token: '[redacted:key]' });
    const none = withHttp({
      request: { headers: {}, bodyBytes: 0, body: new RawBody(Buffer.alloc(0), 'text/plain') },
    });
    assert.ok(!Object.hasOwn(none.http?.request ?? {}, 'body'));
    assert.ok(!Object.hasOwn(none.http ?? {}, 'statusCode'));
  });

  test('changed fields with secret names are masked', () => {
    const { change } = sealed({
      action: 'user.update',
      change: {
        type: 'UPDATE',
        model: 'User',
        fields: [
          { name: 'password_hash', old: 'S3cret1', new: { value: 'S3cret2' } },
          { name: 'city', old: 'Bonn', new: 'Köln' },
        ],
      },
    });
    assert.deepEqual(change?.fields, [
      { name: 'password_hash', old: '[redacted:key]', new: '[redacted:key]' },
      { name: 'city', old: 'Bonn', new: 'Köln' },
    ]);
  });
});

describe('the size of an entry', () => {
  const redactor = createRedactor({ entryBytes: 4096 });
  const small = { ...tools, redactor };
  const big = (length: number): object =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`field ${index}`, 'x'.repeat(90)]));

  test('bodies go first, then headers, then data; what is left out is said', () => {
    const headers = { 'user-agent': 'u'.repeat(1500) };
    const entry = seal(
      {
        action: 'a',
        data: { keep: 'me' },
        http: {
          protocol: 'http',
          method: 'GET',
          url: '/',
          durationMs: 1,
          request: { headers, bodyBytes: 5, body: { a: 1 } },
          response: { headers: {}, bodyBytes: 9, body: big(25) },
        },
      },
      small,
    );
    assert.equal(entry.http?.response.body, '[omitted:entry_too_large]');
    assert.equal(entry.http?.response.cut, true);
    assert.deepEqual(entry.http?.request.body, { a: 1 });
    assert.deepEqual(entry.http?.request.headers, headers);
    assert.deepEqual(entry.data, { keep: 'me' });
  });

  test('never exceeds the limit, whatever is big', () => {
    const long = 'y'.repeat(20_000);
    const drafts: readonly Draft[] = [
      { action: 'a', data: big(60) },
      { action: long, message: long, reason: long, module: long, endpoint: long, stream: long },
      { action: 'a', actor: { type: 'user', id: long, name: long, email: long, info: big(30) } },
      { action: 'a', targets: Array.from({ length: 90 }, () => ({ type: long, id: long })) },
      {
        action: 'a',
        change: {
          type: 'UPDATE',
          model: long,
          fields: Array.from({ length: 90 }, () => ({ name: long, new: long })),
        },
      },
      { action: 'a', data: Array.from({ length: 300 }, () => ({ password: 'x', token: 'y' })) },
    ];
    for (const draft of drafts) {
      const text = canonicalText(seal(draft, small));
      assert.ok(
        Buffer.byteLength(text) <= 4096,
        `${Buffer.byteLength(text)} ${text.slice(0, 200)}`,
      );
      assert.deepEqual(JSON.parse(text).action[0], draft.action[0]);
    }
  });
});

describe('whatever the app hands in', () => {
  test('hostile drafts become entries', () => {
    const thrower = new Proxy({}, { get: () => assert.fail(), ownKeys: () => assert.fail() });
    const getter = {
      get action(): string {
        throw new Error('no');
      },
    };
    for (const draft of [
      ...[undefined, null, 5, 'text', [], {}, thrower, getter, Object.create(null)],
      ...[
        { action: '' },
        { action: {} },
        { action: 'a', actor: thrower, http: thrower, data: thrower, targets: thrower },
        {
          action: 'a',
          http: { url: 5, request: thrower, response: { headers: thrower, body: thrower } },
        },
        { action: 'a', targets: [null, thrower, 7, { type: 't' }], onBehalfOf: [thrower, null] },
        { action: 'a', change: thrower, client: thrower, ambient: thrower },
        { action: 'a', change: { fields: [thrower, null, {}], ids: [{}] } },
        { action: 'a', kind: 'x', outcome: 'x', level: 'x', id: 'x', stream: {} },
      ],
    ]) {
      const entry = sealed(draft);
      assert.ok(isUuid(entry.id));
      assert.ok(['a', 'unknown'].includes(entry.action));
      assert.equal(entry.tenant, 'main');
    }
    assert.equal(sealed({ action: 'a', outcome: 'x' }).outcome, 'unknown');
  });

  test('a failure of ours costs the details, not the entry', () => {
    const broken = { ...tools.redactor, limits: tools.redactor.limits };
    const redactor = Object.assign(Object.create(tools.redactor), broken, {
      text: (text: string) => text,
      value: () => assert.fail(),
    });
    const entry = seal({ action: 'a', data: { b: 1 } }, { ...tools, redactor });
    assert.equal(entry.action, 'a');
    assert.equal(entry.outcome, 'unknown');
    assert.equal(entry.message, '[unreadable]');
  });

  test('what the caller counts and names with is not frozen', () => {
    const own = { ...tools, producer: { ...tools.producer }, service: { ...tools.service } };
    seal({ action: 'a' }, own);
    assert.ok(!Object.isFrozen(own.producer));
    assert.ok(!Object.isFrozen(own.service));
  });

  test('an entry is frozen to the bottom', () => {
    const entry = withHttp({ request: { headers: {}, bodyBytes: 1, body: { a: [{ b: 1 }] } } });
    const body = entry.http?.request.body as { a: { b: number }[] };
    assert.throws(() => {
      (body.a[0] as { b: number }).b = 2;
    }, TypeError);
    for (const part of [entry, entry.http, entry.actor, entry.targets, entry.http?.query]) {
      assert.ok(Object.isFrozen(part));
    }
  });

  test('any texts anywhere: nothing throws, nothing is changed, the text is that of the entry', () => {
    const text = treacherousText;
    const drafts = fc.record(
      {
        action: text,
        message: text,
        reason: text,
        actor: fc.record({ type: fc.constant('user'), id: text, info: treacherousJson }),
        targets: fc.array(fc.record({ type: text, id: text, name: text }), { maxLength: 3 }),
        data: treacherousJson,
      },
      { requiredKeys: ['action'] },
    );
    fc.assert(
      fc.property(drafts, (draft) => {
        const before = JSON.stringify(draft);
        const entry = sealed(draft);
        assert.equal(JSON.stringify(draft), before);
        assert.deepEqual(JSON.parse(canonicalText(entry)), entry);
      }),
      { numRuns: 300 },
    );
  });
});
