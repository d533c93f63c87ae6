import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeIn } from '../../src/access/place.ts';

test('a path of our own stays as it is', () => {
  for (const path of [
    '/',
    '/entries',
    '/entries/1?q=actor:ada&range=7d#x',
    '/entries?q=%22refund%22',
    '/entries?to=//evil.example',
  ]) {
    assert.equal(placeIn(path), path);
  }
});

test('nothing leads to another site', () => {
  for (const evil of [
    undefined,
    null,
    ['/entries', '//evil.example'],
    '',
    'entries',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\\evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/./\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example@127.0.0.1',
    '//127.0.0.1:4747@evil.example',
    `/${'x'.repeat(2048)}`,
  ]) {
    assert.equal(placeIn(evil), '/', String(evil));
  }
});

test('whatever is asked for, a browser stays with us', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '\t',
    '\n',
    '@',
    ':',
    '?',
    '#',
    'e',
  );
  const text = fc.oneof(
    fc.array(part, { maxLength: 12 }).map((all) => all.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, (given) => {
      const place = placeIn(`/${given}`);
      for (const base of ['http://127.0.0.1:4747/auth/oidc/callback', 'https://log.example.com/']) {
        assert.equal(new URL(place, base).origin, new URL(base).origin);
      }
      assert.match(place, /^\/(?!\/)[\x21-\x7e]*$/, 'fit for a header');
    }),
    { numRuns: 5000 },
  );
});
