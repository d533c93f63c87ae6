import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeAccess } from '../../src/access/route-access.ts';
import { entry } from '../../src/openapi/entry-schema.ts';
import { json, pageOf, receiptsOf, startCollector } from '../start-collector.ts';

interface Operation {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: { readonly [code: string]: unknown };
}

interface Document {
  readonly openapi: string;
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: unknown } };
}

const pages = ['GET /', 'GET /*'];

test('the description lists exactly the routes of the interface', async (t) => {
  const { ask } = await startCollector(t);
  const document = (await (await ask('/openapi.json')).json()) as Document;
  assert.equal(document.openapi, '3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    ),
  );
  const there = Object.keys(routeAccess).filter((route) => !pages.includes(route));
  assert.deepEqual(described.sort(), there.sort());
});

test('the description says what each route takes, needs and may answer', async (t) => {
  const { ask } = await startCollector(t);
  const document = (await (await ask('/openapi.json')).json()) as Document;
  const list = document.paths['/v1/entries']?.get;
  const names = list?.parameters?.map(({ name }) => name).sort();
  assert.deepEqual(names, ['cursor', 'from', 'limit', 'q', 'to']);
  assert.equal(list?.security, undefined);
  assert.deepEqual(document.paths['/healthz']?.get?.security, []);
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations)) {
      assert.ok('default' in responses && Object.keys(responses).length > 1);
    }
  }
  assert.deepEqual(Object.keys(document.components.schemas).sort(), ['Entry', 'Problem']);
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(name !== undefined && name in document.components.schemas, name);
  }
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
