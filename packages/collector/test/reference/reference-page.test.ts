import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import type { OpenapiDocument } from '../../src/openapi/finish-document.ts';
import { curlOf } from '../../src/reference/curl.ts';
import { prose } from '../../src/reference/html.ts';
import { referencePage } from '../../src/reference/reference-page.ts';
import { documentFrom, operationsOf } from '../openapi/described.ts';
import { problemOf, startCollector } from '../start-collector.ts';

test('every operation, problem and schema of the document is on the page', async (t) => {
  const document = await documentFrom(t);
  const page = referencePage(document);
  const { responses, schemas } = document.components;
  const ids = [
    ...operationsOf(document).map(({ operation }) => operation.operationId),
    ...Object.keys(responses).map((name) => `problem-${name}`),
    ...Object.keys(schemas).map((name) => `schema-${name}`),
  ];
  for (const id of ids) assert.equal(page.split(`id="${id}"`).length, 2, id);
  for (const { route, operation } of operationsOf(document)) {
    const path = route.split(' ')[1]?.replaceAll(/:(\w+)/g, '{$1}');
    assert.ok(page.includes(`<code>${path}</code>`), route);
    assert.ok(page.includes(operation.summary), operation.summary);
  }
});

test('anyone may read the page, under a policy that lets nothing run and takes one style', async (t) => {
  const { ask } = await startCollector(t);
  const answer = await ask('/reference');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.doesNotMatch(policy, /unsafe|script-src|connect-src|http/);
  assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
  const style = /<style>([\s\S]*?)<\/style>/.exec(await answer.text())?.[1] ?? '';
  assert.ok(policy.includes(`'sha256-${hash('sha256', style, 'base64')}'`));
  await problemOf(await ask('/reference', { method: 'POST' }), 405, 'METHOD_NOT_ALLOWED');
});

test('text of the document is only ever text', async (t) => {
  const hostile = `<script>alert(1)</script>"'&`;
  const told = new Set(['summary', 'description', 'title']);
  const document = JSON.parse(JSON.stringify(await documentFrom(t)), (key, value) =>
    told.has(key) && typeof value === 'string' ? hostile : value,
  ) as OpenapiDocument;
  const page = referencePage(document);
  assert.equal(page.includes('<script'), false);
  assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;'));
});

test('descriptions may have code and links to pages of ours, and no others', () => {
  const text = 'the `scope`, [here](/reference), [there](https://evil.example), [x](javascript:1)';
  assert.equal(
    prose(text).markup,
    'the <code>scope</code>, <a href="/reference">here</a>, [there](https://evil.example), [x](javascript:1)',
  );
});

test('the example for the shell quotes what it sends, and takes the key from the environment', () => {
  const operation = {
    operationId: 'a',
    summary: 'a',
    tags: [],
    responses: {},
    requestBody: { content: { 'application/json': { example: { note: "it's" } } } },
  };
  assert.equal(
    curlOf({ method: 'POST', path: '/v1/entries/{id}/triage', operation }),
    [
      'curl -X POST "$WHODID_URL/v1/entries/$ID/triage" \\',
      '  -H "authorization: Bearer $WHODID_KEY" \\',
      "  -H 'content-type: application/json' \\",
      `  -d '{"note":"it'\\''s"}'`,
    ].join('\n'),
  );
  const open = { ...operation, requestBody: { content: {} }, security: [] };
  assert.equal(
    curlOf({ method: 'GET', path: '/healthz', operation: open }),
    'curl "$WHODID_URL/healthz"',
  );
});
