import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessIn } from '../../src/serve/access-in-env.ts';

test('what is not set is not there', () => {
  assert.deepEqual(accessIn({}), {});
  assert.deepEqual(accessIn({ WHODID_JWT_SECRET: '', WHODID_OIDC_ISSUER: '' }), {});
});

test('tokens, provider and public address become options of the collector', () => {
  const secret = 'x'.repeat(32);
  assert.deepEqual(accessIn({ WHODID_JWT_SECRET: secret, WHODID_JWT_ISSUER: 'shop' }), {
    jwt: { secret, issuer: 'shop' },
  });
  const jwksUrl = 'https://id.example/keys';
  assert.deepEqual(accessIn({ WHODID_JWKS_URL: jwksUrl, WHODID_JWT_AUDIENCE: 'log' }), {
    jwt: { jwksUrl, audience: 'log' },
  });
  assert.deepEqual(
    accessIn({
      WHODID_OIDC_ISSUER: 'https://id.example',
      WHODID_OIDC_CLIENT_ID: 'whodid',
      WHODID_OIDC_CLIENT_SECRET: 's',
      WHODID_OIDC_DEFAULT_ROLE: 'viewer',
      WHODID_PUBLIC_URL: 'https://log.example.com',
    }),
    {
      oidc: {
        issuer: 'https://id.example',
        clientId: 'whodid',
        clientSecret: 's',
        defaultRole: 'viewer',
      },
      publicUrl: 'https://log.example.com',
    },
  );
});

test('half a configuration is an error that names what is missing, and no value', () => {
  const halves: readonly (readonly [Record<string, string>, RegExp, string])[] = [
    [
      { WHODID_JWT_ISSUER: 'canary' },
      /^WHODID_JWT_ISSUER is/,
      'WHODID_JWT_SECRET or WHODID_JWKS_URL',
    ],
    [{ WHODID_JWT_AUDIENCE: 'canary' }, /^WHODID_JWT_AUDIENCE is/, 'WHODID_JWT_SECRET or'],
    [
      { WHODID_OIDC_ISSUER: 'https://canary.example' },
      /^WHODID_OIDC_ISSUER is/,
      'WHODID_OIDC_CLIENT_ID',
    ],
    [{ WHODID_OIDC_CLIENT_ID: 'canary' }, /^WHODID_OIDC_CLIENT_ID is/, 'WHODID_OIDC_ISSUER'],
    [
      { WHODID_OIDC_CLIENT_SECRET: 'canary' },
      /^WHODID_OIDC_CLIENT_SECRET is/,
      'WHODID_OIDC_ISSUER',
    ],
    [{ WHODID_OIDC_DEFAULT_ROLE: 'own' }, /^WHODID_OIDC_DEFAULT_ROLE is/, 'WHODID_OIDC_ISSUER'],
  ];
  for (const [env, message, needed] of halves) {
    assert.throws(
      () => accessIn(env),
      (error: Error & { exitCode: number; fix: string }) => {
        assert.match(error.message, message);
        assert.ok(error.fix.includes(needed), error.fix);
        assert.equal(error.exitCode, 2);
        assert.equal((error.message + error.fix).includes('canary'), false);
        return true;
      },
    );
  }
  const both = { WHODID_JWT_SECRET: 'x'.repeat(32), WHODID_JWKS_URL: 'https://id.example/keys' };
  assert.throws(() => accessIn(both), /not both/);
  const oidc = { WHODID_OIDC_ISSUER: 'https://id.example', WHODID_OIDC_CLIENT_ID: 'whodid' };
  assert.throws(
    () => accessIn({ ...oidc, WHODID_OIDC_DEFAULT_ROLE: 'root' }),
    /must be one of own/,
  );
});
