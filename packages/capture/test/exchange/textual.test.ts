import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTextual } from '../../src/exchange/textual.ts';

test('text that a reader can use is kept, everything else only counted', () => {
  const kept = [
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/problem+json',
    'application/vnd.api+json; ext="x"',
    'application/x-www-form-urlencoded',
    'application/x-ndjson',
    'application/graphql',
    'application/graphql-response+json',
    'application/xml',
    'image/svg+xml',
    'application/soap+xml; charset=utf-8',
    'text/plain',
    ' text/event-stream',
  ];
  const counted = [
    undefined,
    '',
    'application/octet-stream',
    'application/pdf',
    'multipart/form-data; boundary=text/plain',
    'image/png',
    'application/jsonish',
    'application/zip; note=application/json',
    'text/html; charset=utf-8',
    'text/css',
    'text/javascript',
  ];
  for (const type of kept) assert.equal(isTextual(type), true, type);
  for (const type of counted) assert.equal(isTextual(type), false, type);
});

test('an app may want more types', () => {
  assert.equal(isTextual('text/html; charset=utf-8', ['Text/HTML']), true);
  assert.equal(isTextual('application/pdfs', ['application/pdf']), false);
  assert.equal(isTextual(undefined, ['text/html']), false);
});
