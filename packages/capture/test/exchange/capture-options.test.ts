import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readOptions } from '@whodid/core';
import { captureRules } from '../../src/exchange/capture-options.ts';

// The default in a doc comment is what people read; the default in a rule is what they get.
test('documented defaults are the real ones', () => {
  const source = readFileSync(
    new URL('../../src/exchange/capture-options.ts', import.meta.url),
    'utf8',
  );
  const read = readOptions('capture', captureRules(), undefined);
  const [, limit] = /@defaultValue `(\d+)`[^/]*\*\/\s*readonly bodyLimitBytes\?/.exec(source) ?? [];
  assert.equal(limit, String(read.bodyLimitBytes));
  assert.match(source, /returns `false`\s*\*\/\s*readonly skip\?/);
  assert.equal(read.skip({}), false);
});
