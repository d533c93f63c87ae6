import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, RawBody } from '@whodid/core';

const S = 'hunter2-planted';
const redactor = createRedactor();

function fieldOf(disposition: string): unknown {
  const text = `--X\r\n${disposition}\r\n\r\n${S}\r\n--X--\r\n`;
  return redactor.body(new RawBody(Buffer.from(text), 'multipart/form-data; boundary=X'), '', []);
}

for (const disposition of [
  'Content-Disposition: form-data; name="password"',
  'Content-Disposition: form-data; name=password',
  'Content-Disposition:form-data;name="password"',
  'Content-Disposition: form-data;\tname="password"',
  'Content-Disposition: form-data; name = "password"',
  'Content-Disposition: form-data;\r\n name="password"',
  'content-disposition: form-data; NAME*=utf-8\'\'pass%77ord; name="x"',
]) {
  test(`a field's name is found in ${JSON.stringify(disposition)}`, () => {
    assert.deepEqual(fieldOf(disposition), { password: '[redacted:key]' });
  });
}

test('a field whose name cannot be found is not kept', () => {
  assert.deepEqual(fieldOf('Content-Disposition: form-data; nome="password"'), {
    '': '[redacted:unparsed]',
  });
});
