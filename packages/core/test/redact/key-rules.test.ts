import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRedactor } from '@whodid/core';

const redactor = createRedactor();
const R = '[redacted:key]';

function under(key: string, value: unknown): unknown {
  return (redactor.value({ [key]: value }, '', []) as { [key: string]: unknown })[key];
}

describe('names whose values are secret', () => {
  for (const key of [
    ...['password', 'Passwd', 'currentPassword', 'newPwd', 'password2', 'passwordConfirmation'],
    ...['PASSWORD_HASH', 'userpassword', 'db.password', 'user[password]', 'accessToken'],
    ...['refresh_token', 'x-api-key', 'apikey', 'apiKey', 'API_KEY', 'client_secret', 'secretKey'],
    ...['AWS_SECRET_ACCESS_KEY', 'privateKey', 'sessionId', 'connect.sid', 'idToken', 'jwt'],
    ...[
      'otp',
      'verificationCode',
      'ssn',
      'cardNumber',
      'XSRF-TOKEN',
      'ｐａｓｓｗｏｒｄ',
      'contraseña',
    ],
    ...[
      'пароль',
      'pássword',
      'totp_secret',
      'credentials',
      'Authorization',
      'Set-Cookie',
      'dbPass',
    ],
  ]) {
    test(key, () => assert.equal(under(key, 'S-planted'), R));
  }
});

describe('names that only look like it', () => {
  for (const key of [
    ...['passwordResetRequired', 'passwordPolicy', 'tokenCount', 'tokenType', 'token_expires_in'],
    ...['secretary', 'compass', 'authorId', 'author', 'keyboard', 'monkey', 'key', 'publicKey'],
    ...['passenger', 'bypass', 'pinned', 'pincode', 'shipping', 'cookiePolicy', 'sidebar'],
    ...['accessKeyId', 'session', 'tokenizer', 'secretsManagerArn', 'code', 'state', 'hash'],
  ]) {
    test(key, () => assert.equal(under(key, 'plain text'), 'plain text'));
  }
});

test('what says nothing about the secret stays', () => {
  for (const harmless of [null, '', true, false])
    assert.equal(under('password', harmless), harmless);
  assert.equal(under('token', 42), 42);
  assert.deepEqual(under('tokens', { prompt: 12, completion: 30 }), { prompt: 12, completion: 30 });
});

test('how much of a value goes depends on the name', () => {
  assert.equal(under('password', 12345678), R);
  assert.equal(under('secret', { a: 1 }), R);
  assert.deepEqual(under('auth', { username: 'ada', password: 'S' }), {
    username: 'ada',
    password: R,
  });
  assert.deepEqual(under('tokens', ['S', ['T'], { a: 'kept' }]), [R, [R], { a: 'kept' }]);
  assert.equal(under('pin', 1234), R);
  assert.equal(under('pin', '0042'), R);
  assert.equal(under('pin', 'on the wall'), 'on the wall');
  assert.equal(under('cvv2', '123'), R);
  assert.equal(under('access', 'read'), 'read');
  assert.equal(under('refresh', 'abc.def0123456789.ghi'), R);
});

test('names and values may stand side by side', () => {
  assert.deepEqual(
    redactor.value(
      [
        { name: 'password', value: 'S' },
        { key: 'city', value: 'Bonn' },
      ],
      '',
      [],
    ),
    [
      { name: 'password', value: R },
      { key: 'city', value: 'Bonn' },
    ],
  );
});

test('a name that is a secret itself is not kept', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
  assert.deepEqual(redactor.value({ [token]: 1 }, '', []), { '[redacted:jwt]': 1 });
});

test('keys that become alike lose nothing', () => {
  assert.deepEqual(redactor.value({ 'a\u200b': 1, a: 2, 'a\u200c': 3 }, '', []), {
    'a~': 1,
    a: 2,
    'a~2': 3,
  });
});

test('paths of what was masked', () => {
  const masked: { path: string; rule: string }[] = [];
  redactor.value({ 'a b': [{ token: 'S', 'x.y': { pwd: 'S' } }] }, 'data', masked);
  assert.deepEqual(masked, [
    { path: 'data["a b"][0].token', rule: 'key' },
    { path: 'data["a b"][0]["x.y"].pwd', rule: 'key' },
  ]);
});

// More names than the cache of decisions holds.
test('a hundred thousand names are decided alike', () => {
  for (let count = 0; count < 100_000; count += 1) {
    assert.equal(under(`field${count}Password`, 'S'), R);
  }
  assert.equal(under('plain', 'x'), 'x');
});
