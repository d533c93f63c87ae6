import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureText, isAbort } from '../../src/outbound/failure.ts';

test('name and code are told, the message never', () => {
  const refused = Object.assign(new Error('connect to http://u:pw@host'), { code: 'ECONNREFUSED' });
  assert.equal(failureText(refused), 'Error: ECONNREFUSED');
  assert.equal(
    failureText(new TypeError('fetch failed', { cause: refused })),
    'TypeError: ECONNREFUSED',
  );
  assert.equal(failureText(new DOMException('why', 'TimeoutError')), 'TimeoutError');
  assert.equal(failureText(Object.assign(new Error(), { name: 'pw: x', code: 'a b' })), 'Error');
});

test('the reason of an abort is no error, and is not told', () => {
  assert.equal(failureText('secret reason'), 'AbortError');
  assert.equal(isAbort('secret reason'), true);
  assert.equal(isAbort(new DOMException('', 'AbortError')), true);
  assert.equal(isAbort(new DOMException('', 'TimeoutError')), false);
});

test('what cannot be looked at is an error all the same', () => {
  const hostile = new Proxy(new Error(), {
    get() {
      throw new Error('no');
    },
  });
  assert.equal(failureText(hostile), 'Error');
});
