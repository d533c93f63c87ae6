import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, type Masked } from '@whodid/core';
import { randomSource } from '../../../../bench/random-source.ts';
import { countFields, harmlessData } from './harmless.ts';

// The campaign does this with 10,000 and another seed each time.
test('of harmless data at most one field in a thousand is masked', () => {
  const random = randomSource(20_260_801);
  const redactor = createRedactor();
  const masked: Masked[] = [];
  let fields = 0;
  for (let count = 0; count < 1500; count += 1) {
    const given = harmlessData(random);
    const before = masked.length;
    const kept = redactor.value(given, 'data', masked);
    fields += countFields(given);
    if (masked.length === before) assert.deepEqual(kept, given);
  }
  assert.ok(fields > 15_000);
  const wrong = masked.map(({ path, rule }) => `${path} ${rule}`);
  assert.ok(masked.length <= fields / 1000, `${masked.length} of ${fields}: ${wrong.slice(0, 20)}`);
});
