// Rules that hold for every route there is: a new one is checked without a line here.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { scopes } from '../../src/access/scopes.ts';
import type { Media, OpenapiDocument } from '../../src/openapi/finish-document.ts';
import { problemCodes } from '../../src/problem/problem.ts';
import { startCollector } from '../start-collector.ts';
import { documentFrom, examplesOf, operationsOf } from './described.ts';

test('the description is valid OpenAPI 3.1', async (t) => {
  const document = await documentFrom(t);
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  assert.ok(valid, JSON.stringify(errors, null, 1));
  assert.equal(document.openapi, '3.1.0');
});

test('every operation has a name of its own, a summary, a tag that is described, and security', async (t) => {
  const document = await documentFrom(t);
  const described = new Set(document.tags?.map(({ name }) => name));
  const ids = new Set<string>();
  for (const { route, operation } of operationsOf(document)) {
    const { operationId, summary, tags, parameters = [] } = operation;
    assert.match(operationId ?? '', /^[a-z][A-Za-z0-9]+$/, route);
    assert.ok(!ids.has(operationId), `${operationId} twice`);
    ids.add(operationId);
    assert.ok((summary ?? '').length > 3, `${route} has no summary`);
    assert.equal(tags?.length, 1, `${route} has no tag`);
    for (const tag of tags) assert.ok(described.has(tag), `${route}: tag ${tag} is not described`);
    for (const { name, description = '' } of parameters) {
      assert.ok(description.length > 3, `${route}: parameter ${name} is not described`);
    }
  }
});

test('every body and every answer that has one comes with an example', async (t) => {
  const document = await documentFrom(t);
  for (const { where, media } of medias(document)) {
    assert.ok(examplesOf(media).length > 0, `${where} has no example`);
  }
});

test('every example fits its schema', async (t) => {
  const document = await documentFrom(t);
  const misfits = misfitsOf(document);
  for (const { where, media } of medias(document)) {
    for (const example of examplesOf(media)) {
      assert.deepEqual(misfits(media.schema, example), [], `${where}: ${JSON.stringify(example)}`);
    }
  }
});

test('the check of examples notices a wrong one', async (t) => {
  const misfits = misfitsOf(await documentFrom(t));
  const schema = { $ref: '#/components/schemas/PostedEntry' };
  assert.deepEqual(misfits(schema, { action: 'a' }), []);
  assert.notDeepEqual(misfits(schema, { action: 7 }), []);
  assert.notDeepEqual(misfits(schema, { action: 'a', who: 'b' }), []);
  assert.notDeepEqual(misfits(schema, { action: 'a', occurredAt: 'soon' }), []);
});

test('every example of a body is taken by its route', async (t) => {
  const { ask, collector } = await startCollector(t);
  const { key } = await collector.createKey({ name: 'all', scopes, userId: 'ada' });
  const document = (await (await ask('/openapi.json')).json()) as OpenapiDocument;
  let taken = 0;
  for (const { route, operation } of operationsOf(document)) {
    const [method = '', path = ''] = route.split(' ');
    for (const [type, media] of Object.entries(operation.requestBody?.content ?? {})) {
      for (const example of examplesOf(media)) {
        const body = typeof example === 'string' ? example : JSON.stringify(example);
        // As a page of the collector sends it: signing in needs that.
        const page = { 'x-whodid': '1' };
        const headers = { authorization: `Bearer ${key}`, 'content-type': type, ...page };
        const answer = await ask(path.replaceAll(/:\w+/g, 'none'), { method, headers, body });
        const text = await answer.text();
        assert.ok(![400, 403, 413, 415, 422, 500].includes(answer.status), `${route}: ${text}`);
        taken += 1;
      }
    }
  }
  assert.ok(taken >= 4);
});

test('every operation names the problems that it can give, each with an example', async (t) => {
  const document = await documentFrom(t);
  const shown = Object.values(document.components.responses).flatMap(({ content = {} }) =>
    Object.values(content).flatMap((media) => Object.keys(media.examples ?? {})),
  );
  assert.deepEqual(shown.toSorted(), problemCodes.toSorted());
  for (const { route, operation } of operationsOf(document)) {
    const { responses, security, requestBody, parameters = [] } = operation;
    const has = (status: string) =>
      responses[status]?.$ref?.startsWith('#/components/responses/') === true;
    assert.ok(has('default') && has('503'), route);
    assert.equal(has('401'), security === undefined, `${route} 401`);
    if (security === undefined) assert.ok(has('429'), `${route} 429`);
    if (requestBody !== undefined) assert.ok(has('400') && has('413') && has('415'), route);
    if (parameters.some((one) => one.in === 'query')) assert.ok(has('400'), `${route} 400`);
    if (parameters.some((one) => one.in === 'path')) assert.ok(has('404'), `${route} 404`);
  }
  const posting = document.paths['/v1/entries']?.post?.responses;
  assert.deepEqual(
    Object.keys(posting ?? {}).toSorted(),
    ['200', '400', '401', '403', '409', '413', '415', '422', '429', '503', 'default'].toSorted(),
  );
});

/** Every body, answer and problem of a document that has content. */
function medias(document: OpenapiDocument): readonly { where: string; media: Media }[] {
  const operations = operationsOf(document).flatMap(({ route, operation }) => [
    ...located(`${route} body`, operation.requestBody?.content),
    ...Object.entries(operation.responses).flatMap(([status, { content }]) =>
      located(`${route} ${status}`, content),
    ),
  ]);
  const problems = Object.entries(document.components.responses).flatMap(([name, { content }]) =>
    located(name, content),
  );
  return [...operations, ...problems];
}

function located(
  place: string,
  content: { readonly [type: string]: Media } = {},
): { where: string; media: Media }[] {
  return Object.entries(content).map(([type, media]) => ({ where: `${place} ${type}`, media }));
}

interface Ajv {
  addSchema(schema: object, key: string): unknown;
  validate(schema: object, value: unknown): boolean;
  readonly errors: readonly { instancePath: string; message?: string }[] | null;
}

/** What is wrong with a value, by the schemas of a document. */
function misfitsOf(document: OpenapiDocument): (schema: unknown, value: unknown) => string[] {
  // The copy that the validator of the document brings along.
  const load = createRequire(import.meta.resolve('@seriousme/openapi-schema-validator'));
  const { Ajv2020 } = load('ajv/dist/2020.js') as { Ajv2020: new (options: object) => Ajv };
  const addFormats = load('ajv-formats') as (ajv: Ajv) => void;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'doc://all', components: document.components }, 'doc://all');
  return (schema, value) => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc://all#/components/');
    if (ajv.validate(JSON.parse(text) as object, value)) return [];
    return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
