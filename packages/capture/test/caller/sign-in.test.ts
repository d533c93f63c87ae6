import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '@whodid/core';
import { type SignIn, SignInRules } from '../../src/caller/sign-in.ts';
import { captureRules } from '../../src/exchange/capture-options.ts';

const rules = new SignInRules(readOptions('test', captureRules(), {}));

const rows: readonly (readonly [string, number | undefined, SignIn | null, object?])[] = [
  ['POST /login', 200, { event: 'login', outcome: 'success' }],
  ['POST /api/v1/Sign_In/', 201, { event: 'login', outcome: 'success' }],
  ['POST /auth/token', 401, { event: 'login', outcome: 'denied' }],
  ['POST /login', 422, { event: 'login', outcome: 'failure' }],
  ['POST /login', 500, { event: 'login', outcome: 'failure' }],
  ['POST /login', 429, { event: 'login', outcome: 'failure' }],
  ['POST /login', 302, { event: 'login', outcome: 'success' }, { location: '/home' }],
  ['POST /login', 302, { event: 'login', outcome: 'failure' }, { location: '/login?error=1' }],
  ['POST /x', 200, { event: 'login', outcome: 'success' }, { name: 'sign_in' }],
  ['POST /log%69n', 401, { event: 'login', outcome: 'denied' }, { route: '/login' }],
  ['POST /api//login//', 401, { event: 'login', outcome: 'denied' }],
  ['POST ///', 200, null],
  ['POST /login', undefined, null],
  ['POST /login', 404, null],
  ['POST /login', 405, null],
  ['GET /login', 200, null],
  ['POST /login/help', 200, null],
  ['POST /relogin', 200, null],
  ['POST /logout', 204, { event: 'logout', outcome: 'success' }],
  ['GET /sign-out', 302, { event: 'logout', outcome: 'success' }],
  ['OPTIONS /logout', 204, null],
  ['DELETE /session', 204, { event: 'logout', outcome: 'success' }],
  ['DELETE /session', 401, { event: 'logout', outcome: 'denied' }],
  ['DELETE /sessions/7', 204, null],
  ['POST /', 200, null],
];

for (const [target, statusCode, expected, more = {}] of rows) {
  test(`${target} answered ${statusCode} is ${expected?.event ?? 'no sign-in'}`, () => {
    const [method = '', path = ''] = target.split(' ');
    const subject = {
      method,
      path,
      statusCode,
      route: undefined,
      name: undefined,
      location: undefined,
      ...more,
    };
    assert.deepEqual(rules.read(subject), expected);
  });
}

test('without names nothing is a sign-in', () => {
  const none = new SignInRules({ signIns: [], signOuts: [] });
  const subject = {
    ...{ method: 'POST', statusCode: 200 },
    ...{ route: undefined, name: undefined, location: undefined },
  };
  assert.equal(none.read({ ...subject, path: '/login' }), null);
  assert.equal(none.read({ ...subject, path: '/' }), null);
});

test('a path of many slashes is read in no time', () => {
  const path = `${'/'.repeat(200_000)}x`;
  const subject = { method: 'POST', path, statusCode: 200, route: undefined, name: undefined };
  const startedAt = performance.now();
  assert.equal(rules.read({ ...subject, location: path }), null);
  // Linear is well below a millisecond, quadratic over a minute.
  assert.ok(performance.now() - startedAt < 5_000);
});
