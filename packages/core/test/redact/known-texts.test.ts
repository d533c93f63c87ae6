import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KnownTexts } from '../../src/redact/known-texts.ts';
import { isShortPlain } from '../../src/redact/short-plain.ts';

test('knows no text but those it was told, and the last one always', () => {
  const texts = fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 50 });
  fc.assert(
    fc.property(texts, fc.string({ minLength: 1, maxLength: 3 }), (told, other) => {
      const known = new KnownTexts();
      for (const text of told) {
        known.add(text);
        assert.ok(known.has(text));
      }
      if (!told.includes(other)) assert.ok(!known.has(other));
    }),
  );
});

test('keeps two texts that belong into the same place', () => {
  const known = new KnownTexts();
  const [one, two, three] = ['abcde1', 'abcdf1', 'abcdg1'] as const;
  known.add(one);
  known.add(two);
  assert.deepEqual([known.has(one), known.has(two)], [true, true]);
  known.add(three);
  assert.deepEqual([known.has(one), known.has(two), known.has(three)], [false, true, true]);
});

test('a short text is plain unless it may be JSON or half a character', () => {
  const units = fc.constantFrom(...'a1 é\n"[{}]~\u00a0\u2028\ud800\udc00\ufeff\u0000');
  fc.assert(
    fc.property(fc.string({ unit: units, maxLength: 4 }), (text) => {
      const mayBeJson = /^[\s"[{]/.test(text);
      assert.equal(isShortPlain(text), !mayBeJson && !/[\ud800-\udfff]/.test(text));
    }),
  );
});
