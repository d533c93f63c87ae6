import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeAccess } from '../../src/access/route-access.ts';
import { entry } from '../../src/openapi/entry-schema.ts';
import { operationIdOf } from '../../src/openapi/operation-id.ts';
import { json, pageOf, receiptsOf, startCollector } from '../start-collector.ts';
import { documentFrom, operationsOf } from './described.ts';

const pages = ['GET /', 'GET /*', 'GET /reference'];

test('the description lists exactly the routes of the interface', async (t) => {
  const described = operationsOf(await documentFrom(t)).map(({ route }) => route);
  const there = Object.keys(routeAccess).filter(
    // Of an address with a slash at its end and without, one is told.
    (route) => !pages.includes(route) && !(`${route}/` in routeAccess),
  );
  assert.deepEqual(described.toSorted(), there.toSorted());
});

test('the description says what each route takes and needs', async (t) => {
  const document = await documentFrom(t);
  const list = document.paths['/v1/entries']?.get;
  const names = list?.parameters?.map(({ name }) => name).sort();
  assert.deepEqual(names, ['cursor', 'from', 'limit', 'q', 'to']);
  assert.equal(list?.security, undefined);
  assert.match(list?.description ?? '', /scope `read`/);
  assert.deepEqual(document.paths['/healthz']?.get?.security, []);
});

test('every reference leads somewhere, and every named schema is used', async (t) => {
  const document = await documentFrom(t);
  const text = JSON.stringify(document);
  const refs = new Set(
    [...text.matchAll(/"\$ref":"#\/components\/(\w+\/\w+)"/g)].map(([, ref]) => ref),
  );
  const there = Object.entries(document.components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, named]) => Object.keys(named).map((name) => `${kind}/${name}`));
  assert.deepEqual([...refs].toSorted(), there.toSorted());
});

test('an operation without a name of its own gets one from its address', () => {
  assert.equal(operationIdOf('POST', '/v1/entries/:id/triage'), 'postEntriesTriage');
  assert.equal(operationIdOf('GET', '/activity-logs/'), 'getActivityLogs');
  assert.equal(operationIdOf('GET', '/activity-logs/:id/'), 'getActivityLogsById');
});

test('entries as they come out have the form that is described', async (t) => {
  const { as } = await startCollector(t);
  const ask = await as(['ingest', 'read']);
  const full = {
    action: 'invoice.approve',
    stream: 'LOGIN',
    message: 'm',
    level: 21,
    actor: { type: 'user', id: 'u', name: 'Ada', info: { team: 'x' } },
    onBehalfOf: [{ type: 'user', id: 'v' }],
    targets: [{ type: 'invoice', id: '1', name: '#1' }],
    change: { type: 'UPDATE', model: 'Invoice', fields: [{ name: 'total', old: 1, new: [2] }] },
    http: {
      protocol: 'https',
      method: 'GET',
      url: 'https://shop.example/a?page=1',
      path: '/a',
      query: { page: '1' },
      statusCode: 200,
      durationMs: 1.5,
      request: { headers: { accept: '*/*' }, bodyBytes: 0 },
      response: { headers: {}, body: { fine: true }, bodyBytes: 13 },
    },
    client: { ip: '192.0.2.1', ipTrusted: true, userAgent: 'x' },
    ambient: { requestId: 'r' },
    data: { password: 'masked-after-all', free: [1, 'x', null] },
  };
  await receiptsOf(await ask('/v1/entries', json([full, { action: 'a' }])));
  for (const found of (await pageOf(await ask('/v1/entries'))).entries) entry.parse(found);
});
