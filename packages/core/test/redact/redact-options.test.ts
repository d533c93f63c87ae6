import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRedactor, isWhodidError, type RedactOptions, readOptions } from '@whodid/core';
import { redactRules } from '../../src/redact/redact-options.ts';
import { unsafeRules } from '../../src/redact/unsafe-options.ts';

// The default in a doc comment is what people read; the default in a rule is what they get.
for (const [name, rules] of [
  ['redact-options', redactRules],
  ['unsafe-options', unsafeRules],
] as const) {
  test(`documented defaults are the real ones: ${name}`, () => {
    const file = new URL(`../../src/redact/${name}.ts`, import.meta.url);
    const source = readFileSync(file, 'utf8');
    const documented = source.matchAll(/@defaultValue `(.+?)`[^/]*\*\/\s*readonly (\w+)\?/g);
    const read = Object.entries<unknown>({ ...readOptions<object>('redact', rules, {}) });
    assert.deepEqual(
      [...documented].map(([, value, name]) => [name, value]),
      read.map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]),
    );
  });
}

test('what cannot be is refused', () => {
  const refused: readonly (readonly [object, string])[] = [
    [{ maskKey: [] }, 'There is no option redact.maskKey, did you mean maskKeys?'],
    [{ mask: '' }, 'redact.mask'],
    [{ mask: 'a&b' }, 'redact.mask'],
    [{ mask: 'a b' }, 'redact.mask'],
    [{ depth: 61 }, 'redact.depth'],
    [{ maskKeys: 'x' }, 'redact.maskKeys'],
  ];
  for (const [options, text] of refused) {
    assert.throws(
      () => createRedactor(options as RedactOptions),
      (error) =>
        isWhodidError(error) &&
        error.message.includes(text.replace('redact.maskKeys?', 'maskKeys?')),
    );
  }
});

test('own keys extend the built-in ones, by whole words', () => {
  const redactor = createRedactor({ maskKeys: ['national id', 'iban'], mask: '***' });
  assert.deepEqual(
    redactor.value(
      { nationalId: 1, 'user[national-id]': 'x', nationalIdea: 'y', IBAN: 'DE1', password: 'p' },
      '',
      [],
    ),
    {
      nationalId: '***',
      'user[national-id]': '***',
      nationalIdea: 'y',
      IBAN: '***',
      password: '***',
    },
  );
});

test('own headers are kept, but not if they are secret', () => {
  const redactor = createRedactor({ headers: ['X-Acme-Region', 'X-Api-Key'] });
  assert.deepEqual(redactor.headers({ 'x-acme-region': 'eu', 'X-API-Key': 'S' }, '', []), {
    'x-acme-region': 'eu',
    'x-api-key': '[redacted:key]',
  });
});
