import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from '@whodid/core';

const redactor = createRedactor();

function parseError(text: string): Error {
  try {
    JSON.parse(text);
  } catch (error) {
    return error as Error;
  }
  throw new Error('was valid');
}

for (const text of [
  'hunter2',
  '{"pin": hunter2}',
  '{"some name": "some value", "pin": hunter2, "other": 1, "more": 2}',
  `hunter2 ${'x'.repeat(100)}`,
  `${' '.repeat(100)}{"a":"${'x'.repeat(100)}","b":hunter2`,
  '{"a": "hunter2" ""hunter2"}',
]) {
  test(`what the parser quotes is not kept: ${text.slice(0, 40)}`, () => {
    const error = parseError(text);
    const wrapped = new Error(`Cannot read the body: ${error.message}`, { cause: error });
    const kept = JSON.stringify(redactor.value({ wrapped }, 'data', []));
    assert.doesNotMatch(kept, /hunt/);
    assert.match(kept, /JSON/);
    assert.equal(JSON.stringify(redactor.json(JSON.parse(kept), 'data', [])), kept);
  });
}

test('the rest of the message is kept', () => {
  assert.equal(
    redactor.text(`Bad: ${parseError('hunter2').message}.`, 'http.error', []),
    `Bad: Unexpected token 'h', "[redacted:unparsed]" is not valid JSON.`,
  );
});
