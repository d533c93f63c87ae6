import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from '@whodid/core';

const R = '[redacted:key]';
const redactor = createRedactor();

// As in the message of an error that quotes the body of a request.
const rows: readonly (readonly [string, string])[] = [
  ['Bad: {"otp":123456,"page":123456}', `Bad: {"otp":${R},"page":123456}`],
  ['Bad: {"pin": 1234}', `Bad: {"pin": ${R}}`],
  ['Bad: {\\"password\\":12345678}', `Bad: {\\"password\\":${R}}`],
  ["Bad: {'password': 12345678}", `Bad: {'password': ${R}}`],
  ['Bad: {"token":["hunter2","x"],"a":1}', `Bad: {"token":${R},"a":1}`],
  ['Bad: {"secret":{"a":"}","b":["hunter2"]},"a":1}', `Bad: {"secret":${R},"a":1}`],
  ['Bad: {"secret":{"a":"b","c":"hunter2', `Bad: {"secret":${R}`],
  ['Bad: {"secret":{"a":"x\\"}hunter2"},"a":1}', `Bad: {"secret":${R},"a":1}`],
  ['Bad: {\\"secret\\":{\\"a\\":\\"}hunter2\\"},\\"a\\":1}', `Bad: {\\"secret\\":${R},\\"a\\":1}`],
  ["Bad: { secret: 1, 'token': { a: '}hunter2' } }", `Bad: { secret: 1, 'token': ${R} }`],
  ['Bad: {"tokenCount":123456,"token":42}', 'Bad: {"tokenCount":123456,"token":42}'],
];
for (const [given, expected] of rows) {
  test(`JSON inside a text: ${given}`, () => {
    assert.equal(redactor.text(given, 'http.error', []), expected);
    assert.equal(redactor.text(expected, 'http.error', []), expected);
  });
}
