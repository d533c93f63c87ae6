import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor, isWhodidError, type RedactOptions } from '@whodid/core';

const S = 'hunter2-planted';
const R = '[redacted:key]';
const jwt =
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

test('names that are to be kept stay, by whole words, and no others', () => {
  const redactor = createRedactor({ unsafe: { keepKeys: ['csrf token', 'PIN'] } });
  assert.deepEqual(
    redactor.value(
      {
        csrfToken: S,
        'form[csrf-token]': S,
        pin: 1234,
        token: S,
        xcsrf: S,
        pinToken: S,
        otp: 1234,
      },
      '',
      [],
    ),
    { csrfToken: S, 'form[csrf-token]': S, pin: 1234, token: R, xcsrf: S, pinToken: R, otp: R },
  );
  assert.equal(
    redactor.url(`/?csrf_token=${S}&token=${S}`, '', []),
    `/?csrf_token=${S}&token=${R}`,
  );
  assert.equal(redactor.text(`csrf_token=${S} token=${S}`, '', []), `csrf_token=${S} token=${R}`);
});

test('parameters of URLs can be kept as well', () => {
  const redactor = createRedactor({ unsafe: { keepKeys: ['signature'] } });
  assert.equal(redactor.url(`/?signature=${S}&sig=${S}`, '', []), `/?signature=${S}&sig=${R}`);
});

test('a name in both lists is masked', () => {
  const redactor = createRedactor({
    maskKeys: ['session id', 'x api key'],
    unsafe: { keepKeys: ['sessionId', 'token'], keepHeaders: ['x-api-key', 'x-csrf-token'] },
  });
  assert.deepEqual(redactor.value({ sessionId: S, token: S, password: S }, '', []), {
    sessionId: R,
    token: S,
    password: R,
  });
  assert.deepEqual(redactor.headers({ 'x-api-key': S, 'x-csrf-token': S }, '', []), {
    'x-api-key': R,
    'x-csrf-token': S,
  });
});

test('headers that are to be kept stay, in any case', () => {
  const redactor = createRedactor({ unsafe: { keepHeaders: ['X-CSRF-Token', 'Authorization'] } });
  const given = {
    'x-csrf-token': S,
    Authorization: `Hawk ${S}`,
    cookie: `sid=${S}`,
    'x-api-key': S,
  };
  assert.deepEqual(redactor.headers(given, '', []), {
    'x-csrf-token': S,
    authorization: `Hawk ${S}`,
    cookie: `sid=${R}`,
    'x-api-key': R,
  });
});

test('secrets that are known by their form go all the same', () => {
  const redactor = createRedactor({
    unsafe: { keepKeys: ['password', 'token', 'card number'], keepHeaders: ['authorization'] },
  });
  assert.deepEqual(
    redactor.value(
      {
        token: jwt,
        password: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
        cardNumber: '4111 1111 1111 1111',
      },
      '',
      [],
    ),
    {
      token: '[redacted:jwt]',
      password: '[redacted:private-key]',
      cardNumber: '[redacted:pan …1111]',
    },
  );
  assert.deepEqual(redactor.headers({ authorization: `Bearer ${jwt}` }, '', []), {
    authorization: `Bearer ${R}`,
  });
});

test('what cannot be is refused', () => {
  for (const [unsafe, option] of [
    [{ keepKey: ['x'] }, 'redact.unsafe.keepKey'],
    [{ keepKeys: 'x' }, 'redact.unsafe.keepKeys'],
    [{ keepHeaders: [1] }, 'redact.unsafe.keepHeaders'],
    [true, 'redact.unsafe'],
  ] as const) {
    assert.throws(
      () => createRedactor({ unsafe } as unknown as RedactOptions),
      (error) => isWhodidError(error) && error.message.includes(option),
    );
  }
});
