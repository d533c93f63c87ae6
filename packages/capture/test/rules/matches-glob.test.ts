import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesGlob } from '../../src/rules/matches-glob.ts';

test('stars stand for anything, everything else for itself', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
  fc.assert(
    fc.property(letters, patterns, (text, pattern) => {
      const regexp = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      assert.equal(matchesGlob(text, pattern), regexp.test(text), `${text} ${pattern}`);
    }),
  );
});

test('many stars do not take for ever', () => {
  assert.equal(matchesGlob('a'.repeat(20_000), `${'*a'.repeat(50)}b`), false);
});
