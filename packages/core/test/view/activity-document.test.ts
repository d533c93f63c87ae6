// The names of the fields are those of document 004.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityDocument } from '@whodid/core/view';
import { entryOf, httpOf } from './entry-of.ts';

const request = {
  headers: {
    'user-agent': 'curl/8',
    'x-forwarded-for': '203.0.113.9',
    'content-type': 'application/json',
  },
  body: { title: 'hello' },
  bodyBytes: 17,
};

test('an exchange becomes the document of document 004', () => {
  const entry = entryOf({
    actor: { type: 'user', id: '13' },
    client: { ip: '203.0.113.9', ipTrusted: true, country: 'NL' },
    data: { company_id: 5 },
    http: httpOf({
      method: 'POST',
      url: 'http://127.0.0.1:8000/api/v1/?page=123',
      path: '/api/v1/',
      name: 'item-list',
      statusCode: 201,
      durationMs: 12.5,
      request,
      response: { headers: {}, body: { id: 1 }, bodyBytes: 8 },
    }),
  });
  const golden = {
    url_name: 'item-list',
    url_path: '/api/v1/',
    api: 'http://127.0.0.1:8000/api/v1/?page=123',
    headers: { USER_AGENT: 'curl/8', X_FORWARDED_FOR: '203.0.113.9' },
    body: { title: 'hello' },
    method: 'POST',
    client_ip_address: '203.0.113.9',
    response: { id: 1 },
    status_code: 201,
    execution_time: 0.0125,
    created_time: '2025-05-19T15:25:27.836Z',
    country: 'NL',
    user_id: 13,
    company_id: 5,
  };
  assert.deepEqual(activityDocument(entry), golden);
});

test('a claim never takes the place of a real field', () => {
  const data = {
    method: 'x',
    status_code: 1,
    user_id: 'x',
    created_time: 'x',
    _id: 'x',
    plan: 'pro',
  };
  const document = activityDocument(entryOf({ data, http: httpOf({}) }));
  assert.ok(document !== null);
  const { method, status_code, user_id, created_time, _id, plan } = document;
  assert.deepEqual([method, status_code, user_id], ['GET', 200, null]);
  assert.deepEqual([created_time, _id, plan], ['2025-05-19T15:25:27.836Z', undefined, 'pro']);
});

test('a streamed answer is told and not shown', () => {
  const response = { headers: {}, body: 'part', bodyBytes: 9, streamed: true } as const;
  const document = activityDocument(entryOf({ http: httpOf({ response }) }));
  assert.equal(document?.response, '** Streaming **');
});

test('what there was none of is the empty text, and an answer that never came is null', () => {
  const { statusCode: _, ...open } = httpOf({});
  const { url_name, body, response, client_ip_address, country, status_code, user_id } =
    activityDocument(entryOf({ http: open })) ?? {};
  assert.deepEqual([url_name, body, response, client_ip_address, country], ['', '', '', '', '']);
  assert.deepEqual([status_code, user_id], [null, null]);
});

test('ids that are no plain numbers stay text', () => {
  for (const id of ['007', '1e3', '12345678901234567890', 'u-17']) {
    const document = activityDocument(entryOf({ actor: { type: 'user', id }, http: httpOf({}) }));
    assert.equal(document?.user_id, id);
  }
});

test('an entry without an exchange is no document', () => {
  assert.equal(activityDocument(entryOf({ kind: 'action' })), null);
});
